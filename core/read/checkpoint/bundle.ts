import { ReadError, refuse } from '../../errors/index.ts';
import type { Shape } from '../../tensor/index.ts';
import { LIMITS } from '../limits.ts';
import type { StoredElement } from '../numbers.ts';
import { type Damaged, protoFields } from '../protobuf.ts';
import { checkpointWhere, damagedAt } from './refuse.ts';

/** Where an array of a checkpoint stands: bytes `offset` to `offset + size` of shard `shard`. */
export interface BundleEntry {
  readonly key: string;
  /** `string` for texts, which are no weights. */
  readonly element: StoredElement | 'string';
  readonly shape: Shape;
  readonly shard: number;
  readonly offset: number;
  readonly size: number;
  readonly checksum: number;
}

export interface Bundle {
  readonly shards: number;
  readonly littleEndian: boolean;
  readonly entries: readonly BundleEntry[];
}

/** `DataType` numbers. Source: tensorflow/core/framework/types.proto. */
const ELEMENTS: ReadonlyMap<number, StoredElement | 'string'> = new Map([
  [1, 'float32'],
  [2, 'float64'],
  [3, 'int32'],
  [4, 'uint8'],
  [5, 'int16'],
  [6, 'int8'],
  [7, 'string'],
  [9, 'int64'],
  [10, 'bool'],
  [14, 'bfloat16'],
  [17, 'uint16'],
  [19, 'float16'],
  [22, 'uint32'],
  [23, 'uint64'],
]);

/** The largest number of data files; TensorFlow writes five digits. */
const MOST_SHARDS = 100_000;

/**
 * Reads the messages of an index: the header under the empty key, then one entry per array.
 * Source: tensorflow/core/protobuf/tensor_bundle.proto.
 * @throws `checkpoint-damaged`, `checkpoint-slices`, `checkpoint-dtype`
 */
export function parseBundle(file: string, table: ReadonlyMap<string, Uint8Array>): Bundle {
  const damaged = damagedAt(file);
  const header = table.get('') ?? damaged('it has no header');
  const counts = numbersOf(header, damaged);
  const shards = counts.get(1) ?? 0n;
  const endianness = counts.get(2) ?? 0n;
  if (shards < 1n || shards > MOST_SHARDS) damaged(`it announces ${shards} data files`);
  if (endianness > 1n) damaged(`it announces byte order ${endianness}`);
  const entries = [...table].filter(([key]) => key !== '').map(([key, value]) => parseEntry(file, key, value, Number(shards)));
  return { shards: Number(shards), littleEndian: endianness === 0n, entries };
}

function parseEntry(file: string, key: string, message: Uint8Array, shards: number): BundleEntry {
  const where = checkpointWhere(file, key);
  const damaged = damagedAt(where);
  const numbers = numbersOf(message, damaged);
  let shape: Shape = [];
  for (const { number, bytes } of protoFields(message, damaged)) {
    if (number === 7) refuse(ReadError, 'checkpoint-slices', where);
    if (number === 2 && bytes !== null) shape = parseShape(bytes, damaged);
  }
  const type = Number(numbers.get(1) ?? 0n);
  const element = ELEMENTS.get(type);
  if (element === undefined) return refuse(ReadError, 'checkpoint-dtype', where, { found: type });
  const [shard, offset, size] = [3, 4, 5].map((number) => numbers.get(number) ?? 0n);
  if (shard >= BigInt(shards)) damaged(`it is said to stand in data file ${shard} of ${shards}`);
  if (offset + size > BigInt(LIMITS.fileBytes)) damaged(`it is said to stand at byte ${offset} and to have ${size} bytes`);
  const checksum = Number(numbers.get(6) ?? 0n);
  return { key, element, shape, shard: Number(shard), offset: Number(offset), size: Number(size), checksum };
}

/** Fields that hold a number, the last one where a field repeats, as protocol buffers have it. */
function numbersOf(message: Uint8Array, damaged: Damaged): ReadonlyMap<number, bigint> {
  const numbers = new Map<number, bigint>();
  for (const { number, int, bytes } of protoFields(message, damaged)) if (bytes === null) numbers.set(number, int);
  return numbers;
}

/** `TensorShapeProto`: axes as messages of one number each. */
function parseShape(message: Uint8Array, damaged: Damaged): Shape {
  const shape: number[] = [];
  for (const { number, bytes } of protoFields(message, damaged)) {
    if (number === 3) damaged('its shape is said to be unknown');
    if (number !== 2 || bytes === null) continue;
    const size = numbersOf(bytes, damaged).get(1) ?? 0n;
    if (size > BigInt(Number.MAX_SAFE_INTEGER) || shape.length >= LIMITS.h5Rank) damaged('its shape is not possible');
    shape.push(Number(size));
  }
  return shape;
}
