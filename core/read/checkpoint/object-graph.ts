import { ByteReader } from '../byte-reader.ts';
import { type Damaged, protoFields, readCount } from '../protobuf.ts';
import { crc32c, maskedCrc } from './crc32c.ts';
import { compareChecksums, damagedAt } from './refuse.ts';

/** What the saving program called a variable, and its place among the others. */
export interface GraphVariable {
  /** `lstm_1/lstm_cell/kernel`; empty where the program gave no name. */
  readonly fullName: string;
  /** Variables in the order in which objects were attached to the model. */
  readonly order: number;
}

interface GraphNode {
  readonly children: readonly number[];
  readonly variables: readonly { readonly key: string; readonly fullName: string }[];
}

/**
 * Variables of the saved objects by their key in the checkpoint. The objects form a graph that may loop: each is visited once.
 * Source: tensorflow/core/protobuf/trackable_object_graph.proto.
 * @throws `checkpoint-damaged`
 */
export function readObjectGraph(where: string, message: Uint8Array): ReadonlyMap<string, GraphVariable> {
  const damaged = damagedAt(where);
  const nodes: GraphNode[] = [];
  for (const { number, bytes } of protoFields(message, damaged)) if (number === 1 && bytes !== null) nodes.push(readNode(bytes, damaged));
  const variables = new Map<string, GraphVariable>();
  const seen = new Set<number>();
  const waiting = [0];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const node = nodes[id];
    if (node === undefined || seen.has(id)) continue;
    seen.add(id);
    for (const { key, fullName } of node.variables) if (!variables.has(key)) variables.set(key, { fullName, order: variables.size });
    for (const child of [...node.children].reverse()) if (!seen.has(child)) waiting.push(child);
  }
  return variables;
}

/** `TrackableObject`: children (1) and attributes (2); slots of optimizers (3) are no weights. */
function readNode(message: Uint8Array, damaged: Damaged): GraphNode {
  const children: number[] = [];
  const variables: { key: string; fullName: string }[] = [];
  for (const { number, bytes } of protoFields(message, damaged)) {
    if (bytes === null) continue;
    if (number === 1) {
      let id = 0;
      for (const field of protoFields(bytes, damaged)) if (field.number === 1) id = Number(field.int);
      children.push(id);
    } else if (number === 2) {
      const texts = new Map<number, string>();
      for (const field of protoFields(bytes, damaged))
        if (field.bytes !== null) texts.set(field.number, new TextDecoder().decode(field.bytes));
      variables.push({ key: texts.get(3) ?? '', fullName: texts.get(2) ?? '' });
    }
  }
  return { children, variables };
}

/**
 * The one text of a scalar string tensor: its length, a checksum of the length, its bytes; `checksum` covers all of it.
 * Source: tensorflow/core/util/tensor_bundle/tensor_bundle.cc, `WriteStringTensor`.
 * @throws `checkpoint-damaged`, `checkpoint-checksum`
 */
export function readText(where: string, stored: Uint8Array, checksum: number): Uint8Array {
  const damaged = damagedAt(where);
  const reader = new ByteReader(stored, () => damaged('a text ends too early'));
  const length = readCount(reader, damaged);
  const lengthBytes = new Uint8Array(4);
  new DataView(lengthBytes.buffer).setUint32(0, length, true);
  const lengthChecksum = maskedCrc(crc32c(lengthBytes));
  const checksumBytes = reader.take(4);
  compareChecksums(where, lengthChecksum, new DataView(checksumBytes.buffer, checksumBytes.byteOffset, 4).getUint32(0, true));
  const text = reader.take(length);
  if (reader.remaining > 0) damaged(`${reader.remaining} bytes stand behind its text`);
  compareChecksums(where, maskedCrc(crc32c(text, crc32c(checksumBytes, crc32c(lengthBytes)))), checksum);
  return text;
}
