import { ReadError, refuse } from '../../errors/index.ts';
import { type Tensor, formatShape } from '../../tensor/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { parseJson } from '../json/index.ts';
import { LIMITS } from '../limits.ts';
import { readNpy } from '../npy/index.ts';
import { describeKind, type FileKind, recognise } from '../recognise.ts';
import { decodeText, encodingOf, formatBytes, type TextEncoding } from '../text.ts';
import type { Sequence } from '../weight-file.ts';
import { featureNames } from './feature-names.ts';
import { readNested } from './nested.ts';
import { readTable } from './table.ts';

/**
 * Reads a sequence from a file: .npy, a table (comma, semicolon, tab or blanks) or nested JSON lists; recognised by content.
 * Rank 1 becomes `(1, timesteps, 1)`, rank 2 one sample `(1, timesteps, features)`, rank 3 stays. `columns`: only these features of a table,
 * by name and in this order.
 * @throws `seq-…`, `npy-…`, `json-…`
 */
export function readSequence(source: ByteSource, columns: readonly string[] | null = null): Sequence {
  if (source.size === 0) return refuse(ReadError, 'seq-empty', source.name);
  const kind = recognise(source);
  if (kind === 'npy') return noColumns(sequenceOf(readNpy(source), source.name), source.name, columns);
  if (kind !== 'text' && kind !== 'json' && kind !== 'unknown')
    return refuse(ReadError, 'seq-unknown', source.name, { file: source.name, found: describeKind(kind) });
  if (source.size > LIMITS.sequenceBytes)
    refuse(ReadError, 'seq-too-big', source.name, { found: formatBytes(source.size), limit: formatBytes(LIMITS.sequenceBytes) });
  const { text, encoding } = decodeTable(source, kind);
  const sequence = readSequenceText(text, source.name, columns);
  return { ...sequence, text: { encoding, delimiter: sequence.text?.delimiter ?? null } };
}

/** Controls that stand in no text, and what a decoder puts where there is none. A zero byte is told by its own refusal. */
const NO_TEXT = /[\u0001-\u0008\u000b\u000e-\u001f\ufffd]/;
const HEAD_BYTES = 512;

/** The text of a file; one that is of no known kind may be UTF-16 without a mark, or hold zeros. @throws `seq-encoding`, `seq-unknown` */
function decodeTable(source: ByteSource, kind: FileKind): { readonly text: string; readonly encoding: TextEncoding } {
  const bytes = source.read(0, source.size);
  const encoding = encodingOf(bytes);
  // Without its last character, which may be cut in two.
  const head = new TextDecoder(encoding).decode(bytes.subarray(0, HEAD_BYTES)).slice(0, -1);
  if (kind === 'unknown' && NO_TEXT.test(head))
    return refuse(ReadError, 'seq-unknown', source.name, { file: source.name, found: describeKind(kind) });
  const zero = encoding === 'utf-8' ? bytes.indexOf(0) : -1;
  if (zero >= 0) refuse(ReadError, 'seq-encoding', source.name, { encoding: 'text (a zero byte)', offset: zero });
  return { text: decodeText(bytes, source.name, 'seq-encoding'), encoding };
}

/** The same from text that was typed or pasted. `name` stands in messages. @throws `seq-…`, `json-…` */
export function readSequenceText(text: string, name: string, columns: readonly string[] | null = null): Sequence {
  const body = text.replace(/^\ufeff/, '');
  if (body.trim() === '') return refuse(ReadError, 'seq-empty', name);
  if (!/^\s*[[{]/.test(body)) return readTable(body, name, columns);
  return noColumns(readNested(parseJson(body, name, LIMITS.sequenceJsonNodes), name), name, columns);
}

/** Only a table names its columns. @throws `seq-column-unknown` */
function noColumns(sequence: Sequence, name: string, columns: readonly string[] | null): Sequence {
  if (columns !== null) refuse(ReadError, 'seq-column-unknown', name, { column: columns.join(', '), known: 'none, it is no table' });
  return sequence;
}

/** An array as a sequence. @throws `seq-rank`, `seq-empty` */
function sequenceOf(tensor: Tensor, name: string): Sequence {
  const { shape, data } = tensor;
  if (shape.length < 1 || shape.length > 3) refuse(ReadError, 'seq-rank', name, { shape: formatShape(shape) });
  if (data.length === 0) refuse(ReadError, 'seq-empty', name);
  const full = shape.length === 3 ? shape : shape.length === 2 ? [1, ...shape] : [1, ...shape, 1];
  const isLone = shape.length < 3 && { isLone: true as const };
  return { tensor: { shape: full, data }, lengths: null, ...isLone, timeLabels: null, names: featureNames([], full[2]) };
}
