import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Rebuild, type Search, searchSettings, type Verdict, verdictOf } from '../../core/analysis/index.ts';
import { buildModel } from '../../core/model/index.ts';
import type { WeightFile } from '../../core/read/index.ts';
import { bufferSource, readArrays } from '../../core/session/index.ts';
import { storedTensor, type Tensor } from '../../core/tensor/index.ts';

const FOLDER = fileURLToPath(new URL('../../fixtures/forensics/', import.meta.url));

/** A model with faults planted, and what Keras computed of the model without them; fixtures/make/forensics.py writes it. */
export interface Planted {
  readonly name: string;
  readonly version: string | null;
  readonly weightsOnly: boolean;
  readonly layers: readonly { readonly class_name: string; readonly config: Readonly<Record<string, unknown>>; readonly arrays: number }[];
  /** The right values of what is wrong, by setting. */
  readonly planted: Readonly<Record<string, string>>;
  readonly tied?: boolean;
  readonly undecided?: readonly string[];
  readonly settable?: boolean;
}

export function plantedCases(): readonly Planted[] {
  // planted.json is ours and has these fields.
  return (JSON.parse(readFileSync(`${FOLDER}planted.json`, 'utf8')) as { cases: Planted[] }).cases;
}

const ARRAYS = readArrays(bufferSource('planted.npz', new Uint8Array(readFileSync(`${FOLDER}planted.npz`))));

function arrayOf(name: string): Tensor {
  const tensor = ARRAYS.get(name);
  if (!tensor) throw new Error(`planted.npz has no ${name}`);
  return tensor;
}

/** The file with its faults, and the known pair. */
export function plantedFile({ name, version, weightsOnly, layers }: Planted): WeightFile {
  const groups = layers.map(({ config, arrays }) => {
    const layer = String(config['name']);
    return {
      name: layer,
      tensors: Array.from({ length: arrays }, (_, index) => {
        const path = `${layer}/${index}`;
        return storedTensor(path, 'planted.npz', arrayOf(`${name}/${path}`));
      }),
    };
  });
  const input = { class_name: 'InputLayer', config: { name: 'input', batch_shape: [null, null, arrayOf(`${name}/x`).shape[2]] } };
  return {
    format: weightsOnly ? 'npz' : 'by-hand',
    producer: { name: 'keras', version },
    config: weightsOnly ? null : { class_name: 'Sequential', config: { layers: [input, ...layers] } },
    groups: weightsOnly ? [{ name: null, tensors: groups.flatMap(({ tensors }) => tensors) }] : groups,
    savedAt: null,
    pairs: [],
    leftovers: [],
    warnings: [],
  };
}

/** The tolerance of the command. */
export const TOLERANCE = 1e-5;

export interface Found extends Search {
  readonly verdict: Verdict;
}

/** Searches the settings of a planted model, without pauses. */
export function searchPlanted(planted: Planted): Found {
  const file = plantedFile(planted);
  return searched(file, arrayOf(`${planted.name}/x`), new Map([['output', arrayOf(`${planted.name}/y`)]]));
}

/** The difference that is left when the answers of an explanation are given. */
export function answered(planted: Planted, answers: ReadonlyMap<string, unknown>): number {
  const { best } = searched(
    plantedFile(planted),
    arrayOf(`${planted.name}/x`),
    new Map([['output', arrayOf(`${planted.name}/y`)]]),
    answers,
  );
  return best.find(({ hypothesis }) => hypothesis.length === 0)?.maxAbs ?? Infinity;
}

function searched(
  file: WeightFile,
  x: Tensor,
  expected: ReadonlyMap<string, Tensor>,
  answers: ReadonlyMap<string, unknown> = new Map(),
): Found {
  const rebuild: Rebuild = (more) => buildModel(file, new Map([...answers, ...more]));
  const model = rebuild(new Map());
  const pair = { inputs: new Map([[model.inputs[0]?.name ?? '', x]]), states: new Map(), precision: 'f32' as const, expected };
  const steps = searchSettings({ model, rebuild, pairs: [pair], tolerance: TOLERANCE });
  for (;;) {
    const step = steps.next('go');
    if (step.done === true) return { ...step.value, verdict: verdictOf(step.value, [pair], TOLERANCE) };
  }
}
