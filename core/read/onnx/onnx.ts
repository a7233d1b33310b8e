import { ReadError, refuse } from '../../errors/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { LIMITS } from '../limits.ts';
import { formatBytes, quoteForMessage } from '../text.ts';
import type { WeightFile, WeightGroup } from '../weight-file.ts';
import { type OnnxGraph, type OnnxNode, parseModel } from './graph.ts';
import { onnxTensor } from './tensor.ts';

const RECURRENT = new Set(['LSTM', 'GRU', 'RNN']);
/** Nodes that move numbers and compute none, and activations, which are told with the layer before them. */
const SILENT = new Set([
  'Identity',
  'Squeeze',
  'Unsqueeze',
  'Transpose',
  'Reshape',
  'Shape',
  'Gather',
  'Slice',
  'Concat',
  'Cast',
  'Expand',
  'ConstantOfShape',
  'Dropout',
  'Flatten',
]);
const ACTIVATIONS: ReadonlyMap<string, string> = new Map([
  ['Sigmoid', 'sigmoid'],
  ['Tanh', 'tanh'],
  ['Relu', 'relu'],
  ['Softmax', 'softmax'],
]);

/**
 * Opens an ONNX model as far as it holds recurrent nodes: one group per LSTM, GRU and RNN node with its arrays W, R and B as stored, and one
 * per matrix product by a stored array, kernel and bias. Attributes of a group: `op`, and those of the node as text. Other nodes are left over.
 * Source: onnx/onnx.proto; ONNX operators LSTM-14, GRU-14, RNN-14, Gemm-13, MatMul-13.
 * @throws `onnx-damaged`, `onnx-external`, `onnx-node`, `onnx-no-recurrent`, `lstm-peephole`, `file-too-big`, `tensor-too-big`
 */
export function openOnnx(source: ByteSource): WeightFile {
  const file = source.name;
  if (source.size > LIMITS.tensorBytes)
    refuse(ReadError, 'file-too-big', file, { file, found: formatBytes(source.size), limit: formatBytes(LIMITS.tensorBytes) });
  const damaged = (reason: string): never => refuse(ReadError, 'onnx-damaged', file, { reason });
  const graph = parseModel(source.read(0, source.size), damaged);
  if (!graph.nodes.some(({ op }) => RECURRENT.has(op))) {
    const found = [...new Set(graph.nodes.map(({ op }) => op))].slice(0, 8).join(', ');
    refuse(ReadError, 'onnx-no-recurrent', file, { file, found: quoteForMessage(found, 160) || 'no nodes' });
  }
  const groups: WeightGroup[] = [];
  const leftovers: string[] = [];
  const users = usersOf(graph);
  const added = new Set<OnnxNode>();
  for (const [index, node] of graph.nodes.entries()) {
    const name = node.name || `${node.op.toLowerCase()}_${index}`;
    if (RECURRENT.has(node.op)) groups.push(recurrentGroup(file, name, node, graph, users));
    else if (node.op === 'MatMul' || node.op === 'Gemm') {
      const group = denseGroup(file, name, node, graph, users, added);
      if (group === null) leftovers.push(`${node.op} ${name}`);
      else groups.push(group);
    } else if (!SILENT.has(node.op) && !ACTIVATIONS.has(node.op) && !added.has(node)) leftovers.push(`${node.op} ${name}`);
  }
  const producer = { name: graph.producer === '' ? 'onnx' : quoteForMessage(graph.producer, 40), version: null };
  return { format: 'onnx', producer, savedAt: null, config: null, groups, pairs: [], leftovers, warnings: [] };
}

type Users = ReadonlyMap<string, readonly OnnxNode[]>;

function usersOf(graph: OnnxGraph): Users {
  const users = new Map<string, OnnxNode[]>();
  for (const node of graph.nodes) {
    for (const input of node.inputs) {
      const list = users.get(input) ?? [];
      list.push(node);
      users.set(input, list);
    }
  }
  return users;
}

function recurrentGroup(file: string, name: string, node: OnnxNode, graph: OnnxGraph, users: Users): WeightGroup {
  const where = `${file}: ${quoteForMessage(name, 160)}`;
  const unsupported = (what: string): never => refuse(ReadError, 'onnx-node', where, { layer: quoteForMessage(name, 80), what });
  if ((node.inputs[7] ?? '') !== '') refuse(ReadError, 'lstm-peephole', where, { layer: quoteForMessage(name, 80) });
  if ((node.attributes.get('input_forget')?.int ?? 0) !== 0) unsupported('couples its input and forget gates (input_forget)');
  if (node.attributes.has('clip')) unsupported('clips its pre-activations (clip)');
  const array = (index: number): readonly StoredTensor[] => {
    const input = node.inputs[index] ?? '';
    if (input === '') return [];
    const tensor = graph.tensors.get(input);
    return [
      tensor === undefined ? unsupported(`computes its array "${quoteForMessage(input, 40)}" while it runs`) : onnxTensor(file, tensor),
    ];
  };
  const tensors = [array(1), array(2), array(3)].flat();
  if (tensors.length < 2) unsupported('lacks an array');
  const used = (index: number): boolean => (users.get(node.outputs[index] ?? '')?.length ?? 0) > 0;
  const attributes = {
    op: node.op,
    direction: node.attributes.get('direction')?.text ?? 'forward',
    activations: (node.attributes.get('activations')?.texts ?? []).join(','),
    linear_before_reset: String(node.attributes.get('linear_before_reset')?.int ?? 0),
    // Only the final state is used: what Keras calls return_sequences=False.
    returns: used(1) && !used(0) ? 'last' : 'unknown',
  };
  return { name, tensors, attributes };
}

/** A product by a stored matrix, with the bias that is added to it and the activation behind; null where both factors are computed. */
function denseGroup(file: string, name: string, node: OnnxNode, graph: OnnxGraph, users: Users, added: Set<OnnxNode>): WeightGroup | null {
  const kernel = graph.tensors.get(node.inputs[1] ?? '');
  if (kernel?.shape.length !== 2) return null;
  let bias = graph.tensors.get(node.inputs[2] ?? '');
  let output = node.outputs[0] ?? '';
  const next = onlyUser(users, output);
  const term =
    next?.op === 'Add' ? next.inputs.map((input) => graph.tensors.get(input)).find((tensor) => tensor?.shape.length === 1) : undefined;
  if (next !== null && bias === undefined && term !== undefined) {
    bias = term;
    output = next.outputs[0] ?? '';
    added.add(next);
  }
  const activation = ACTIVATIONS.get(onlyUser(users, output)?.op ?? '') ?? 'linear';
  const isTurned = (node.attributes.get('transB')?.int ?? 0) !== 0;
  return {
    name,
    tensors: [kernel, ...(bias === undefined ? [] : [bias])].map((tensor) => onnxTensor(file, tensor)),
    attributes: { op: 'Dense', transposed: String(isTurned), activation },
  };
}

function onlyUser(users: Users, output: string): OnnxNode | null {
  const list = users.get(output) ?? [];
  return list.length === 1 ? list[0] : null;
}
