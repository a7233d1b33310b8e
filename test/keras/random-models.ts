import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bufferSource, type ByteSource } from '../../core/read/index.ts';
import { Lab } from '../../core/session/lab.ts';
import { arraysOf, runToEnd } from '../../core/session/run-files.ts';
import type { Precision } from '../../core/layers/index.ts';
import { type Comparison, compare } from '../golden/compare.ts';
import { readNpz } from '../golden/npz.ts';

const SCRIPT = resolve(import.meta.dirname, '../../fixtures/make/random_models.py');

/**
 * Of any number of a run in float32, absolute up to 1 and relative beyond. The script keeps only models whose float32 in Keras lies within
 * 1e-6 of their float64, so two ways to add the same numbers lie within twice that; what is left is room for exp and tanh in float32.
 */
export const FLOAT32_TOLERANCE = 3e-6;

/** Of any number of a run in float64 beside Keras in float64: only the order of sums and the last bits of exp and tanh differ. */
export const FLOAT64_TOLERANCE = 1e-12;

/** What random_models.py says of a model. */
export interface RandomModel {
  readonly name: string;
  readonly files: readonly string[];
  readonly inputs: readonly string[];
  readonly keras_version: string;
  readonly writer: string;
  readonly drawn: string;
  readonly form: string;
  readonly kinds: readonly string[];
  readonly float32_against_float64: number;
}

/** How the script went. */
export interface Making {
  readonly keras: string;
  readonly tfKeras: string;
  readonly tensorflow: string;
  readonly seconds: number;
  /** Why drawn models were not used, and how many. */
  readonly thrown: Readonly<Record<string, number>>;
}

/** Makes `count` models into `folder`, one folder each, named after its seed. */
export function makeRandomModels(python: string, folder: string, seed: number, count: number, flags: readonly string[] = []): Making {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { status, stderr } = spawnSync(python, [SCRIPT, folder, '--seed', String(seed), '--count', String(count), ...flags], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${SCRIPT} ended with ${String(status)}\n${stderr.slice(-3000)}`);
  return JSON.parse(readFileSync(join(folder, 'made.json'), 'utf8')) as Making; // as: the script writes it so
}

/** The models of a folder, in the order of their seeds. */
export function randomModels(folder: string): readonly RandomModel[] {
  const names = readdirSync(folder).filter((name) => /^\d+$/.test(name));
  return names
    .map((name) => JSON.parse(readFileSync(join(folder, name, 'case.json'), 'utf8')) as RandomModel) // as: the script writes it so
    .sort((a, b) => Number(a.name) - Number(b.name));
}

/** Every array of a model beside its reference, and what should not be there. */
export interface Parity extends Comparison {
  /** Classes that do not run; nothing is compared then. */
  readonly waits: readonly string[];
  /** Outputs and masks that Keras does not have. */
  readonly unknown: readonly string[];
  /** How many numbers were compared. */
  readonly numbers: number;
}

export function runRandomModel(folder: string, model: RandomModel, precision: Precision): Parity {
  const source = (name: string): ByteSource => bufferSource(name, new Uint8Array(readFileSync(join(folder, model.name, name))));
  const lab = new Lab();
  const { layers } = lab.open(model.files.map(source)).model;
  const waits = [...new Set(layers.filter((layer) => !layer.runs).map((layer) => layer.class))];
  if (waits.length > 0) return { waits, unknown: [], numbers: 0, missing: [], worst: null, isWithin: false };
  lab.setSequenceFiles(model.inputs.map(source));
  runToEnd(lab, precision);
  const ours = arraysOf(lab);
  const reference = readNpz(
    new Uint8Array(readFileSync(join(folder, model.name, precision === 'f32' ? 'expected.npz' : 'expected64.npz'))),
  );
  const tolerance = precision === 'f32' ? FLOAT32_TOLERANCE : FLOAT64_TOLERANCE;
  const result = compare(ours, reference, (_, expected) => tolerance * Math.max(1, Math.abs(expected)));
  const unknown = [...ours.keys()].filter((name) => /\/(?:output(?::\d+)?|mask)$/.test(name) && !reference.has(name));
  const numbers = [...reference.values()].reduce((sum, { data }) => sum + data.length, 0);
  return { ...result, waits, unknown, numbers, isWithin: result.isWithin && unknown.length === 0 };
}
