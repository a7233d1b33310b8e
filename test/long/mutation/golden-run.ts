import { parentPort, workerData } from 'node:worker_threads';
import { runFiles } from '../../../core/session/run-files.ts';
import { compare, limitsOf } from '../../golden/compare.ts';
import { type GoldenCase, inputSources, modelSources, references } from '../../golden/golden-case.ts';

/** In a worker, with changed arithmetic: tells the first case that differs, or null. */
const FLOAT64_TOLERANCE = 1e-12; // as in test/golden/golden.test.ts

function firstFault(cases: readonly GoldenCase[]): string | null {
  for (const golden of cases) {
    try {
      const files = { model: modelSources(golden), inputs: inputSources(golden) };
      const narrow = runFiles({ ...files, precision: 'f32' }).arrays;
      if (!compare(narrow, references(golden, 'expected.npz'), limitsOf(golden.facts.tolerance)).isWithin) return golden.name;
      const wide = runFiles({ ...files, precision: 'f64' }).arrays;
      const limit = (_: string, expected: number): number => FLOAT64_TOLERANCE * Math.max(1, Math.abs(expected));
      if (!compare(wide, references(golden, 'expected64.npz'), limit).isWithin) return golden.name;
    } catch {
      return golden.name;
    }
  }
  return null;
}

parentPort?.postMessage(firstFault(workerData as readonly GoldenCase[]));
