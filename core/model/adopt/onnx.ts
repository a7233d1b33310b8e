import { ModelError, phrase, refuse } from '../../errors/index.ts';
import { GRU_GATES, LSTM_GATES } from '../../layers/index.ts';
import type { WeightFile, WeightGroup } from '../../read/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import { graphOf } from '../config/parse.ts';
import type { Bag, Candidate } from '../infer/bag.ts';
import { inferLayers } from '../infer/infer-layers.ts';
import type { Answers } from '../model.ts';
import type { Adopted } from './adopted.ts';
import { adoptCandidates } from './candidates-for.ts';
import { columnsFromRows, expectShape, part, stackedBias, summedBias, transposed } from './converted.ts';
import type { Decided } from '../infer/reading.ts';

/** Order of the row blocks. Source: ONNX operators LSTM-14 (i, o, f, c), GRU-14 (z, r, h), RNN-14. */
export const ONNX_LSTM_GATES = ['i', 'o', 'f', 'g'] as const;
export const ONNX_GRU_GATES = ['z', 'r', 'g'] as const;

interface Kind {
  readonly className: string;
  readonly order: readonly number[];
  /** Activations of one direction where the node names none; the first is that of the gates, but for an RNN. */
  readonly activations: readonly string[];
}

const KINDS: Readonly<Record<string, Kind>> = {
  LSTM: { className: 'LSTM', order: LSTM_GATES.map((gate) => ONNX_LSTM_GATES.indexOf(gate)), activations: ['Sigmoid', 'Tanh', 'Tanh'] },
  GRU: { className: 'GRU', order: GRU_GATES.map((gate) => ONNX_GRU_GATES.indexOf(gate)), activations: ['Sigmoid', 'Tanh'] },
  RNN: { className: 'SimpleRNN', order: [0], activations: ['Tanh'] },
};

const ACTIVATIONS: ReadonlyMap<string, string> = new Map([
  ['sigmoid', 'sigmoid'],
  ['tanh', 'tanh'],
  ['relu', 'relu'],
  ['softsign', 'softsign'],
  ['softplus', 'softplus'],
]);

/** Layers of the recurrent nodes and matrix products of an ONNX model. @throws what `onnxBag` and inference refuse */
export function adoptOnnx(file: WeightFile, answers: Answers): Adopted {
  return file.config === null
    ? inferLayers(onnxBag(file), file.producer, answers)
    : adoptCandidates(onnxBag(file), graphOf(file.config), file.producer);
}

/** Nodes stand in an order in which they can run. @throws `onnx-node`, `shape-mismatch` */
export function onnxBag(file: WeightFile): Bag {
  return { kind: 'layers', candidates: file.groups.map(candidateOf), isOrdered: true };
}

const told = (value: unknown): Decided => ({ value, note: phrase('note-onnx') });

function candidateOf(group: WeightGroup): Candidate {
  const { name, tensors, attributes = {} } = group;
  const kind = Object.hasOwn(KINDS, attributes.op) ? KINDS[attributes.op] : null;
  if (kind === null) {
    const [kernel, ...bias] = tensors;
    const turned = attributes.transposed === 'true' ? transposed(kernel, [1, 0]) : kernel;
    return { name, className: 'Dense', tensors: [turned, ...bias], settings: { activation: told(attributes.activation) } };
  }
  const isBoth = attributes.direction === 'bidirectional';
  const directions = isBoth ? [0, 1] : [0];
  const settings = settingsOf(name ?? 'unnamed', kind, attributes, directions.length);
  return {
    name,
    className: isBoth ? 'Bidirectional' : kind.className,
    tensors: directions.flatMap((direction) => directionAt(name ?? 'unnamed', kind, group, direction, directions.length)),
    settings: {
      ...settings,
      ...(kind.className === 'GRU' && { reset_after: told(attributes.linear_before_reset === '1') }),
      ...(attributes.returns === 'last' && { return_sequences: told(false) }),
      ...(isBoth ? { merge_mode: told('concat') } : { go_backwards: told(attributes.direction === 'reverse') }),
    },
  };
}

function directionAt(name: string, kind: Kind, group: WeightGroup, direction: number, directions: number): readonly StoredTensor[] {
  const [kernel, recurrent, bias] = group.tensors;
  const units = recurrent.shape[2] ?? 0;
  const rows = kind.order.length * units;
  expectShape(name, recurrent, [directions, rows, units]);
  expectShape(name, kernel, [directions, rows, kernel.shape[2] ?? 0]);
  const arrays = [kernel, recurrent].map((tensor) => columnsFromRows(part(tensor, direction, tensor.shape.slice(1)), kind.order));
  if (bias === undefined) return arrays;
  expectShape(name, bias, [directions, 2 * rows]);
  // The biases of the inputs, then those of the hidden state.
  const [input, hidden] = [0, 1].map((half) => part(bias, 2 * direction + half, [rows]));
  const joined = group.attributes?.linear_before_reset === '1' ? stackedBias : summedBias;
  return [...arrays, joined(input, hidden, kind.order)];
}

/** @throws `onnx-node` for activations that no Keras layer has */
function settingsOf(layer: string, kind: Kind, attributes: Readonly<Record<string, string>>, directions: number): Candidate['settings'] {
  const unsupported = (what: string): never => refuse(ModelError, 'onnx-node', layer, { layer, what });
  const given = attributes.activations === '' ? [] : attributes.activations.split(',');
  const each = kind.activations.length;
  const names = given.length === 0 ? [...kind.activations, ...kind.activations].slice(0, each * directions) : given;
  if (names.length !== each * directions) unsupported(`has ${names.length} activations`);
  if (directions === 2 && names.slice(0, each).join() !== names.slice(each).join()) unsupported('has other activations in each direction');
  const keras = names.slice(0, each).map((found) => ACTIVATIONS.get(found.toLowerCase()) ?? unsupported(`has the activation ${found}`));
  if (each === 3 && keras[1] !== keras[2]) unsupported('has another activation for its output than for its candidate');
  if (each === 1) return { activation: told(keras[0]) };
  return { recurrent_activation: told(keras[0]), activation: told(keras[1]) };
}
