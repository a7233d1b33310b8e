import { type Damaged, protoFields } from '../protobuf.ts';
import { parseTensor, type OnnxTensor } from './tensor.ts';

/** Attribute of a node: one number, one text, or lists of them, as far as recurrent layers need it. */
export interface OnnxAttribute {
  readonly int: number;
  readonly text: string;
  readonly texts: readonly string[];
  readonly tensor: OnnxTensor | null;
}

export interface OnnxNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

export interface OnnxGraph {
  readonly producer: string;
  /** In an order in which they can run, as ONNX requires. */
  readonly nodes: readonly OnnxNode[];
  readonly tensors: ReadonlyMap<string, OnnxTensor>;
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Nodes and stored arrays of a model; constants count as arrays. Source: onnx/onnx.proto, `ModelProto`, `GraphProto`, `NodeProto`. */
export function parseModel(model: Uint8Array, damaged: Damaged): OnnxGraph {
  let producer = '';
  let graph: Uint8Array | null = null;
  for (const { number, bytes } of protoFields(model, damaged)) {
    if (number === 2 && bytes !== null) producer = decode(bytes);
    if (number === 7) graph = bytes;
  }
  if (graph === null) return damaged('it has no graph');
  const nodes: OnnxNode[] = [];
  const tensors = new Map<string, OnnxTensor>();
  for (const { number, bytes } of protoFields(graph, damaged)) {
    if (bytes === null) continue;
    if (number === 5) {
      const tensor = parseTensor(bytes, damaged);
      tensors.set(tensor.name, tensor);
    } else if (number === 1) {
      const node = parseNode(bytes, damaged);
      const value = node.op === 'Constant' ? node.attributes.get('value')?.tensor : null;
      if (value != null) tensors.set(node.outputs[0] ?? '', value);
      else nodes.push(node);
    }
  }
  return { producer, nodes, tensors };
}

function parseNode(message: Uint8Array, damaged: Damaged): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  let name = '';
  let op = '';
  for (const { number, bytes } of protoFields(message, damaged)) {
    if (bytes === null) continue;
    if (number === 1) inputs.push(decode(bytes));
    else if (number === 2) outputs.push(decode(bytes));
    else if (number === 3) name = decode(bytes);
    else if (number === 4) op = decode(bytes);
    else if (number === 5) attributes.set(...parseAttribute(bytes, damaged));
  }
  return { name, op, inputs, outputs, attributes };
}

function parseAttribute(message: Uint8Array, damaged: Damaged): [string, OnnxAttribute] {
  let name = '';
  let int = 0;
  let text = '';
  let tensor: OnnxTensor | null = null;
  const texts: string[] = [];
  for (const { number, int: bits, bytes } of protoFields(message, damaged)) {
    if (number === 1 && bytes !== null) name = decode(bytes);
    else if (number === 3 && bytes === null) int = Number(BigInt.asIntN(64, bits));
    else if (number === 4 && bytes !== null) text = decode(bytes);
    else if (number === 5 && bytes !== null) tensor = parseTensor(bytes, damaged);
    else if (number === 9 && bytes !== null) texts.push(decode(bytes));
  }
  return [name, { int, text, texts, tensor }];
}
