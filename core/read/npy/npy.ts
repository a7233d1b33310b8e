import { ReadError, refuse } from '../../errors/index.ts';
import { type Shape, type Tensor, type TensorData, formatShape } from '../../tensor/index.ts';
import { ByteReader } from '../byte-reader.ts';
import type { ByteSource } from '../byte-source.ts';
import { LIMITS } from '../limits.ts';
import { ELEMENT_BYTES, decodeNumbers, heldBytes } from '../numbers.ts';
import { formatBytes } from '../text.ts';
import { parseNpyHeader } from './npy-header.ts';

const MAGIC_BYTES = 6;

/**
 * Reads one .npy array, C or Fortran order, either byte order; the result is row-major.
 * @throws `npy-version`, `npy-header`, `npy-pickle`, `npy-dtype`, `npy-shape`, `npy-length`
 */
export function readNpy(source: ByteSource): Tensor {
  const where = source.name;
  const head = new ByteReader(source.read(0, Math.min(12, source.size)), () =>
    refuse(ReadError, 'npy-length', where, { expected: 'a header', found: formatBytes(source.size) }),
  );
  head.skip(MAGIC_BYTES);
  const major = head.u8();
  const minor = head.u8();
  if (major < 1 || major > 3 || minor !== 0) refuse(ReadError, 'npy-version', where, { found: `${major}.${minor}` });
  const headerBytes = major === 1 ? head.u16() : head.u32();
  if (headerBytes > LIMITS.npyHeaderBytes)
    refuse(ReadError, 'npy-header', where, { reason: `it has ${headerBytes} bytes, at most ${LIMITS.npyHeaderBytes} are read` });
  const start = head.position + headerBytes;
  if (start > source.size)
    refuse(ReadError, 'npy-length', where, { expected: `a header of ${headerBytes} bytes`, found: formatBytes(source.size) });
  const header = parseNpyHeader(latin1(source.read(head.position, headerBytes)), where);
  const count = header.shape.reduce((product, axis) => product * BigInt(axis), 1n);
  const neededBytes = count * BigInt(ELEMENT_BYTES[header.element]);
  if (count * BigInt(heldBytes(header.element)) > BigInt(LIMITS.tensorBytes))
    refuse(ReadError, 'npy-shape', where, { shape: formatShape(header.shape) });
  // NumPy appends nothing: both fewer and more bytes mean that header and content do not belong together.
  if (neededBytes !== BigInt(source.size - start))
    refuse(ReadError, 'npy-length', where, { expected: `${neededBytes} bytes`, found: `${source.size - start} bytes` });
  const data = decodeNumbers(source.read(start, Number(neededBytes)), header.element, header.littleEndian, Number(count));
  return { shape: header.shape, data: header.fortranOrder && header.shape.length > 1 ? toRowMajor(data, header.shape) : data };
}

/** Fortran order counts the first axis fastest. */
function toRowMajor(data: TensorData, shape: Shape): TensorData {
  const ordered = data.slice();
  const index = shape.map(() => 0);
  let stride = 1;
  const strides = shape.map((axis) => {
    const own = stride;
    stride *= axis;
    return own;
  });
  for (let target = 0; target < ordered.length; target++) {
    let from = 0;
    for (let axis = 0; axis < shape.length; axis++) from += (index[axis] ?? 0) * (strides[axis] ?? 0);
    ordered[target] = data[from] ?? NaN;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] ?? 0) + 1;
      if ((index[axis] ?? 0) < (shape[axis] ?? 0)) break;
      index[axis] = 0;
    }
  }
  return ordered;
}

/** Versions 1 and 2 are Latin-1, version 3 is UTF-8; both hold ASCII for the types read here. */
function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
