import { type H5File, readAddress, readChecked, readDefinedAddress, refuseDamaged, spendObject } from './h5-file.ts';

/** A version 2 B-tree: what its records are, and the records one by one (not in order; each is gone through once). */
export interface Tree {
  readonly type: number;
  readonly recordBytes: number;
  /** How many records it says to have: to refuse too many before the first is read, and for nothing else. */
  readonly declared: bigint;
  readonly records: Iterable<Uint8Array>;
}

/** Deeper trees would hold more records than any file. */
const DEEPEST = 16;
/** Signature, version, type and checksum of a node. */
const NODE_HEAD_BYTES = 10;

interface Node {
  readonly address: number;
  readonly count: number;
  readonly level: number;
}

/**
 * Opens a version 2 B-tree by its header, `BTHD`. Source: HDF5 File Format Specification 3.0, III.A.2.
 * @throws `h5-damaged`, `h5-checksum`; `h5-too-many` while its records are read
 */
export function readTree(file: H5File, address: number, path: string): Tree {
  const reader = readChecked(file, address, 22 + file.offsetBytes + file.lengthBytes, 'BTHD', 'a tree');
  reader.skip(1); // version
  const type = reader.u8();
  const nodeBytes = reader.u32();
  const recordBytes = reader.u16();
  const depth = reader.u16();
  reader.skip(2); // when nodes split and merge
  const rootAddress = readAddress(file, reader, `${path}: root of a tree`);
  const count = reader.u16();
  const declared = reader.unsigned(file.lengthBytes);
  if (recordBytes === 0 || depth > DEEPEST) refuseDamaged(file, path, `a tree has ${depth} levels of records of ${recordBytes} bytes`);
  const root = rootAddress === null ? null : { address: rootAddress, count, level: depth };
  const widths = pointerWidths(file, nodeBytes, recordBytes, depth);
  return { type, recordBytes, declared, records: root === null ? [] : walk(file, root, { type, recordBytes, widths }, path) };
}

interface Form {
  readonly type: number;
  readonly recordBytes: number;
  readonly widths: PointerWidths;
}

function* walk(file: H5File, root: Node, form: Form, path: string): Generator<Uint8Array> {
  const seen = new Set<number>();
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node.address)) refuseDamaged(file, path, 'a tree reaches one node twice');
    seen.add(node.address);
    spendObject(file);
    const { level, count } = node;
    const { recordBytes } = form;
    const totalWidth = level > 0 ? form.widths.total[level - 1] : 0;
    const pointerBytes = file.offsetBytes + form.widths.count + totalWidth;
    const length = NODE_HEAD_BYTES + count * recordBytes + (level > 0 ? (count + 1) * pointerBytes : 0);
    const reader = readChecked(file, node.address, length, level > 0 ? 'BTIN' : 'BTLF', 'a tree node');
    reader.skip(1); // version
    const type = reader.u8();
    if (type !== form.type) refuseDamaged(file, path, `a tree node is of type ${type}, not ${form.type}`);
    for (let record = 0; record < count; record++) yield reader.take(recordBytes);
    for (let child = 0; level > 0 && child <= count; child++) {
      const address = readDefinedAddress(file, reader, `${path}: node of a tree`);
      pending.push({ address, count: Number(reader.uint(form.widths.count)), level: level - 1 });
      reader.skip(totalWidth);
    }
  }
}

/** Widths of the numbers beside a child's address: its records, and all records below it (none below a leaf), by level of the child. */
interface PointerWidths {
  readonly count: number;
  readonly total: readonly number[];
}

/** Each number takes as many bytes as the most records that could stand there need. */
function pointerWidths(file: H5File, nodeBytes: number, recordBytes: number, depth: number): PointerWidths {
  const leafRecords = Math.floor((nodeBytes - NODE_HEAD_BYTES) / recordBytes);
  const count = bytesFor(BigInt(Math.max(1, leafRecords)));
  const total = [0];
  let below = BigInt(Math.max(0, leafRecords));
  for (let level = 1; level < depth; level++) {
    const pointerBytes = file.offsetBytes + count + total[level - 1];
    const records = BigInt(Math.max(0, Math.floor((nodeBytes - NODE_HEAD_BYTES - pointerBytes) / (recordBytes + pointerBytes))));
    below = (records + 1n) * below + records;
    total.push(bytesFor(below));
  }
  return { count, total };
}

function bytesFor(limit: bigint): number {
  return Math.floor((limit.toString(2).length - 1) / 8) + 1;
}
