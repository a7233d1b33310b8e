import { type KnownPair, oneSample } from '../analysis/index.ts';
import { refuse, TraceError } from '../errors/index.ts';
import type { Model } from '../model/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { referenceName } from './check.ts';
import { rowsOf, runParts } from './record-run.ts';

/** What goes in. */
export interface Known {
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly states: ReadonlyMap<string, readonly Tensor[]>;
  /** Of the samples, by input, where they differ. */
  readonly lengths: ReadonlyMap<string, Int32Array>;
  /** Outputs of layers that cannot run, by array. */
  readonly brought: ReadonlyMap<string, Tensor>;
}

/**
 * Inputs with what is known to come out, samples of one length together. Where samples differ in length and arrays are known whose time axis
 * is not the input's, only the longest are taken: how far such an array reaches for the others is not known. With `sample`, that one alone.
 * @throws `expected-none`, `selection-outside`
 */
export function knownPairs(
  model: Model,
  { inputs, states, lengths, brought }: Known,
  references: ReadonlyMap<string, Tensor>,
  sample: number | null,
): readonly KnownPair[] {
  const expected = comparable(references);
  const [count = 0, timesteps = 0] = [...inputs.values()][0]?.shape ?? [];
  if (sample !== null && sample >= count) refuse(TraceError, 'selection-outside', null, { axis: 'sample', asked: sample, count });
  const parts = runParts({ model, inputs, states, precision: 'f32', brought }, lengths);
  const isTimed = ({ shape }: Tensor): boolean => shape.length > 2 && shape[1] === timesteps;
  const areCut = [...expected.values()].every((tensor) => tensor.shape.length < 3 || isTimed(tensor));
  const wanted = parts.filter(({ samples }, index) => (sample === null ? areCut || index === 0 : (samples?.includes(sample) ?? true)));
  return wanted.map(({ plan, samples }) => {
    if (samples === null) return sample === null ? { ...plan, expected } : oneSample({ ...plan, expected }, sample);
    const steps = [...plan.inputs.values()][0]?.shape[1] ?? 0;
    const rows = (tensor: Tensor): Tensor => (tensor.shape[0] === count ? rowsOf(tensor, samples, isTimed(tensor) ? steps : null) : tensor);
    const pair: KnownPair = { ...plan, expected: new Map([...expected].map(([name, tensor]) => [name, rows(tensor)])) };
    return sample === null ? pair : oneSample(pair, samples.indexOf(sample));
  });
}

/** References by the names that they have in a trace; no setting changes what goes in. @throws `expected-none` */
function comparable(references: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
  const named = [...references].map(([name, tensor]) => [referenceName(name, references), tensor] as const);
  const expected = new Map(named.filter(([name, { data }]) => !/^input(\/|$)|\/mask$/.test(name) && data.length > 0));
  return expected.size > 0 ? expected : refuse(TraceError, 'expected-none', null);
}
