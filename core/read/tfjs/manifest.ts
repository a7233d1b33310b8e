import { ReadError, refuse } from '../../errors/index.ts';
import type { Shape } from '../../tensor/index.ts';
import { describeJson, isJsonObject, type JsonObject } from '../json/index.ts';
import { LIMITS } from '../limits.ts';
import { ELEMENT_BYTES, heldBytes, type StoredElement } from '../numbers.ts';
import { formatBytes, quoteForMessage } from '../text.ts';

/** One array of the manifest: where its bytes stand in the joined shards of its group, and how they become numbers. */
export interface ArraySpec {
  readonly name: string;
  readonly shape: Shape;
  readonly count: number;
  readonly element: StoredElement;
  /** Offset and length in the joined shards, in bytes. */
  readonly start: number;
  readonly bytes: number;
  /** value = number · scale + min; null where the numbers stand as they are. */
  readonly scaling: { readonly scale: number; readonly min: number; readonly isWhole: boolean } | null;
  /** Whether the array was stored in fewer bits than it was trained with. */
  readonly isQuantised: boolean;
  /** Optimizer state and the like, which is no array of a layer. */
  readonly isTraining: boolean;
}

/** Arrays that stand one after the other in the bytes of some shards, joined in the order of `paths`. */
export interface ManifestGroup {
  readonly paths: readonly string[];
  readonly arrays: readonly ArraySpec[];
  readonly bytes: number;
}

/** Element types of tfjs; `string` and `complex64`, which it also has, hold no weights. */
const ELEMENTS: ReadonlySet<string> = new Set(['float32', 'int32', 'bool', 'float16', 'uint8', 'uint16']);
const MAX_AXES = 8;

/**
 * Reads `weightsManifest` and works out where each array stands. Source: tfjs-core src/io/types.ts `WeightsManifestConfig`,
 * src/io/io_utils.ts `decodeWeights`; tfjs-converter python/tensorflowjs/quantization.py.
 * @throws `tfjs-spec`, `tfjs-too-many`
 */
export function readManifest(value: unknown, file: string): readonly ManifestGroup[] {
  const groups = listIn(value, 'weightsManifest', file);
  const names = new Set<string>();
  let shards = 0;
  return groups.map((entry, index) => {
    const place = `weightsManifest[${index}]`;
    const group = objectIn(entry, place, file);
    const paths = listIn(group.paths, `${place}.paths`, file);
    shards += paths.length;
    checkCount(shards, LIMITS.tfjsShards, 'weights files', file);
    const specs = listIn(group.weights, `${place}.weights`, file);
    checkCount(names.size + specs.length, LIMITS.tfjsArrays, 'arrays', file);
    let start = 0;
    const arrays = specs.map((spec, number) => {
      const array = readSpec(objectIn(spec, `${place}.weights[${number}]`, file), start, `${place}.weights[${number}]`, file);
      if (names.has(array.name)) refuseSpec(`two arrays are named "${array.name}"`, `${place}.weights[${number}]`, file);
      names.add(array.name);
      start += array.bytes;
      return array;
    });
    return {
      paths: paths.map((path, number) =>
        typeof path === 'string' ? path : refuseSpec(`a path is ${describeJson(path)}`, `${place}.paths[${number}]`, file),
      ),
      arrays,
      bytes: start,
    };
  });
}

function readSpec(spec: JsonObject, start: number, place: string, file: string): ArraySpec {
  const { name, shape, dtype, quantization } = spec;
  if (typeof name !== 'string' || name === '') return refuseSpec(`a name is ${describeJson(name)}`, place, file);
  const fail = (reason: string): never => refuseSpec(`${reason} (array "${name}")`, place, file);
  if (typeof dtype !== 'string' || !ELEMENTS.has(dtype))
    return fail(`the type is ${describeJson(dtype)}; float32, int32 and bool are read`);
  const scheme = quantization === undefined || quantization === null ? null : quantisation(quantization, dtype, fail);
  const element = scheme?.element ?? (dtype as StoredElement); // as: one of ELEMENTS, which are such
  const count = countOf(shape, element, fail);
  return {
    name,
    shape: shape as Shape, // as: countOf checked it
    count,
    element,
    start,
    bytes: count * ELEMENT_BYTES[element],
    scaling: scheme?.scaling ?? null,
    isQuantised: scheme !== null,
    isTraining: spec.group !== undefined && spec.group !== 'model',
  };
}

/** `{dtype, scale, min}` of 8 or 16 bit integers, `{dtype: "float16"}`. */
function quantisation(
  value: unknown,
  dtype: string,
  fail: (reason: string) => never,
): { readonly element: StoredElement; readonly scaling: ArraySpec['scaling'] } {
  if (!isJsonObject(value)) return fail(`its quantization is ${describeJson(value)}`);
  if (value.dtype === 'float16' && dtype === 'float32') return { element: 'float16', scaling: null };
  if ((value.dtype !== 'uint8' && value.dtype !== 'uint16') || (dtype !== 'float32' && dtype !== 'int32'))
    return fail(`it is quantised from ${dtype} to ${describeJson(value.dtype)}; uint8, uint16 and float16 are read`);
  const { scale, min } = value;
  if (typeof scale !== 'number' || !(scale > 0)) return fail(`its quantization has the scale ${describeJson(scale)}`);
  if (typeof min !== 'number') return fail(`its quantization has the minimum ${describeJson(min)}`);
  return { element: value.dtype, scaling: { scale, min, isWhole: dtype === 'int32' } };
}

function countOf(shape: unknown, element: StoredElement, fail: (reason: string) => never): number {
  if (!Array.isArray(shape) || shape.length > MAX_AXES) return fail(`its shape is ${describeJson(shape)}`);
  const axes = shape as readonly unknown[];
  if (!axes.every((axis): axis is number => typeof axis === 'number' && Number.isSafeInteger(axis) && axis >= 0))
    return fail(`its shape is [${axes.map(describeJson).join(', ')}]`);
  const count = axes.reduce((product, axis) => product * BigInt(axis), 1n);
  const held = count * BigInt(heldBytes(element));
  if (held > BigInt(LIMITS.tensorBytes)) fail(`it takes ${formatBytes(held)}; at most ${formatBytes(LIMITS.tensorBytes)} are read`);
  return Number(count);
}

function checkCount(found: number, limit: number, what: string, file: string): void {
  if (found > limit) refuse(ReadError, 'tfjs-too-many', `${file}, weightsManifest`, { file, found, what, limit });
}

function objectIn(value: unknown, place: string, file: string): JsonObject {
  return isJsonObject(value) ? value : refuseSpec(`${describeJson(value)} stands where an object is expected`, place, file);
}

function listIn(value: unknown, place: string, file: string): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : refuseSpec(`${describeJson(value)} stands where a list is expected`, place, file);
}

/** @throws `tfjs-spec` always */
export function refuseSpec(reason: string, place: string, file: string): never {
  return refuse(ReadError, 'tfjs-spec', `${file}, ${place}`, { file, reason: quoteForMessage(reason, 200) });
}
