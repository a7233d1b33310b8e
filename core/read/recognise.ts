import { ReadError, refuse } from '../errors/index.ts';
import type { ByteSource } from './byte-source.ts';
import { findSuperblock } from './hdf5/index.ts';
import { LIMITS } from './limits.ts';
import { formatBytes } from './text.ts';

/** What a file is by its content; its name is never looked at. */
export type FileKind =
  | 'hdf5'
  | 'zip'
  | 'npy'
  | 'json'
  | 'html'
  | 'git-lfs'
  | 'pickle'
  | 'safetensors'
  | 'gzip'
  | 'tar'
  | 'tflite'
  | 'checkpoint-index'
  | 'onnx'
  | 'text'
  | 'unknown';

const DESCRIPTIONS: Readonly<Record<FileKind, string>> = {
  hdf5: 'an HDF5 file',
  zip: 'a zip file',
  npy: 'a NumPy array (.npy)',
  json: 'a JSON text',
  html: 'an HTML page',
  'git-lfs': 'a Git LFS pointer',
  pickle: 'a Python pickle',
  safetensors: 'a safetensors file',
  gzip: 'a gzip archive',
  tar: 'a tar archive',
  tflite: 'a TensorFlow Lite model',
  'checkpoint-index': 'the index of a TensorFlow checkpoint',
  onnx: 'an ONNX or SavedModel file',
  text: 'a text file',
  unknown: 'of an unknown kind',
};

const HEAD_BYTES = 512;

/** Words for a message: `a Python pickle, which is a program`. */
export function describeKind(kind: FileKind): string {
  return DESCRIPTIONS[kind];
}

/** Recognises a file by its first and last bytes. @throws `file-empty`, `file-too-big` */
export function recognise(source: ByteSource): FileKind {
  if (source.size === 0) refuse(ReadError, 'file-empty', source.name, { file: source.name });
  if (source.size > LIMITS.fileBytes)
    refuse(ReadError, 'file-too-big', source.name, {
      file: source.name,
      found: formatBytes(source.size),
      limit: formatBytes(LIMITS.fileBytes),
    });
  const head = source.read(0, Math.min(HEAD_BYTES, source.size));
  const begins = (...bytes: number[]): boolean => bytes.every((byte, index) => head[index] === byte);
  if (findSuperblock(source) !== null) return 'hdf5';
  // First, because its first bytes are a length: one of 1,152 begins as a pickle does (80 04), one of 35,615 as gzip (1f 8b).
  if (isSafetensors(head)) return 'safetensors';
  if (begins(0x50, 0x4b, 3, 4) || begins(0x50, 0x4b, 5, 6)) return 'zip';
  if (begins(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59)) return 'npy';
  if (begins(0x1f, 0x8b)) return 'gzip';
  if (String.fromCharCode(...head.subarray(4, 8)) === 'TFL3') return 'tflite';
  if (String.fromCharCode(...head.subarray(257, 262)) === 'ustar') return 'tar';
  if (isPickle(head)) return 'pickle';
  if (isCheckpointIndex(source)) return 'checkpoint-index';
  return recogniseText(head) ?? (begins(0x08) || begins(0x0a) ? 'onnx' : 'unknown');
}

/** Eight bytes of header length, then the header's JSON; also where the file was cut, so that the reader can say so. */
function isSafetensors(head: Uint8Array): boolean {
  return head.length >= 10 && head[8] === 0x7b && head.subarray(4, 8).every((byte) => byte === 0);
}

/** How a pickle of protocol 0 or 1 begins: an empty list or dictionary that is remembered, or a global and its arguments. */
const OLD_PICKLE = /^(?:\([ld]p\d+\n|\(?c[A-Za-z_][\w.]*\n\w+\n(?:p\d+\n|q.)?\(|[\]}]q\0)/s;

/** Protocols 2 to 5 say their number, 0 and 1 are known by how they begin. Source: CPython Lib/pickletools.py. */
function isPickle(head: Uint8Array): boolean {
  if (head[0] === 0x80) return (head[1] ?? 0) >= 2 && (head[1] ?? 0) <= 5 && head.length > 2;
  return OLD_PICKLE.test(String.fromCharCode(...head));
}

/** LevelDB table footer. Source: tensorflow/core/lib/io/format.h. */
function isCheckpointIndex(source: ByteSource): boolean {
  if (source.size < 48) return false;
  const tail = source.read(source.size - 8, 8);
  return [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb].every((byte, index) => tail[index] === byte);
}

function recogniseText(head: Uint8Array): FileKind | null {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  // Controls other than tab, line feed, form feed and carriage return stand in no text.
  if (!isUtf16 && head.some((byte) => byte < 9 || byte === 11 || (byte > 13 && byte < 32))) return null;
  const text = new TextDecoder(isUtf16 ? (head[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(head).trimStart();
  if (text.startsWith('version https://git-lfs.github.com/spec/')) return 'git-lfs';
  if (/^<(?:!doctype html|html|head|body|\?xml|!--)/i.test(text)) return 'html';
  // Keras' Tokenizer writes a text that holds JSON once more.
  return /^(?:[{[]|"\{)/.test(text) ? 'json' : 'text';
}
