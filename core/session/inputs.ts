import { RunError, refuse } from '../errors/index.ts';
import { inputName, type Model } from '../model/index.ts';
import { type ByteSource, readArrays, readSequence, type Sequence } from '../read/index.ts';
import type { Tensor } from '../tensor/index.ts';
import type { SequenceCard } from './protocol.ts';

/** Rows of a sequence that the screen gets for its table. */
const PREVIEW_ROWS = 200;

/** What runs: a tensor for each input of the model, and what to show of it. */
export interface Inputs {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Where the first row stands, for inputs that came from a table. */
  readonly firstRows: ReadonlyMap<string, string>;
  readonly card: SequenceCard;
}

/** One sequence for a model with one input; the further inputs stay without. @throws `input-missing` when it runs */
export function inputsFromSequence(model: Model, sequence: Sequence, title: string): Inputs {
  const first = model.inputs[0];
  return {
    tensors: new Map(first ? [[first.name, ranked(sequence.tensor, first.shape.length)]] : []),
    firstRows: firstRowsOf(model, [sequence]),
    card: sequenceCard(sequence, title),
  };
}

/** Files in the order of the model's inputs, or one .npz whose arrays bear their names. @throws ReadError, `input-missing` */
export function inputsFromFiles(model: Model, sources: readonly ByteSource[]): Inputs {
  const title = sources.map((source) => source.name).join(' + ');
  const only = sources.length === 1 ? sources[0] : undefined;
  const sequences = only?.name.toLowerCase().endsWith('.npz') ? fromArrays(model, only) : sources.map((source) => readSequence(source));
  const tensors = model.inputs.flatMap((input, index): [string, Tensor][] => {
    const sequence = sequences[index];
    return sequence ? [[input.name, ranked(sequence.tensor, input.shape.length)]] : [];
  });
  const first = sequences[0];
  if (!first) return refuse(RunError, 'input-missing', null, { input: model.inputs[0]?.name ?? 'input', given: 'none' });
  return { tensors: new Map(tensors), firstRows: firstRowsOf(model, sequences), card: sequenceCard(first, title) };
}

function firstRowsOf(model: Model, sequences: readonly Sequence[]): ReadonlyMap<string, string> {
  return new Map(
    model.inputs.flatMap(({ name }, index): [string, string][] => {
      const firstRow = sequences[index]?.firstRow;
      return firstRow === undefined ? [] : [[name, firstRow]];
    }),
  );
}

function fromArrays(model: Model, source: ByteSource): readonly Sequence[] {
  const arrays = readArrays(source);
  const lone = model.inputs.length === 1 && arrays.size === 1 ? [...arrays.values()][0] : undefined;
  return model.inputs.map((input, index) => {
    const tensor = lone ?? arrays.get(input.name) ?? arrays.get(inputName(model, input.name)) ?? arrays.get(`arr_${index}`);
    if (!tensor) return refuse(RunError, 'input-missing', source.name, { input: input.name, given: [...arrays.keys()].join(', ') });
    const shaped = tensor.shape.length === 2 ? { shape: [1, ...tensor.shape], data: tensor.data } : tensor;
    return {
      tensor: shaped,
      lengths: null,
      timeLabels: null,
      names: Array.from({ length: shaped.shape.at(-1) ?? 0 }, (_, feature) => `x${feature}`),
    };
  });
}

/** (1, rows, features) as (rows, features) where the input has no time axis: rows of a table are then samples. */
function ranked(tensor: Tensor, axes: number): Tensor {
  if (axes === 1 && tensor.shape.length === 3 && tensor.shape[0] === 1) return { shape: tensor.shape.slice(1), data: tensor.data };
  return tensor;
}

/** True when every tensor still enters an input of its rank and features. */
export function fitsModel({ tensors }: Inputs, model: Model): boolean {
  return [...tensors].every(([name, tensor]) => {
    const shape = model.inputs.find((input) => input.name === name)?.shape;
    if (shape?.length !== tensor.shape.length - 1) return false;
    const features = shape.at(-1) ?? -1;
    return features < 0 || features === tensor.shape.at(-1);
  });
}

function sequenceCard({ tensor, names, text }: Sequence, title: string): SequenceCard {
  const features = tensor.shape.at(-1) ?? 0;
  const rows = Math.min(tensor.shape.at(-2) ?? 0, PREVIEW_ROWS);
  const preview = Array.from({ length: rows }, (_, row) => Array.from(tensor.data.subarray(row * features, (row + 1) * features)));
  return { title, shape: tensor.shape, names, preview, text: text ?? null, warnings: [] };
}
