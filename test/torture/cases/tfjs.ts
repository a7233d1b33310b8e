import { text } from '../../../fixtures/read/zip-maker.ts';
import type { TortureCase } from './case.ts';

const NUMBERS = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
const MANIFEST = 'model.json, weightsManifest';

/** A model.json with one array of four numbers, changed, and its weights file, if any. */
function tfjs(
  row: number,
  what: string,
  code: string,
  where: string,
  change: { readonly array?: object; readonly manifest?: unknown; readonly model?: object; readonly shard?: Uint8Array | null } = {},
): TortureCase {
  const weights = [{ name: 'dense/kernel', shape: [2, 2], dtype: 'float32', ...change.array }];
  const model = { modelTopology: null, weightsManifest: change.manifest ?? [{ paths: ['w.bin'], weights }], ...change.model };
  const shard = change.shard === undefined ? NUMBERS : change.shard;
  return {
    row,
    what,
    as: 'model',
    files: () => [{ name: 'model.json', bytes: text(JSON.stringify(model)) }, ...(shard === null ? [] : [{ name: 'w.bin', bytes: shard }])],
    code,
    where,
  };
}

const quantised = (scale: unknown) => ({ quantization: { dtype: 'uint8', scale, min: 0 } });
const ARRAY = `${MANIFEST}[0].weights[0]`;

/** Rows 63 to 66: TensorFlow.js. */
export const TFJS_CASES: readonly TortureCase[] = [
  tfjs(63, 'a weights file missing', 'shard-missing', 'model.json', { shard: null }),
  tfjs(63, 'one byte short', 'shard-length', 'w.bin', { shard: NUMBERS.subarray(0, -1) }),
  tfjs(63, 'one byte long', 'shard-length', 'w.bin', { shard: Uint8Array.from([...NUMBERS, 0]) }),
  tfjs(64, 'an array beyond the bytes', 'tfjs-spec', MANIFEST, { array: { shape: [2, 3] } }),
  tfjs(64, 'an array beyond 2^64', 'tfjs-spec', ARRAY, { array: { shape: [2 ** 40, 2 ** 40] } }),
  tfjs(64, 'an unknown type', 'tfjs-spec', ARRAY, { array: { dtype: 'bfloat13' } }),
  tfjs(64, 'a scale of 0', 'tfjs-spec', ARRAY, { array: quantised(0) }),
  tfjs(64, 'a scale of NaN', 'tfjs-spec', ARRAY, { array: quantised('NaN') }),
  tfjs(65, 'a graph model', 'tfjs-graph', 'model.json', { model: { format: 'graph-model' } }),
  tfjs(65, 'a page as weights', 'not-tfjs', 'w.bin', { shard: text('<!DOCTYPE html><html><body>404: Not Found</body></html>') }),
  tfjs(66, '100,000 weights files', 'tfjs-too-many', MANIFEST, {
    manifest: [{ paths: Array.from({ length: 100_000 }, (_, index) => `shard${index}`), weights: [] }],
  }),
];
