import { ReadError, refuse } from '../errors/index.ts';
import type { ByteSource } from './byte-source.ts';
import { findSuperblock } from './hdf5/index.ts';
import { LIMITS } from './limits.ts';
import { recogniseProto } from './recognise-proto.ts';
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
  | 'packed'
  | 'tflite'
  | 'checkpoint-index'
  | 'onnx'
  | 'saved-model'
  | 'tf-graph'
  | 'orbax'
  | 'pytorch'
  | 'joblib'
  | 'yaml'
  | 'shortcut'
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
  packed: 'a packed file (zlib, bzip2, xz, zstd, 7z or rar)',
  tflite: 'a TensorFlow Lite model',
  'checkpoint-index': 'the index of a TensorFlow checkpoint',
  onnx: 'an ONNX model',
  'saved-model': 'a TensorFlow SavedModel',
  'tf-graph': 'a TensorFlow graph (.pb)',
  orbax: 'a part of an Orbax checkpoint',
  pytorch: 'a PyTorch file (.pt, .pth), which is a pickle and so a program',
  joblib: 'a joblib file, which is a pickle and so a program',
  yaml: 'a model in YAML',
  shortcut: 'a shortcut that leads to something else',
  text: 'a text file',
  unknown: 'of an unknown kind',
};

const HEAD_BYTES = 512;

/** First bytes of zlib (as joblib compresses), bzip2, xz, zstd, 7z and rar. */
const PACKED: readonly (readonly number[])[] = [
  [0x78, 0x01],
  [0x78, 0x5e],
  [0x78, 0x9c],
  [0x78, 0xda],
  [0x42, 0x5a, 0x68],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0x52, 0x61, 0x72, 0x21],
];

/** First bytes of a shortcut of Windows (.lnk) and an alias of macOS. Source: MS-SHLLINK 2.1; CoreFoundation's bookmark data. */
const SHORTCUTS: readonly (readonly number[])[] = [
  [0x4c, 0, 0, 0, 0x01, 0x14, 0x02, 0],
  [0x62, 0x6f, 0x6f, 0x6b, 0, 0, 0, 0, 0x6d, 0x61, 0x72, 0x6b],
];

/** Every kind, for tables and languages. */
export const FILE_KINDS = Object.keys(DESCRIPTIONS) as readonly FileKind[]; // as: the record has a row for each kind

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
  if (PACKED.some((magic) => begins(...magic))) return 'packed';
  if (SHORTCUTS.some((magic) => begins(...magic))) return 'shortcut';
  if (begins(0x0c, 0xdb, 0x3a, 0x2a)) return 'orbax';
  if (isPickle(head)) return pickleKind(head);
  if (isCheckpointIndex(source)) return 'checkpoint-index';
  return recogniseText(head) ?? recogniseProto(source) ?? 'unknown';
}

/** Eight bytes of header length, then the header's JSON; also where the file was cut, so that the reader can say so. */
function isSafetensors(head: Uint8Array): boolean {
  return head.length >= 10 && head[8] === 0x7b && head.subarray(4, 8).every((byte) => byte === 0);
}

/** How a pickle of protocol 0 or 1 begins: an empty list or dictionary that is remembered, or a global and its arguments. */
const OLD_PICKLE = /^(?:\([ld]p\d+\n|\(?c[A-Za-z_][\w.]*\n\w+\n(?:p\d+\n|q.)?\(|[\]}]q\0)/s;

/** Protocols 2 to 5 say their number, 0 and 1 are known by how they begin. Source: CPython Lib/pickletools.py. */
function isPickle(head: Uint8Array): boolean {
  if (head[0] === 0x80) return head.length > 2 && head[1] >= 2 && head[1] <= 5;
  return OLD_PICKLE.test(String.fromCharCode(...head));
}

/**
 * A pickle by what stands in its first bytes: the number with which `torch.save` began before 1.6, or joblib's own classes.
 * Source: PyTorch 1.5 torch/serialization.py, `MAGIC_NUMBER`; joblib 1.4 joblib/numpy_pickle.py.
 */
function pickleKind(head: Uint8Array): FileKind {
  const text = String.fromCharCode(...head);
  if (text.includes('\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19')) return 'pytorch';
  return text.includes('joblib') ? 'joblib' : 'pickle';
}

/** LevelDB table footer. Source: tensorflow/core/lib/io/format.h. */
function isCheckpointIndex(source: ByteSource): boolean {
  if (source.size < 48) return false;
  const tail = source.read(source.size - 8, 8);
  return [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb].every((byte, index) => tail[index] === byte);
}

/** Shortcuts that are texts: of Windows (.url), of Linux desktops (.desktop), of macOS (.webloc). */
const SHORTCUT_TEXT =
  /^(?:(?:[#;].*\s+)*\[(?:InternetShortcut|Desktop Entry|\{000214A0-0000-0000-C000-000000000046\})\]|<\?xml[^]*<key>URL<\/key>)/i;

function recogniseText(head: Uint8Array): FileKind | null {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  // Controls other than tab, line feed, form feed and carriage return stand in no text.
  if (!isUtf16 && head.some((byte) => byte < 9 || byte === 11 || (byte > 13 && byte < 32))) return null;
  const text = new TextDecoder(isUtf16 ? (head[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(head).trimStart();
  if (text.startsWith('version https://git-lfs.github.com/spec/')) return 'git-lfs';
  if (SHORTCUT_TEXT.test(text)) return 'shortcut';
  if (/^<(?:!doctype html|html|head|body|\?xml|!--)/i.test(text)) return 'html';
  // Keras' Tokenizer writes a text that holds JSON once more.
  if (/^(?:[{[]|"\{)/.test(text)) return 'json';
  return /^(?:backend|class_name|config|keras_version):/m.test(text) && text.includes('class_name:') ? 'yaml' : 'text';
}
