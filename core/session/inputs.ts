import { ReadError, RunError, refuse } from '../errors/index.ts';
import { featuresOf, inputName, isTokens, type Model, readsTimeFirst } from '../model/index.ts';
import { type ByteSource, readArrays, readSequence, type Sequence } from '../read/index.ts';
import { type Shape, sizeOf, type Tensor } from '../tensor/index.ts';
import type { SequenceAxis, SequenceCard } from './protocol.ts';

/** Rows of a sequence that the screen gets for its table. */
const PREVIEW_ROWS = 200;

/** What runs: a tensor for each input of the model, and what to show of it. */
export interface Inputs {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Timesteps of each sample, by input, where they differ: what lies behind them in its tensor is 0. */
  readonly lengths: ReadonlyMap<string, Int32Array>;
  /** Where the first row stands, for inputs that came from a table. */
  readonly firstRows: ReadonlyMap<string, string>;
  readonly card: SequenceCard;
}

/** One sequence for a model with one input; the further inputs stay without. @throws `input-missing` when it runs, `seq-columns` */
export function inputsFromSequence(model: Model, sequence: Sequence, title: string): Inputs {
  return inputsOf(model, [sequence], title);
}

/**
 * Files in the order of the model's inputs, or one .npz whose arrays bear their names. `columns`: only these of a table, by name.
 * @throws ReadError, `input-missing`
 */
export function inputsFromFiles(model: Model, sources: readonly ByteSource[], columns: readonly string[] | null = null): Inputs {
  const title = sources.map((source) => source.name).join(' + ');
  const only = sources.length === 1 ? sources[0] : undefined;
  const isArchive = only?.name.toLowerCase().endsWith('.npz') === true;
  return inputsOf(model, isArchive ? fromArrays(model, only) : sources.map((source) => readSequence(source, columns)), title);
}

/** One sequence for each input, in their order. @throws `input-missing`, `seq-columns` */
function inputsOf(model: Model, sequences: readonly Sequence[], title: string): Inputs {
  const isTimeFirst = readsTimeFirst(model);
  const entered = model.inputs.flatMap((input, index): [string, Sequence][] => {
    const sequence = sequences[index];
    return sequence ? [[input.name, entering(sequence, input, isTimeFirst)]] : [];
  });
  const [first, ...others] = entered;
  const [input] = model.inputs;
  if (!first || !input) return refuse(RunError, 'input-missing', null, { input: input?.name ?? 'input', given: 'none' });
  return {
    tensors: new Map(entered.map(([name, { tensor }]) => [name, tensor])),
    lengths: new Map(entered.flatMap(([name, { lengths }]) => (lengths ? [[name, lengths]] : []))),
    firstRows: firstRowsOf(model, sequences),
    card: sequenceCard(first[1], others, axesOf(first[1].tensor.shape, input, isTimeFirst), title),
  };
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
      ...(shaped !== tensor && { isLone: true as const }),
      lengths: null,
      timeLabels: null,
      names: Array.from({ length: shaped.shape.at(-1) ?? 0 }, (_, feature) => `x${feature}`),
    };
  });
}

/**
 * A sequence in the axes of an input. Where the input has no time axis, rows of a table are samples: (1, rows, features) becomes (rows,
 * features). Token ids have no features: one column of a table is one sample, several columns are a sample a row. Rows of unequal length are
 * samples of one feature. `isTimeFirst`: one sample is (timesteps, 1, features). @throws `seq-columns`
 */
function entering(sequence: Sequence, input: Model['inputs'][number], isTimeFirst: boolean): Sequence {
  const { uneven, tensor, lengths, isLone } = sequence;
  const tokens = isTokens(input);
  if (uneven && !tokens && input.shape.at(-1) !== 1)
    refuse(ReadError, 'seq-columns', uneven.where, { found: uneven.found, expected: uneven.expected });
  const [samples = 0, timesteps = 0, features = 0] = tensor.shape;
  const at = (...shape: number[]): Sequence => ({ ...sequence, tensor: { shape, data: tensor.data } });
  if (uneven) return tokens ? at(timesteps, features) : at(timesteps, features, 1);
  if (isTimeFirst && isLone && input.shape.length === 2) return at(timesteps, 1, features);
  if (input.shape.length !== 1 || tensor.shape.length !== 3) return sequence;
  if (tokens && features === 1) return isTimeFirst && isLone ? at(timesteps, samples) : at(samples, timesteps);
  return samples === 1 && lengths === null ? at(timesteps, features) : sequence;
}

/** Features beyond which a refusal lists no more names. */
const LISTED_COLUMNS = 100;

/** Every tensor holds as many features as its input takes. @throws `seq-columns` for a table, else `features-mismatch` */
export function requireFeatures(inputs: Inputs, model: Model): void {
  for (const input of model.inputs) {
    const expected = featuresOf(input) ?? -1;
    const found = inputs.tensors.get(input.name)?.shape.at(-1);
    if (found === undefined || expected < 0 || found === expected) continue;
    const row = inputs.firstRows.get(input.name);
    if (row !== undefined)
      refuse(ReadError, 'seq-columns', row, { found, expected, columns: JSON.stringify(inputs.card.names.slice(0, LISTED_COLUMNS)) });
    refuse(RunError, 'features-mismatch', input.name, { input: input.name, found, expected });
  }
}

/** True when every tensor still enters an input of its rank and features. */
export function fitsModel({ tensors }: Inputs, model: Model): boolean {
  return [...tensors].every(([name, tensor]) => {
    const input = model.inputs.find((candidate) => candidate.name === name);
    if (input?.shape.length !== tensor.shape.length - 1) return false;
    const features = featuresOf(input) ?? -1;
    return features < 0 || features === tensor.shape.at(-1);
  });
}

function sequenceCard(
  { tensor, names, text }: Sequence,
  further: readonly (readonly [input: string, sequence: Sequence])[],
  axes: readonly SequenceAxis[],
  title: string,
): SequenceCard {
  const { shape, data } = tensor;
  const others = further.map(([input, sequence]) => ({ input, shape: sequence.tensor.shape }));
  const rowAxis = Math.max(0, axes.indexOf('timesteps'));
  const width = sizeOf(shape.slice(Math.max(axes.indexOf('samples'), rowAxis) + 1));
  const perRow = sizeOf(shape.slice(rowAxis + 1)); // of the first sample
  const rows = Math.min(shape[rowAxis] ?? 0, PREVIEW_ROWS);
  const preview = Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * perRow, row * perRow + width)));
  return { title, shape, axes, others, names: axes.includes('features') ? names : [], preview, text: text ?? null, warnings: [] };
}

function axesOf({ length: rank }: Shape, input: Model['inputs'][number], isTimeFirst: boolean): readonly SequenceAxis[] {
  if (rank <= 2 && !isTokens(input)) return ['samples', 'features'];
  const inner = Array.from({ length: Math.max(0, rank - 3) }, () => 'inner' as const);
  return [
    ...(isTimeFirst ? (['timesteps', 'samples'] as const) : (['samples', 'timesteps'] as const)),
    ...inner,
    ...(rank > 2 ? (['features'] as const) : []),
  ];
}
