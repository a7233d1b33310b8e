import { ReadError, refuse } from '../../errors/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import { LIMITS } from '../limits.ts';
import { type StoredElement, decodeNumbers, dtypeOf, heldBytes } from '../numbers.ts';
import { formatBytes } from '../text.ts';
import { elementCount, readDataspace } from './dataspace.ts';
import { type H5Datatype, readDatatype } from './datatype.ts';
import { type H5File, blockReader, h5Where, refuseDamaged, refuseUnsupported } from './h5-file.ts';
import { type H5Layout, readLayout } from './layout.ts';
import { type H5Object, attributesOf } from './object.ts';
import { type HeaderMessage, MESSAGE } from './object-header.ts';
import { messageBytes } from './shared-message.ts';

/**
 * A dataset as a tensor: shape, type and place are checked now, numbers are read by `load()`.
 * `path` is how the tensor names itself, `sourceName` the file the user chose.
 * @throws `h5-dtype`, `h5-too-big`, `h5-external`, `h5-virtual`, `h5-unsupported`, `h5-damaged`, `h5-shape`
 */
export function datasetTensor(dataset: H5Object, path: string, sourceName: string): StoredTensor {
  const { file } = dataset;
  const element = readElement(dataset);
  const dataspace = readDataspace(file, messageReader(dataset, MESSAGE.dataspace, 'dataspace'), dataset.path);
  if (dataspace === null) return refuse(ReadError, 'h5-dtype', h5Where(file, dataset.path), { found: 'a dataspace without values' });
  const { shape } = dataspace;
  const count = elementCount(shape);
  const stored = locate(dataset, count * BigInt(element.bytes), count * BigInt(heldBytes(element.element)));
  return {
    path,
    shape,
    dtype: dtypeOf(element.element),
    source: sourceName,
    load: () => ({ shape, data: decodeNumbers(stored(), element.element, element.littleEndian, Number(count)) }),
  };
}

type NumberType = Extract<H5Datatype, { kind: 'number' }>;

function readElement(dataset: H5Object): NumberType {
  const { file, path } = dataset;
  const datatype = readDatatype(file, messageReader(dataset, MESSAGE.datatype, 'datatype'), path);
  if (datatype.kind === 'number') return datatype;
  // Keras stores bfloat16 as two opaque bytes and names the type in an attribute. Source: keras/src/saving/saving_lib.py, H5Entry.
  if (datatype.kind === 'opaque' && datatype.bytes === 2 && attributesOf(dataset).get('dtype')?.strings()[0] === 'bfloat16') {
    return { kind: 'number', element: 'bfloat16' satisfies StoredElement, littleEndian: true, bytes: 2 };
  }
  return refuse(ReadError, 'h5-dtype', h5Where(file, path), { found: datatype.kind === 'other' ? datatype.name : datatype.kind });
}

/** Checks where the numbers stand and gives the function that reads them. */
function locate(dataset: H5Object, neededBytes: bigint, heldInMemory: bigint): () => Uint8Array {
  const { file, path } = dataset;
  if (find(dataset, MESSAGE.externalFiles) !== undefined)
    refuse(ReadError, 'h5-external', h5Where(file, path), { target: 'an external file' });
  const layout = readLayout(file, find(dataset, MESSAGE.layout) ?? refuseDamaged(file, path, 'it has no data layout'), path);
  if (layout.kind === 'virtual') refuse(ReadError, 'h5-virtual', h5Where(file, path));
  const storedBytes =
    layout.kind === 'compact'
      ? layout.bytes.length
      : layout.kind === 'contiguous' && layout.address !== null
        ? file.source.size - file.base - layout.address
        : 0;
  if (heldInMemory > BigInt(LIMITS.tensorBytes)) refuseTooBig(file, path, neededBytes, storedBytes);
  return layoutReader(dataset, layout, Number(neededBytes), storedBytes);
}

/** One storage per case; chunks and filters are refused by name. */
function layoutReader(dataset: H5Object, layout: H5Layout, neededBytes: number, storedBytes: number): () => Uint8Array {
  const { file, path } = dataset;
  switch (layout.kind) {
    case 'compact': {
      if (layout.bytes.length < neededBytes)
        refuseDamaged(file, path, `its shape needs ${neededBytes} bytes and ${layout.bytes.length} are stored`);
      return () => layout.bytes.subarray(0, neededBytes);
    }
    case 'contiguous': {
      if (neededBytes === 0) return () => new Uint8Array(0);
      if (layout.address === null) return unwritten(dataset, neededBytes);
      if (storedBytes < neededBytes)
        refuseDamaged(file, path, `its ${neededBytes} bytes at byte ${file.base + layout.address} reach past the end of the file`);
      const offset = file.base + layout.address;
      return () => file.source.read(offset, neededBytes);
    }
    case 'chunked':
      return refuseUnsupported(
        file,
        path,
        find(dataset, MESSAGE.filters) === undefined ? 'chunked storage' : 'chunked and compressed storage',
      );
    case 'virtual':
      return refuse(ReadError, 'h5-virtual', h5Where(file, path));
  }
}

/** Numbers that were declared and never written are zeros, as HDF5 defines it, unless another fill value is set or there are too many. */
function unwritten(dataset: H5Object, neededBytes: number): () => Uint8Array {
  const { file, path } = dataset;
  if (neededBytes > LIMITS.unwrittenTensorBytes) refuseTooBig(file, path, BigInt(neededBytes), 0);
  const fill = find(dataset, MESSAGE.fillValue);
  // Skipped: version and the two times (allocation, writing). A value, if there is one, is told by bytes that are not zero.
  if (fill?.bytes.subarray(8).some((byte) => byte !== 0) === true)
    refuseUnsupported(file, path, 'a dataset that was never written, with a fill value');
  return () => new Uint8Array(neededBytes);
}

function refuseTooBig(file: H5File, path: string, declared: bigint, stored: number): never {
  return refuse(ReadError, 'h5-too-big', h5Where(file, path), {
    declared: formatBytes(declared),
    stored: formatBytes(stored),
    limit: formatBytes(LIMITS.tensorBytes),
  });
}

function find(object: H5Object, type: number): HeaderMessage | undefined {
  return object.messages.find((message) => message.type === type);
}

function messageReader(object: H5Object, type: number, what: string): ReturnType<typeof blockReader> {
  const message = find(object, type) ?? refuseDamaged(object.file, object.path, `it has no ${what}`);
  return blockReader(object.file, messageBytes(object.file, message, object.path), object.path, `a ${what}`);
}
