import { type H5File, blockReader, readDefinedAddress, readLength, refuseDamaged, refuseUnsupported } from './h5-file.ts';
import { readTree } from './tree-v2.ts';

/** Where a large object of a heap stands. */
export interface Huge {
  readonly address: number;
  readonly length: number;
}

/** Records of trees of large objects: by number (1), the same compressed (2), by place (3), the same compressed (4). */
const BY_NUMBER = 1;

/** Large objects of a heap by their number. Source: HDF5 File Format Specification 3.0, III.A.2 (record type 1). @throws `h5-damaged`, `h5-unsupported` */
export function readHugeObjects(file: H5File, tree: number | null, path: string): ReadonlyMap<bigint, Huge> {
  if (tree === null) return refuseDamaged(file, path, 'a heap has no list of its large objects');
  const { type, records } = readTree(file, tree, path);
  // With the ID lengths that the library uses for links and attributes, a place never fits into an ID.
  if (type !== BY_NUMBER) refuseUnsupported(file, path, `large objects of a heap listed in form ${type}`);
  const found = new Map<bigint, Huge>();
  for (const record of records) {
    const reader = blockReader(file, record, path, 'a large object of a heap');
    const address = readDefinedAddress(file, reader, `${path}: large object of a heap`);
    const length = readLength(file, reader, `${path}: large object of a heap`);
    found.set(reader.uint(file.lengthBytes), { address, length });
  }
  return found;
}
