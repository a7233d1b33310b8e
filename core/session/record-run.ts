import { maskValueOf } from '../model/index.ts';
import { type RunPlan, runModel, type RunSummary } from '../run/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { type Trace, TraceKeeper, type TracePart, unevenTrace } from '../trace/index.ts';
import type { Progress } from './progress.ts';

/** Samples of a plan that run together. */
export interface RunPart {
  readonly plan: RunPlan;
  /** Which of the whole they are; null for all. */
  readonly samples: readonly number[] | null;
}

/**
 * How samples of unequal length (`lengths` by input) run: as one padded batch where the model masks the padding; else each to its own
 * length, those of one length together, the longest first.
 */
export function runParts(plan: RunPlan, lengths: ReadonlyMap<string, Int32Array>): readonly RunPart[] {
  const inputs = new Map(plan.inputs);
  const open = new Map<string, Int32Array>();
  for (const [name, counts] of lengths) {
    const tensor = plan.inputs.get(name);
    const value = maskValueOf(plan.model, name);
    if (tensor === undefined || value === null) open.set(name, counts);
    else inputs.set(name, padded(tensor, counts, value));
  }
  if (open.size === 0) return [{ plan: { ...plan, inputs }, samples: null }];
  return groupsOf(open).map((samples) => ({ plan: partOf({ ...plan, inputs }, open, samples), samples }));
}

/** Runs a plan and keeps every gate, samples of unequal length as `runParts` says. */
export function* recordRun(plan: RunPlan, lengths: ReadonlyMap<string, Int32Array>): Generator<Progress, Trace, 'go' | 'stop'> {
  const runs = runParts(plan, lengths);
  const parts: TracePart[] = [];
  for (const [index, { plan: part, samples }] of runs.entries()) {
    if (samples === null) return yield* recordWhole(part);
    const run = recordWhole(part);
    for (let step = run.next('go'); ;) {
      if (step.done) {
        parts.push({ trace: step.value, samples });
        break;
      }
      const { done, of } = step.value;
      step = run.next(yield { done: index * of + done, of: runs.length * of });
    }
    const stopped = parts.at(-1)?.trace.summary.stoppedAt ?? null;
    if (stopped !== null) break;
  }
  return unevenTrace(parts, summaryOf(parts));
}

function* recordWhole(plan: RunPlan): Generator<Progress, Trace, 'go' | 'stop'> {
  const keeper = new TraceKeeper(plan.precision);
  return keeper.finish(yield* runModel(plan, keeper));
}

/** The tensor with `value` behind the end of each sample. */
function padded({ shape, data }: Tensor, counts: Int32Array, value: number): Tensor {
  if (value === 0) return { shape, data };
  const [samples = 0, timesteps = 0] = shape;
  const features = data.length / Math.max(1, samples * timesteps);
  const filled = data.slice();
  counts.forEach((count, sample) => filled.fill(value, (sample * timesteps + count) * features, (sample + 1) * timesteps * features));
  return { shape, data: filled };
}

/** Samples whose lengths are the same in every input; the longest first, since they tell how long each array is. */
function groupsOf(lengths: ReadonlyMap<string, Int32Array>): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  const counts = [...lengths.values()];
  const samples = counts[0]?.length ?? 0;
  for (let sample = 0; sample < samples; sample++) {
    const key = counts.map((count) => count[sample]).join();
    const group = groups.get(key) ?? [];
    group.push(sample);
    groups.set(key, group);
  }
  const length = (group: readonly number[]): number => Math.max(...counts.map((count) => count[group[0] ?? 0] ?? 0));
  return [...groups.values()].sort((a, b) => length(b) - length(a));
}

/** The plan for some of the samples, each input cut to their length. */
function partOf(plan: RunPlan, lengths: ReadonlyMap<string, Int32Array>, samples: readonly number[]): RunPlan {
  return {
    ...plan,
    inputs: new Map(
      [...plan.inputs].map(([name, tensor]) => [name, rowsOf(tensor, samples, lengths.get(name)?.[samples[0] ?? 0] ?? null)]),
    ),
    states: statesOf(plan.states, samples),
    ...(plan.carried && { carried: statesOf(plan.carried, samples) }),
    ...(plan.brought && { brought: broughtOf(plan, plan.brought, lengths, samples) }),
  };
}

function statesOf(states: RunPlan['states'], samples: readonly number[]): RunPlan['states'] {
  return new Map([...states].map(([layer, tensors]) => [layer, tensors.map((state) => rowsOf(state, samples, null))]));
}

/** Brought outputs of some samples; one with the time axis of the inputs is cut with them. */
function broughtOf(
  { inputs }: RunPlan,
  brought: ReadonlyMap<string, Tensor>,
  lengths: ReadonlyMap<string, Int32Array>,
  samples: readonly number[],
): ReadonlyMap<string, Tensor> {
  const [[input, counts] = ['', null]] = lengths;
  const timesteps = inputs.get(input)?.shape[1];
  const steps = counts?.[samples[0] ?? 0] ?? null;
  const isTimed = ({ shape }: Tensor): boolean => shape.length > 2 && shape[1] === timesteps;
  return new Map([...brought].map(([array, tensor]) => [array, rowsOf(tensor, samples, isTimed(tensor) ? steps : null)]));
}

/** Some samples of a tensor, their first `steps` timesteps. */
export function rowsOf({ shape, data }: Tensor, samples: readonly number[], steps: number | null): Tensor {
  const size = data.length / Math.max(1, shape[0] ?? 1);
  const length = steps === null ? size : (size / Math.max(1, shape[1] ?? 1)) * steps;
  const rows = data.slice(0, samples.length * length);
  samples.forEach((sample, row) => {
    rows.set(data.subarray(sample * size, sample * size + length), row * length);
  });
  return { shape: [samples.length, ...(steps === null ? shape.slice(1) : [steps, ...shape.slice(2)])], data: rows };
}

function summaryOf(parts: readonly TracePart[]): RunSummary {
  const [first] = parts;
  if (first === undefined) throw new Error('samples of unequal length are at least one sample');
  const bad = parts.find(({ trace }) => trace.summary.firstNonFinite !== null);
  const found = bad?.trace.summary.firstNonFinite ?? null;
  return {
    ...first.trace.summary,
    samples: parts.reduce((sum, { samples }) => sum + samples.length, 0),
    ms: parts.reduce((sum, { trace }) => sum + trace.summary.ms, 0),
    stoppedAt: parts.find(({ trace }) => trace.summary.stoppedAt !== null)?.trace.summary.stoppedAt ?? null,
    firstNonFinite: found && { ...found, sample: bad?.samples[found.sample] ?? found.sample },
  };
}
