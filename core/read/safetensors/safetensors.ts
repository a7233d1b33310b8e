import { ReadError, refuse } from '../../errors/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { parseJsonBytes } from '../json/index.ts';
import { LIMITS } from '../limits.ts';
import { rawBytes, rawTensor } from '../raw-tensor.ts';
import { formatBytes, quoteForMessage } from '../text.ts';
import type { WeightFile } from '../weight-file.ts';
import { badHeader, parseEntry, type SafetensorsEntry } from './entry.ts';

const LENGTH_BYTES = 8;

/**
 * Opens a safetensors file: eight bytes of header length, a JSON header, then the numbers, little-endian. Arrays come in the order of
 * their bytes. Each byte behind the header belongs to exactly one array; the header is checked whole before any number is read.
 * Source: safetensors 0.8 safetensors/src/tensor.rs, `Metadata::validate`.
 * @throws `safetensors-header`, `safetensors-offsets`, `safetensors-dtype`, `safetensors-truncated`, `tensor-too-big` and what JSON refuses
 */
export function openSafetensors(source: ByteSource): WeightFile {
  const header = readHeader(source);
  const entries: SafetensorsEntry[] = [];
  for (const [name, value] of Object.entries(header.json)) {
    if (name !== '__metadata__') entries.push(parseEntry(source.name, name, value));
  }
  if (entries.length > LIMITS.weightArrays)
    badHeader(source.name, `it lists ${entries.length} arrays, at most ${LIMITS.weightArrays} are read`);
  if (entries.length === 0) badHeader(source.name, 'it lists no array');
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  const dataBytes = checkOffsets(source, entries);
  if (header.dataStart + dataBytes !== source.size) refuseLength(source, header.dataStart + dataBytes);
  return {
    format: 'safetensors',
    producer: { name: writer(source.name, header.json), version: null },
    savedAt: null,
    config: null,
    groups: [{ name: null, tensors: entries.map((entry) => tensorAt(source, header.dataStart, entry)) }],
    pairs: [],
    leftovers: [],
    warnings: [],
  };
}

function readHeader(source: ByteSource): { json: Readonly<Record<string, unknown>>; dataStart: number } {
  const file = source.name;
  if (source.size < LENGTH_BYTES) refuseLength(source, LENGTH_BYTES);
  const head = source.read(0, LENGTH_BYTES);
  const declared = new DataView(head.buffer, head.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  if (declared > BigInt(LIMITS.jsonBytes))
    badHeader(file, `it declares ${formatBytes(declared)}, at most ${formatBytes(LIMITS.jsonBytes)} are read`);
  const dataStart = LENGTH_BYTES + Number(declared);
  if (dataStart > source.size) refuseLength(source, dataStart);
  const bytes = source.read(LENGTH_BYTES, Number(declared));
  if (bytes[0] !== 0x7b) badHeader(file, 'it does not begin with "{"');
  const json = parseJsonBytes(bytes, `${file}: header`);
  // as: a JSON text that begins with { is an object, and dangerous keys were refused
  return { json: json as Readonly<Record<string, unknown>>, dataStart };
}

/** Arrays must follow each other without gap or overlap, from the first byte of the data. Gives their bytes together. */
function checkOffsets(source: ByteSource, entries: readonly SafetensorsEntry[]): number {
  let end = 0;
  for (const entry of entries) {
    const bad = (reason: string): never =>
      refuse(ReadError, 'safetensors-offsets', `${source.name}: ${quoteForMessage(entry.name)}`, {
        begin: entry.begin,
        end: entry.end,
        reason,
      });
    if (entry.end < entry.begin) bad('the end lies before the begin');
    const needed = rawBytes(entry.name, entry.shape, entry.element);
    if (entry.end - entry.begin !== needed) bad(`its shape and type need ${needed} bytes`);
    if (entry.begin < end) bad(`the array before it ends at ${end}`);
    if (entry.begin > end) bad(`the ${entry.begin - end} bytes before it belong to no array`);
    end = entry.end;
  }
  return end;
}

function refuseLength(source: ByteSource, expected: number): never {
  const values = { expected: `${expected} bytes`, found: `${source.size} bytes` };
  return refuse(ReadError, 'safetensors-truncated', source.name, values);
}

function tensorAt(source: ByteSource, dataStart: number, { name, shape, element, begin, end }: SafetensorsEntry): StoredTensor {
  const bytes = (): Uint8Array => source.read(dataStart + begin, end - begin);
  return rawTensor({ path: name, shape, element, littleEndian: true, sourceName: source.name, bytes });
}

/** `__metadata__.format` says which library saved the arrays. Source: safetensors 0.8 bindings/python/py_src/safetensors. */
function writer(file: string, header: Readonly<Record<string, unknown>>): string {
  const metadata = header.__metadata__;
  if (metadata === undefined) return 'unknown';
  if (typeof metadata !== 'object' || metadata === null || Object.values(metadata).some((value) => typeof value !== 'string'))
    return badHeader(file, '"__metadata__" is no list of texts');
  const format = 'format' in metadata ? metadata.format : null;
  return format === 'pt' ? 'pytorch' : format === 'tf' ? 'tensorflow' : 'unknown';
}
