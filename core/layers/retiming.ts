import { refuse, RunError } from '../errors/index.ts';
import type { Shape } from '../tensor/index.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult, Settings } from './layer-kind.ts';
import { numbers } from './numbers.ts';
import { paced } from './pace.ts';
import { SAME_SHAPE, unmasked } from './same-shape.ts';
import { dataFormat, integers } from './settings.ts';
import { lengthOf, listOf, single, withAxis } from './shapes.ts';
import { asFormatted, lengthAndFeatures, stepsFirst } from './steps-first.ts';

const FOLDER = 'Keras 3.15 keras/src/layers/reshaping';
/** Timesteps between two looks at the clock. */
const STEPS_A_LOOK = 4096;

/** Layers that add, leave out and repeat timesteps. Masks end at all of them. */
export const RETIMING: readonly LayerKind[] = [
  {
    ...SAME_SHAPE,
    className: 'ZeroPadding1D',
    reach: 'whole',
    settings: { padding: integers(1, `${FOLDER}/zero_padding1d.py`), data_format: dataFormat(`${FOLDER}/zero_padding1d.py`) },
    outputShapes: (settings, inputs) => [withTimesteps(settings, inputs[0], (length) => length + bothSides(settings.padding))],
    evaluate(call) {
      const [before] = sidesOf(call.settings.padding);
      return retimed(call, (timesteps) => timesteps + bothSides(call.settings.padding), (step) => step - before); // prettier-ignore
    },
  },
  {
    ...SAME_SHAPE,
    className: 'Cropping1D',
    reach: 'whole',
    settings: { cropping: integers([1, 1], `${FOLDER}/cropping1d.py`) },
    outputShapes: (settings, inputs) => [withTimesteps(settings, inputs[0], (length) => length - bothSides(settings.cropping))],
    evaluate(call) {
      const [before] = sidesOf(call.settings.cropping);
      return retimed(call, (timesteps) => timesteps - bothSides(call.settings.cropping), (step) => step + before); // prettier-ignore
    },
  },
  {
    ...SAME_SHAPE,
    className: 'UpSampling1D',
    reach: 'whole',
    settings: { size: integers(2, `${FOLDER}/up_sampling1d.py`) },
    outputShapes: (settings, inputs) => [withTimesteps(settings, inputs[0], (length) => length * single(settings.size, 1))],
    evaluate(call) {
      const times = single(call.settings.size, 1);
      return retimed(call, (timesteps) => timesteps * times, (step) => Math.floor(step / times)); // prettier-ignore
    },
  },
];

/** y[step] = x[sourceOf(step)], 0 where x has no such timestep. @throws `sequence-short` where nothing is left */
function* retimed(
  call: LayerCall,
  lengthFrom: (timesteps: number) => number,
  sourceOf: (step: number) => number,
): Generator<LayerProgress, LayerResult, void> {
  const { shape, data: x } = stepsFirst(call);
  const [samples = 0, timesteps = 0, features = 0] = shape;
  const length = lengthFrom(timesteps);
  if (length < 1) refuse(RunError, 'sequence-short', call.name, { layer: call.name, needed: timesteps - length + 1, found: timesteps });
  const output = numbers(call.precision, samples * length * features);
  yield* paced(samples * length, STEPS_A_LOOK, (from, to) => {
    for (let row = from; row < to; row++) {
      const source = sourceOf(row % length);
      if (source < 0 || source >= timesteps) continue;
      const start = (Math.floor(row / length) * timesteps + source) * features;
      output.set(x.subarray(start, start + features), row * features);
    }
  });
  const y = asFormatted(call, [samples, length, features], output);
  return unmasked(y.shape, y.data);
}

function withTimesteps(settings: Settings, input: Shape | undefined, make: (length: number) => number): Shape {
  const [timesteps] = lengthAndFeatures(settings, input);
  const axis = settings.data_format === 'channels_first' ? 1 : 0;
  return withAxis(input ?? [-1, -1], axis, lengthOf([timesteps], make));
}

/** What is added or cut off before and behind: `2` is both times 2, `[1, 3]` is 1 and 3. */
function sidesOf(value: unknown): readonly [number, number] {
  const [before = 0, behind = before] = listOf(value);
  return [before, behind];
}

function bothSides(value: unknown): number {
  const [before, behind] = sidesOf(value);
  return before + behind;
}
