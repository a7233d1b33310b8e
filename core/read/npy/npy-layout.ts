import { ReadError, refuse } from '../../errors/index.ts';
import { formatShape, type Shape } from '../../tensor/index.ts';
import { ByteReader } from '../byte-reader.ts';
import type { ByteSource } from '../byte-source.ts';
import { LIMITS } from '../limits.ts';
import { ELEMENT_BYTES, heldBytes, type StoredElement } from '../numbers.ts';
import { formatBytes } from '../text.ts';
import { type NpyHeader, parseNpyHeader } from './npy-header.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Magic, version, length of the header. */
const PREFIX_BYTES = 12;

/** Of a `.npy`: what its header says, and where its body begins. */
export interface NpyLayout {
  readonly header: NpyHeader;
  readonly start: number;
}

/** So many bytes hold every header that is read. */
export const NPY_HEAD_BYTES = PREFIX_BYTES + LIMITS.npyHeaderBytes;

/** Whether bytes begin as a `.npy` does. */
export function isNpy(head: Uint8Array): boolean {
  return MAGIC.every((byte, index) => head[index] === byte);
}

/**
 * Reads the header of a `.npy` whose magic was seen, and nothing of its body. Source: numpy/lib/format.py, NumPy 2.
 * @throws `npy-version`, `npy-header`, `npy-dtype`, `npy-shape`, `npy-length`
 */
export function readNpyLayout(source: ByteSource): NpyLayout {
  const where = source.name;
  const cut = (expected: string): never => refuse(ReadError, 'npy-length', where, { expected, found: formatBytes(source.size) });
  const head = new ByteReader(source.read(0, Math.min(PREFIX_BYTES, source.size)), () => cut('a header'));
  head.skip(MAGIC.length);
  const major = head.u8();
  const minor = head.u8();
  if (major < 1 || major > 3 || minor !== 0) refuse(ReadError, 'npy-version', where, { found: `${major}.${minor}` });
  const headerBytes = major === 1 ? head.u16() : head.u32();
  if (headerBytes > LIMITS.npyHeaderBytes)
    refuse(ReadError, 'npy-header', where, { reason: `it has ${headerBytes} bytes, at most ${LIMITS.npyHeaderBytes} are read` });
  const start = head.position + headerBytes;
  if (start > source.size) cut(`a header of ${headerBytes} bytes`);
  // Versions 1 and 2 are Latin-1, version 3 is UTF-8; all hold ASCII for the types read here.
  const text = String.fromCharCode(...source.read(head.position, headerBytes));
  return { header: parseNpyHeader(text, where), start };
}

/**
 * Bytes that the numbers of an array take, which must be the bytes that are there: both fewer and more mean that header and content do not
 * belong together. @throws `npy-shape`, `npy-length`
 */
export function checkLength(shape: Shape, element: StoredElement, foundBytes: number, where: string): number {
  const count = shape.reduce((product, axis) => product * BigInt(axis), 1n);
  if (count * BigInt(heldBytes(element)) > BigInt(LIMITS.tensorBytes)) refuse(ReadError, 'npy-shape', where, { shape: formatShape(shape) });
  const needed = count * BigInt(ELEMENT_BYTES[element]);
  if (needed !== BigInt(foundBytes))
    refuse(ReadError, 'npy-length', where, { expected: `${needed} bytes of numbers`, found: `${foundBytes} bytes` });
  return Number(needed);
}
