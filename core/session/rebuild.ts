import { refuse, TraceError } from '../errors/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { archiveNames, rebuildScript, selectArrays, weightArrays, writeDocument, writeNpy, writeNpz } from '../write/index.ts';
import { certify } from './certificate.ts';
import type { Progress } from './progress.ts';
import type { SavedFile } from './protocol.ts';
import { enteredInputs, enteredStates, type Ran } from './ran.ts';

/**
 * The files of a folder that makes a run again in Keras: `rebuild.py` and what it reads. Yields between pieces.
 * @throws `export-too-large`, `rebuild-brought`
 */
export function* rebuildFiles(ran: Ran, date: Date): Generator<Progress, readonly SavedFile[], void> {
  const { model, trace } = ran;
  const brought = model.layers.find(({ isBrought }) => isBrought);
  if (brought) refuse(TraceError, 'rebuild-brought', brought.name, { layer: brought.name });
  const certificate = yield* certify(ran, date);
  const states = enteredStates(ran);
  const entered = [...enteredInputs(ran), ...[...states.values()].flat()];
  const arrays = new Map([...trace.arrays, ...entered.map(([name, { shape }]) => [name, shape] as const)]);
  const named = archiveNames(arrays.keys());
  const stateNames = new Map([...states].map(([layer, tensors]) => [layer, tensors.map(([name]) => name)]));
  const script = rebuildScript({ model, arrays, states: stateNames, lengths: ran.lengths, named }, trace.summary.precision);
  const inputs = new Set(entered.map(([name]) => name));
  const expected = selectArrays(trace).filter(({ name }) => !inputs.has(name));
  const renamed = function* (given: Iterable<readonly [string, Tensor]>): Generator<readonly [string, Tensor]> {
    for (const [name, tensor] of given) yield [named(name), tensor];
  };
  const [only] = entered;
  return [
    { name: 'README.txt', bytes: new TextEncoder().encode(README) },
    { name: 'rebuild.py', bytes: new TextEncoder().encode(script) },
    { name: 'weights.npz', bytes: writeNpz(weightArrays(model)) },
    entered.length === 1 && only ? { name: 'x.npy', bytes: writeNpy(only[1]) } : { name: 'x.npz', bytes: writeNpz(renamed(entered)) },
    { name: 'expected.npz', bytes: writeNpz(renamed(expected.map((array) => [array.name, array.load()] as const))) },
    { name: 'certificate.json', bytes: writeDocument(certificate) },
  ];
}

const README = `python rebuild.py makes this model in Keras, runs x through it and compares every gate and output with expected.npz.
It needs NumPy and Keras 3, or tf-keras; certificate.json says what was run.
`;
