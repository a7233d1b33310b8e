import { ReadError, refuse } from '../../errors/index.ts';
import { type Tensor, formatShape } from '../../tensor/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { parseJson } from '../json/index.ts';
import { LIMITS } from '../limits.ts';
import { readNpy } from '../npy/index.ts';
import { describeKind, recognise } from '../recognise.ts';
import { decodeText, formatBytes } from '../text.ts';
import type { Sequence } from '../weight-file.ts';
import { featureNames } from './feature-names.ts';
import { readNested } from './nested.ts';
import { readTable } from './table.ts';

/**
 * Reads a sequence from a file: .npy, a table (comma, semicolon, tab or blanks) or nested JSON lists; recognised by content.
 * Rank 1 becomes `(1, timesteps, 1)`, rank 2 one sample `(1, timesteps, features)`, rank 3 stays.
 * @throws `seq-…`, `npy-…`, `json-…`, `file-empty`
 */
export function readSequence(source: ByteSource): Sequence {
  const kind = recognise(source);
  if (kind === 'npy') return sequenceOf(readNpy(source), source.name);
  if (kind !== 'text' && kind !== 'json')
    return refuse(ReadError, 'seq-unknown', source.name, { file: source.name, found: describeKind(kind) });
  if (source.size > LIMITS.sequenceBytes)
    refuse(ReadError, 'seq-too-big', source.name, { found: formatBytes(source.size), limit: formatBytes(LIMITS.sequenceBytes) });
  return readSequenceText(decodeText(source.read(0, source.size), source.name, 'seq-encoding'), source.name);
}

/** The same from text that was typed or pasted. `name` stands in messages. @throws `seq-…`, `json-…` */
export function readSequenceText(text: string, name: string): Sequence {
  const body = text.replace(/^\ufeff/, '');
  if (body.trim() === '') return refuse(ReadError, 'seq-empty', name);
  return /^\s*[[{]/.test(body) ? readNested(parseJson(body, name, LIMITS.sequenceJsonNodes), name) : readTable(body, name);
}

/** An array as a sequence. @throws `seq-rank`, `seq-empty` */
function sequenceOf(tensor: Tensor, name: string): Sequence {
  const { shape, data } = tensor;
  if (shape.length < 1 || shape.length > 3) refuse(ReadError, 'seq-rank', name, { shape: formatShape(shape) });
  if (data.length === 0) refuse(ReadError, 'seq-empty', name);
  const full = shape.length === 3 ? shape : shape.length === 2 ? [1, ...shape] : [1, ...shape, 1];
  return { tensor: { shape: full, data }, lengths: null, timeLabels: null, names: featureNames([], full[2] ?? 1) };
}
