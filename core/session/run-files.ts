import type { Precision } from '../layers/index.ts';
import type { ByteSource } from '../read/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { traceArrays } from '../write/index.ts';
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
  return { arrays: arraysOf(lab), card };
}

/** Every array of the lab's last run by its name; none before a run. */
export function arraysOf({ trace }: Lab): ReadonlyMap<string, Tensor> {
  return new Map(trace ? traceArrays(trace) : []);
}

/** Drives a run without pauses. */
export function runToEnd(lab: Lab, precision: Precision): RunCard {
  const run = lab.run(precision);
  for (;;) {
    const step = run.next('go');
    if (step.done) return step.value;
  }
}
