import { ReadError, refuse } from '../../errors/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import type { ByteReader } from '../byte-reader.ts';
import { LIMITS } from '../limits.ts';
import { decodeNumbers, dtypeOf, heldBytes } from '../numbers.ts';
import { formatBytes } from '../text.ts';
import { checkGrid, chunkGrid } from './chunk-grid.ts';
import { type ChunkedDataset, chunkRanges, listedBytes, readChunks, storedChunkBytes } from './chunked-data.ts';
import { type H5Dataspace, elementCount, readDataspace } from './dataspace.ts';
import { type H5Datatype, describeDatatype, readDatatype } from './datatype.ts';
import { refuseExternal } from './external-files.ts';
import { filled, readFillValue } from './fill-value.ts';
import { readFilters } from './filters.ts';
import { blockReader, h5Where, refuseDamaged } from './h5-file.ts';
import { type ChunkedLayout, readLayout } from './layout.ts';
import { type H5Object, attributesOf } from './object.ts';
import { type HeaderMessage, MESSAGE } from './object-header.ts';
import { messageBytes } from './shared-message.ts';

/**
 * A dataset as a tensor: shape, type and place are checked now, numbers are read by `load()`.
 * `path` is how the tensor names itself, `sourceName` the file the user chose.
 * @throws `h5-dtype`, `h5-too-big`, `h5-external`, `h5-virtual`, `h5-filter`, `h5-chunk`, `h5-damaged`, `h5-shape`; `load()` also
 * `h5-chunk-size`, `h5-checksum`
 */
export function datasetTensor(dataset: H5Object, path: string, sourceName: string): StoredTensor {
  const { type, place } = placeOf(dataset);
  const { element, littleEndian } = type;
  const { shape } = place.dataspace;
  const count = Number(elementCount(shape));
  const { read } = locate(place);
  return {
    path,
    shape,
    dtype: dtypeOf(element),
    source: sourceName,
    load: () => ({ shape, data: decodeNumbers(read(), element, littleEndian, count) }),
  };
}

/** Bytes of a file, from the first to the one behind the last. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** Where the numbers of a dataset stand in the file, piece by piece; none that stand in its header. @throws as `datasetTensor` */
export function datasetRanges(dataset: H5Object): Iterable<ByteRange> {
  return locate(placeOf(dataset).place).ranges();
}

/** Shape and element type of a dataset, before anything else about it is judged. @throws `h5-shape`, `h5-damaged` */
export function datasetFacts(dataset: H5Object): { readonly dataspace: H5Dataspace; readonly dtype: string } {
  const datatype = readType(dataset);
  return { dataspace: readSpace(dataset), dtype: describeDatatype(asBfloat16(dataset, datatype) ?? datatype) };
}

type NumberType = Extract<H5Datatype, { kind: 'number' }>;

function readElement(dataset: H5Object): NumberType {
  const datatype = readType(dataset);
  if (datatype.kind === 'number') return datatype;
  return (
    asBfloat16(dataset, datatype) ??
    refuse(ReadError, 'h5-dtype', h5Where(dataset.file, dataset.path), { found: describeDatatype(datatype) })
  );
}

/** Keras stores bfloat16 as two opaque bytes and names the type in an attribute. Source: keras/src/saving/saving_lib.py, H5Entry. */
function asBfloat16(dataset: H5Object, datatype: H5Datatype): NumberType | null {
  if (datatype.kind !== 'opaque' || datatype.bytes !== 2) return null;
  const isNamed = attributesOf(dataset).get('dtype')?.strings()[0] === 'bfloat16';
  return isNamed ? { kind: 'number', element: 'bfloat16', littleEndian: true, bytes: 2 } : null;
}

/** A dataset and how many bytes it needs, stored and in memory. */
interface Place {
  readonly dataset: H5Object;
  readonly dataspace: NonNullable<H5Dataspace>;
  readonly elementBytes: number;
  readonly neededBytes: bigint;
  readonly heldBytes: bigint;
}

/** The type of a dataset, and how many bytes it needs. */
function placeOf(dataset: H5Object): { readonly type: NumberType; readonly place: Place } {
  const type = readElement(dataset);
  const dataspace = readSpace(dataset);
  if (dataspace === null)
    return refuse(ReadError, 'h5-dtype', h5Where(dataset.file, dataset.path), { found: 'a dataspace without values' });
  const count = elementCount(dataspace.shape);
  return {
    type,
    place: {
      dataset,
      dataspace,
      elementBytes: type.bytes,
      neededBytes: count * BigInt(type.bytes),
      heldBytes: count * BigInt(heldBytes(type.element)),
    },
  };
}

/** Where the numbers stand, and what reads them. */
interface Stored {
  readonly read: () => Uint8Array;
  readonly ranges: () => Iterable<ByteRange>;
}

/** Checks where the numbers stand. */
function locate(place: Place): Stored {
  const { dataset, neededBytes, elementBytes } = place;
  const { file, path, messages } = dataset;
  const external = find(dataset, MESSAGE.externalFiles);
  if (external !== undefined) return refuseExternal(file, messageBytes(file, external, path), path);
  const layout = readLayout(file, contentOf(dataset, MESSAGE.layout, 'data layout'), path);
  switch (layout.kind) {
    case 'compact': {
      const { bytes } = layout;
      checkRatio(place, () => bytes.length);
      if (BigInt(bytes.length) < neededBytes)
        refuseDamaged(file, path, `its shape needs ${neededBytes} bytes and ${bytes.length} are stored`);
      return { read: () => bytes.subarray(0, Number(neededBytes)), ranges: () => [] };
    }
    case 'contiguous': {
      const { address } = layout;
      const offset = file.base + (address ?? 0);
      const present = address === null ? 0 : file.source.size - offset;
      checkRatio(place, () => present);
      const bytes = Number(neededBytes);
      if (address === null) return { read: () => filled(bytes, readFillValue(file, messages, elementBytes, path)), ranges: () => [] };
      if (present < bytes) refuseDamaged(file, path, `its ${bytes} bytes at byte ${offset} reach past the end of the file`);
      return {
        read: () => (bytes === 0 ? new Uint8Array(0) : file.source.read(offset, bytes)),
        ranges: () => [{ from: offset, to: offset + bytes }],
      };
    }
    case 'chunked': {
      const chunked = openChunks(place, layout);
      return { read: () => readChunks(chunked, Number(neededBytes)), ranges: () => chunkRanges(chunked) };
    }
    case 'virtual':
      return refuse(ReadError, 'h5-virtual', h5Where(file, path));
  }
}

function openChunks(place: Place, layout: ChunkedLayout): ChunkedDataset {
  const { dataset, dataspace, elementBytes } = place;
  const { file, path, messages } = dataset;
  const filterMessage = find(dataset, MESSAGE.filters);
  const chunked: ChunkedDataset = {
    file,
    path,
    layout,
    grid: chunkGrid(file, dataspace, layout.sizes, elementBytes, path),
    filters: filterMessage === undefined ? [] : readFilters(file, messageBytes(file, filterMessage, path), path),
    fillValue: readFillValue(file, messages, elementBytes, path),
  };
  // First, because a dataset that is too large has too many chunks as well.
  if (isTooLarge(place)) refuseTooBig(place, listedBytes(chunked));
  checkGrid(file, chunked.grid, path);
  checkRatio(place, () => storedChunkBytes(chunked, Number(place.neededBytes) / LIMITS.h5Ratio));
  return chunked;
}

/** Refuses what is too large to be held, or claims far more than it stores. `stored` is asked only where it matters. @throws `h5-too-big` */
function checkRatio(place: Place, stored: () => number): void {
  const isLarge = isTooLarge(place);
  if (!isLarge && place.neededBytes <= BigInt(LIMITS.unwrittenTensorBytes)) return;
  const storedBytes = stored();
  if (isLarge || place.neededBytes > BigInt(storedBytes) * BigInt(LIMITS.h5Ratio)) refuseTooBig(place, storedBytes);
}

function isTooLarge(place: Place): boolean {
  return place.heldBytes > BigInt(LIMITS.tensorBytes);
}

function refuseTooBig({ dataset, neededBytes }: Place, storedBytes: number): never {
  return refuse(ReadError, 'h5-too-big', h5Where(dataset.file, dataset.path), {
    declared: formatBytes(neededBytes),
    stored: formatBytes(storedBytes),
    limit: formatBytes(LIMITS.tensorBytes),
  });
}

function readType(dataset: H5Object): H5Datatype {
  return readDatatype(dataset.file, contentReader(dataset, MESSAGE.datatype, 'datatype'), dataset.path);
}

function readSpace(dataset: H5Object): H5Dataspace {
  return readDataspace(dataset.file, contentReader(dataset, MESSAGE.dataspace, 'dataspace'), dataset.path);
}

function find(object: H5Object, type: number): HeaderMessage | undefined {
  return object.messages.find((message) => message.type === type);
}

function contentOf(object: H5Object, type: number, what: string): Uint8Array {
  const message = find(object, type) ?? refuseDamaged(object.file, object.path, `it has no ${what}`);
  return messageBytes(object.file, message, object.path);
}

function contentReader(object: H5Object, type: number, what: string): ByteReader {
  return blockReader(object.file, contentOf(object, type, what), object.path, `a ${what}`);
}
