import { openFractalHeap } from './fractal-heap.ts';
import { type H5File, blockReader, readAddress, readDefinedAddress, refuseDamaged, requireBudget } from './h5-file.ts';
import { type HeaderMessage, MESSAGE } from './object-header.ts';
import { messageBytes } from './shared-message.ts';
import { readTree } from './tree-v2.ts';

/** Record type of a tree of attributes by name: heap ID (8 bytes), message flags (1), creation order (4), a hash of the name (4). */
const BY_NAME = 8;
const HEAP_ID_BYTES = 8;

/**
 * Attribute messages that stand in a heap; none when the object keeps its attributes in its header.
 * Source: HDF5 File Format Specification 3.0, IV.A.2.v (attribute info) and III.A.2 (record type 8).
 * @throws `h5-damaged`, `h5-checksum`, `h5-too-many`
 */
export function* denseAttributes(file: H5File, info: HeaderMessage, path: string): Generator<Uint8Array> {
  const reader = blockReader(file, info.bytes, path, 'an attribute info message');
  reader.skip(1); // version
  if ((reader.u8() & 1) !== 0) reader.skip(2); // highest creation order
  const heapAddress = readAddress(file, reader, `${path}: attributes`);
  if (heapAddress === null) return;
  const heap = openFractalHeap(file, heapAddress, path);
  const tree = readTree(file, readDefinedAddress(file, reader, `${path}: names of attributes`), path);
  if (tree.type !== BY_NAME) refuseDamaged(file, path, `its tree of attributes is of type ${tree.type}, not ${BY_NAME}`);
  requireBudget(file, tree.declared);
  for (const record of tree.records) {
    const flags = record[HEAP_ID_BYTES];
    const id = record.subarray(0, HEAP_ID_BYTES);
    // A shared attribute stands in the heap of shared messages, under the same ID; the reference is written out for the reader of such.
    const isShared = (flags & 2) !== 0;
    if (!isShared) yield heap.read(id);
    else yield messageBytes(file, { type: MESSAGE.attribute, isShared, bytes: Uint8Array.of(3, 1, ...id) }, path);
  }
}
