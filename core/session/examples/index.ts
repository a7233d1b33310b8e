import { decodeBase64 } from '../../read/index.ts';
import { EXAMPLE_FILES } from './files.generated.ts';

/** A model that is built in, with sequences to run; the first sequence runs at once. */
export interface Example {
  /** What `example:NAME` and `gatescope example NAME` call it. */
  readonly name: string;
  readonly title: string;
  /** One sentence or two: what the model does and what to look for. */
  readonly story: string;
  /** File name of the model, for {@link exampleFile}. */
  readonly model: string;
  readonly sequences: readonly ExampleSequence[];
}

/** One input of an example. */
export interface ExampleSequence {
  readonly name: string;
  /** File name of the array, (samples, timesteps, features), for {@link exampleFile}. */
  readonly file: string;
  /** The features' names in order. */
  readonly columns?: readonly string[];
}

const RIVER_STORY = 
  "A small LSTM was trained on invented weather: a day's precipitation, temperature and season go in, the river's discharge " +
  'comes out. Nobody told it about snow. Still, the cell state of unit 6 runs down to about -14 through the frosty months and ' +
  'is back near 0 by summer, and its forget gate averages 0.93 on days below 0 °C and 0.44 on days above 5 °C: it keeps while ' +
  'it freezes and lets go in the thaw. The weather shown was not used in training.';

/** The built-in examples in the order they are shown. */
export const EXAMPLES: readonly Example[] = [
  {
    name: 'by-hand',
    title: 'By hand: three units, whole numbers',
    story:
      'An LSTM whose weights are whole numbers and whose activations are switched off, so every gate can be checked with pencil and paper: ' +
      'after the step [1, 0] the hidden state is [0, 4, 0] and the cell state [0, 4, 1].',
    model: 'by-hand.keras',
    sequences: [
      { name: 'one step', file: 'by-hand.input.npy' },
      { name: 'three steps', file: 'by-hand.three-steps.npy' },
      { name: 'batch of three', file: 'by-hand.batch-of-three.npy' },
    ],
  },
  {
    name: 'river',
    title: 'River: discharge from two years of weather',
    story: RIVER_STORY,
    model: 'river.keras',
    sequences: [{ name: 'two years', file: 'river.input.npy', columns: ['precip', 'temp', 'season'] }],
  },
];

/**
 * The bytes of one file of the built-in examples.
 * @throws RangeError for a name that is not built in (a defect of the caller, not of a user's file).
 */
export function exampleFile(name: string): Uint8Array {
  if (!Object.hasOwn(EXAMPLE_FILES, name)) {
    throw new RangeError(`"${name}" is not a built-in file; there are ${Object.keys(EXAMPLE_FILES).join(', ')}`);
  }
  return decodeBase64(EXAMPLE_FILES[name]);
}
