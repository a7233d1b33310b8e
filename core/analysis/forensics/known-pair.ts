import { LabError, RunError, refuse, TraceError } from '../../errors/index.ts';
import type { Model } from '../../model/index.ts';
import { type RunListener, runModel, type RunPlan, type RunSummary } from '../../run/index.ts';
import { sameShape, type Shape, type Tensor } from '../../tensor/index.ts';
import { TraceKeeper } from '../../trace/index.ts';
import { distance } from '../distance.ts';

/** What goes in, and what is known to come out: arrays by their names in a trace. */
export interface KnownPair extends Omit<RunPlan, 'model'> {
  readonly expected: ReadonlyMap<string, Tensor>;
}

/** The part of a pair that is about one sample. Samples do not touch each other, so a model that fits all of them fits this one. */
export function oneSample(pair: KnownPair, sample: number): KnownPair {
  const samples = samplesOf(pair);
  const cut = (tensor: Tensor): Tensor => {
    if (tensor.shape[0] !== samples) return tensor;
    const size = tensor.data.length / samples;
    return { shape: [1, ...tensor.shape.slice(1)], data: tensor.data.subarray(sample * size, (sample + 1) * size) };
  };
  const each = (tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> =>
    new Map([...tensors].map(([name, tensor]) => [name, cut(tensor)]));
  return {
    ...pair,
    inputs: each(pair.inputs),
    expected: each(pair.expected),
    states: new Map([...pair.states].map(([layer, states]) => [layer, states.map(cut)])),
  };
}

/** Number of samples that go in. */
export function samplesOf({ inputs }: KnownPair): number {
  return [...inputs.values()][0]?.shape[0] ?? 0;
}

/**
 * The largest difference between what a model gives and what is expected; infinite where it gives another shape, no such array, or does not
 * run. Yields between chunks. @throws `cancelled`
 */
export function* differenceOf(model: Model, pairs: readonly KnownPair[]): Generator<undefined, number, 'go' | 'stop'> {
  try {
    let most = 0;
    for (const pair of pairs) {
      const arrays = yield* expectedArrays(model, pair);
      for (const [name, expected] of pair.expected) most = Math.max(most, largest(arrays.get(name) ?? null, expected));
    }
    return most;
  } catch (error) {
    if (error instanceof LabError && error.code !== 'cancelled') return Infinity;
    throw error;
  }
}

/** What a model gives, by name, told before anything is compared. @throws `expected-unknown`, RunError */
export function* requireComparable(model: Model, [pair]: readonly KnownPair[]): Generator<undefined, void, 'go' | 'stop'> {
  if (pair === undefined) return;
  const names = new Set<string>();
  yield* runThrough(model, pair, {
    begin: (layer, signals) => {
      for (const { name } of signals) names.add(`${layer}/${name}`);
    },
    chunk: () => undefined,
    array: (name) => void names.add(name),
    mask: () => undefined,
    stopped: () => undefined,
  });
  for (const array of pair.expected.keys()) {
    if (!names.has(array)) refuse(TraceError, 'expected-unknown', array, { array, known: [...names].slice(0, 12).join(', ') });
  }
}

/** The expected arrays as this model gives them. */
function* expectedArrays(model: Model, pair: KnownPair): Generator<undefined, ReadonlyMap<string, Tensor>, 'go' | 'stop'> {
  const keeper = new TraceKeeper(pair.precision);
  const summary = yield* runThrough(model, pair, {
    begin: (layer, signals, extent) => {
      const wanted = signals.filter(({ name }) => pair.expected.has(`${layer}/${name}`));
      keeper.begin(layer, wanted, extent, null);
    },
    chunk: (layer, ...chunk) => {
      keeper.chunk(layer, ...chunk);
    },
    array: (name, tensor) => {
      if (pair.expected.has(name)) keeper.array(name, tensor);
    },
    mask: () => undefined,
    stopped: () => undefined,
  });
  const trace = keeper.finish(summary);
  return new Map([...trace.arrays].map(([name, shape]) => [name, { shape, data: trace.whole(name) }]));
}

/** Runs to the end. @throws `cancelled` */
function* runThrough(model: Model, pair: KnownPair, listener: RunListener): Generator<undefined, RunSummary, 'go' | 'stop'> {
  const run = runModel({ ...pair, model }, listener);
  for (let word: 'go' | 'stop' = 'go'; ;) {
    const step = run.next(word);
    if (step.done === true) return step.value.stoppedAt === null ? step.value : refuse(RunError, 'cancelled', null);
    word = yield;
  }
}

/** max |got − expected|; infinite where the shapes differ by more than the axis of a lone sample. */
function largest(got: Tensor | null, expected: Tensor): number {
  if (got === null || !(sameShape(got.shape, expected.shape) || isLoneSample(got.shape, expected.shape))) return Infinity;
  let most = 0;
  for (let at = 0; at < got.data.length; at++) most = Math.max(most, distance(got.data[at], expected.data[at]));
  return most;
}

function isLoneSample(got: Shape, expected: Shape): boolean {
  return got[0] === 1 && sameShape(got.slice(1), expected);
}
