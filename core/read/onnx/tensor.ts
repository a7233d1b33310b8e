import { ReadError, refuse } from '../../errors/index.ts';
import type { Shape, StoredTensor } from '../../tensor/index.ts';
import { ByteReader } from '../byte-reader.ts';
import { LIMITS } from '../limits.ts';
import type { StoredElement } from '../numbers.ts';
import { type Damaged, protoFields, readVarint } from '../protobuf.ts';
import { rawBytes, rawTensor } from '../raw-tensor.ts';
import { quoteForMessage } from '../text.ts';

/** An array as the file states it; nothing is checked before it is used. */
export interface OnnxTensor {
  readonly name: string;
  readonly shape: Shape;
  readonly type: number;
  /** The numbers, little-endian; null where they stand in a form that is not read. */
  readonly bytes: Uint8Array | null;
  readonly isExternal: boolean;
}

/** `TensorProto.DataType` numbers. Source: onnx/onnx.proto. */
const ELEMENTS: ReadonlyMap<number, StoredElement> = new Map([
  [1, 'float32'],
  [2, 'uint8'],
  [3, 'int8'],
  [4, 'uint16'],
  [5, 'int16'],
  [6, 'int32'],
  [7, 'int64'],
  [9, 'bool'],
  [10, 'float16'],
  [11, 'float64'],
  [12, 'uint32'],
  [13, 'uint64'],
  [16, 'bfloat16'],
]);

/** Reads a `TensorProto`; its numbers stay where they are. @throws what `damaged` throws */
export function parseTensor(message: Uint8Array, damaged: Damaged): OnnxTensor {
  const shape: number[] = [];
  const axis = (size: bigint): void => {
    if (size > BigInt(Number.MAX_SAFE_INTEGER) || shape.length >= LIMITS.h5Rank) damaged('an array has a shape that is not possible');
    shape.push(Number(size));
  };
  let name = '';
  let type = 0;
  let raw: Uint8Array | null = null;
  let isExternal = false;
  for (const { number, int, bytes } of protoFields(message, damaged)) {
    if (number === 1 && bytes === null) axis(int);
    else if (number === 1 && bytes !== null) {
      const reader = new ByteReader(bytes, () => damaged('a shape ends too early'));
      while (reader.remaining > 0) axis(readVarint(reader, damaged));
    } else if (number === 2) type = Number(int);
    else if (number === 8 && bytes !== null) name = new TextDecoder().decode(bytes);
    // raw_data, or floats and doubles packed, which are the same bytes.
    else if (bytes !== null && (number === 9 || number === 4 || number === 10)) raw = bytes;
    else if (number === 13 || (number === 14 && int !== 0n)) isExternal = true;
  }
  return { name, shape, type, bytes: raw, isExternal };
}

/** The array as a tensor. @throws `onnx-external`, `onnx-damaged`, `tensor-too-big` */
export function onnxTensor(file: string, tensor: OnnxTensor): StoredTensor {
  const where = `${file}: ${quoteForMessage(tensor.name, 160)}`;
  if (tensor.isExternal) refuse(ReadError, 'onnx-external', where);
  const element = ELEMENTS.get(tensor.type);
  if (element === undefined) return refuse(ReadError, 'onnx-damaged', where, { reason: `its element type ${tensor.type} is not read` });
  const needed = rawBytes(tensor.name, tensor.shape, element);
  const { bytes } = tensor;
  if (bytes?.length !== needed)
    return refuse(ReadError, 'onnx-damaged', where, { reason: `its shape and type need ${needed} bytes and it has ${bytes?.length ?? 0}` });
  return rawTensor({ path: tensor.name, shape: tensor.shape, element, littleEndian: true, sourceName: file, bytes: () => bytes });
}
