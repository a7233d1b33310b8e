import { refuse, TraceError } from '../../errors/index.ts';
import { sizeOf, type StoredTensor, type TensorData } from '../../tensor/index.ts';
import { ByteWriter } from '../byte-writer.ts';
import { FileLayout, UNDEFINED_ADDRESS } from './file-layout.ts';
import { placeTexts } from './global-heap.ts';
import {
  datasetMessages,
  ELEMENT_BYTES,
  type H5Element,
  type HeapText,
  objectHeader,
  symbolTableMessage,
  textAttribute,
} from './object-header.ts';
import { INNER_K, LEAF_K, type Member, placeSymbolTable } from './symbol-table.ts';

/** A group of the file to be: its place, its texts, its arrays by name. Groups on the way to it need not be listed. */
export interface H5GroupSpec {
  /** Names from the root down; empty for the root itself. */
  readonly path: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly arrays: readonly (readonly [name: string, tensor: StoredTensor])[];
}

/** What is read here again; h5py would take more. */
const FILE_LIMIT_BYTES = 2 ** 31;
const SUPERBLOCK_BYTES = 96;

/**
 * Groups, arrays and texts as an HDF5 file in the structures that h5py writes by default and every library reads: superblock 0, old-style
 * groups, contiguous arrays, variable-length UTF-8 texts. The same input gives the same bytes.
 * Source: HDF5 File Format Specification 3.0. @throws `export-too-large`
 */
export function writeHdf5(specs: readonly H5GroupSpec[]): Uint8Array {
  const nodes = treeOf(specs);
  const layout = new FileLayout(SUPERBLOCK_BYTES);
  const texts = placeTexts(
    layout,
    nodes.flatMap((node) => [...node.attributes.values()]),
  );
  let textsLeft = texts.length;
  // Children come behind their parents in `nodes`: from the back, every address is known when it is needed.
  for (const node of [...nodes].reverse()) {
    const own = texts.slice(textsLeft - node.attributes.size, textsLeft);
    textsLeft -= node.attributes.size;
    node.address = placeGroup(layout, node, own);
  }
  return layout.finish(superblock(nodes[0]?.address ?? 0, layout.end));
}

interface GroupNode {
  readonly children: Map<string, GroupNode>;
  readonly attributes: Map<string, string>;
  readonly arrays: Map<string, StoredTensor>;
  address: number;
}

/** Every group of the tree, parents before children, the root first. */
function treeOf(specs: readonly H5GroupSpec[]): readonly GroupNode[] {
  const nodes: GroupNode[] = [];
  const made = (): GroupNode => {
    const node: GroupNode = { children: new Map(), attributes: new Map(), arrays: new Map(), address: 0 };
    nodes.push(node);
    return node;
  };
  const root = made();
  for (const { path, attributes, arrays } of specs) {
    let node = root;
    for (const name of path) {
      const child = node.children.get(name) ?? made();
      node.children.set(name, child);
      node = child;
    }
    for (const [name, text] of Object.entries(attributes)) node.attributes.set(name, text);
    for (const [name, tensor] of arrays) node.arrays.set(name, tensor);
  }
  return nodes;
}

function placeGroup(layout: FileLayout, node: GroupNode, texts: readonly HeapText[]): number {
  const members: Member[] = [];
  const add = (name: string, address: number): void => {
    members.push({ name: new TextEncoder().encode(name), address });
  };
  for (const [name, tensor] of node.arrays) add(name, placeArray(layout, tensor));
  for (const [name, child] of node.children) add(name, child.address);
  const { tree, heap } = placeSymbolTable(layout, members);
  const attributes = [...node.attributes.keys()].flatMap((name, index) => {
    const text = texts[index];
    return text === undefined ? [] : [textAttribute(name, text)];
  });
  return layout.place(objectHeader([symbolTableMessage(tree, heap), ...attributes]));
}

/** The numbers, which are loaded only when the file is put together, and the header that describes them. */
function placeArray(layout: FileLayout, tensor: StoredTensor): number {
  const element = elementOf(tensor);
  const length = sizeOf(tensor.shape) * ELEMENT_BYTES[element];
  if (layout.end + length > FILE_LIMIT_BYTES)
    refuse(TraceError, 'export-too-large', tensor.path, { bytes: layout.end + length, format: '.h5', limit: FILE_LIMIT_BYTES });
  const address = layout.reserve(length, (target) => {
    const data = asElement(tensor.load().data, element);
    target.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  });
  return layout.place(objectHeader(datasetMessages(tensor.shape, element, address)));
}

/** As numbers are kept once decoded: float64 stays, so does int64 beyond 32 bits, other whole numbers are int32, other floats float32. */
function elementOf(tensor: StoredTensor): H5Element {
  const { dtype } = tensor;
  if (dtype === 'float64') return 'float64';
  // Counters and seeds: a few numbers, so that looking at them costs nothing.
  if (dtype === 'int64') return tensor.load().data instanceof Int32Array ? 'int32' : 'float64';
  return dtype === 'float32' || dtype === 'float16' || dtype === 'bfloat16' ? 'float32' : 'int32';
}

/** The same array where it is of that type already: copying one by one could change the bits of a NaN. */
function asElement(data: TensorData, element: H5Element): TensorData {
  if (element === 'float64') return data instanceof Float64Array ? data : Float64Array.from(data);
  if (element === 'int32') return data instanceof Int32Array ? data : Int32Array.from(data);
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

/** Source: HDF5 File Format Specification 3.0, II.A, version 0, and III.C for the entry of the root. */
function superblock(root: number, fileBytes: number): Uint8Array {
  return new ByteWriter(SUPERBLOCK_BYTES)
    .u8(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a)
    .u8(0, 0, 0, 0, 0, 8, 8, 0) // versions; addresses and lengths of 8 bytes
    .u16(LEAF_K, INNER_K)
    .u32(0)
    .u64(0, UNDEFINED_ADDRESS, fileBytes, UNDEFINED_ADDRESS) // base, free space, end of file, driver
    .u64(0, root)
    .zeros(24)
    .finish();
}
