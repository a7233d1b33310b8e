import type { Precision } from '../layers/index.ts';
import type { ByteSource } from '../read/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { Lab } from './lab.ts';
import type { RunCard } from './protocol.ts';

/** Opens, feeds and runs in one go: what tests and measurements call. Array names as in a trace. */
export function runFiles(job: {
  readonly model: readonly ByteSource[];
  readonly inputs: readonly ByteSource[];
  readonly precision: Precision;
}): {
  readonly arrays: ReadonlyMap<string, Tensor>;
  readonly card: RunCard;
} {
  const lab = new Lab();
  lab.open(job.model);
  lab.setSequenceFiles(job.inputs);
  const card = runToEnd(lab, job.precision);
  const { trace } = lab;
  const arrays = new Map(
    [...(trace?.arrays ?? [])].map(([name, shape]) => [name, { shape, data: trace?.whole(name) ?? new Float32Array() }]),
  );
  return { arrays, card };
}

/** Drives a run without pauses. */
export function runToEnd(lab: Lab, precision: Precision): RunCard {
  const run = lab.run(precision);
  for (;;) {
    const step = run.next('go');
    if (step.done) return step.value;
  }
}
