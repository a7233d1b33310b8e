import { type Phrase, phrase } from '../../errors/index.ts';
import { formatShape, sizeOf, type StoredTensor } from '../../tensor/index.ts';
import type { Decided, Reading } from './reading.ts';

/** Layers without a state that the arrays from the start of `tensors` on may be. Source: shapes of `build` in Keras 3.15. */
export function plainReadings(tensors: readonly StoredTensor[]): readonly Reading[] {
  return [
    dense(tensors, true),
    dense(tensors, false),
    embedding(tensors),
    convolution(tensors, true),
    convolution(tensors, false),
    batchNormalization(tensors, 4),
    batchNormalization(tensors, 3),
    normalization(tensors),
    layerNormalization(tensors),
    prelu(tensors),
  ].filter((reading) => reading !== null);
}

const NO_BIAS: Decided = { value: false, note: phrase('note-no-bias') };

function hasBias(bias: StoredTensor): Decided {
  return { value: true, note: phrase('note-bias', { shape: formatShape(bias.shape) }) };
}

function isVector(tensor: StoredTensor | undefined, length: number): tensor is StoredTensor {
  return tensor?.shape.length === 1 && tensor.shape[0] === length;
}

function columnsOf(kernel: StoredTensor, count: number): Phrase {
  const shape = formatShape(kernel.shape);
  return count === 1 ? phrase('note-kernel-column', { shape }) : phrase('note-kernel-columns', { shape, count });
}

/** kernel (features, units), bias (units). */
function dense(tensors: readonly StoredTensor[], withBias: boolean): Reading | null {
  const [kernel, bias] = tensors;
  const [features = 0, units = 0] = kernel?.shape ?? [];
  if (kernel?.shape.length !== 2 || features === 0 || units === 0) return null;
  if (withBias && !isVector(bias, units)) return null;
  const taken = tensors.slice(0, withBias ? 2 : 1);
  return {
    className: 'Dense',
    role: 'dense',
    count: taken.length,
    arrays: () => taken,
    settings: {
      units: { value: units, note: columnsOf(kernel, units) },
      use_bias: withBias && bias ? hasBias(bias) : NO_BIAS,
    },
    inner: null,
    input: features,
    output: units,
    axes: null,
    // A tall matrix alone is a table of embeddings, hardly ever a layer without bias.
    cost: withBias ? 0 : features > 4 * units ? 5.5 : 3,
    reason: withBias
      ? phrase('note-kernel-bias', { shape: formatShape(kernel.shape), bias: formatShape([units]) })
      : phrase('note-kernel-alone', { shape: formatShape(kernel.shape) }),
  };
}

/** embeddings (vocabulary, outputs) alone: also the shape of a Dense without bias; a vocabulary is most often the larger number. */
function embedding(tensors: readonly StoredTensor[]): Reading | null {
  const [table] = tensors;
  const [vocabulary = 0, outputs = 0] = table?.shape ?? [];
  if (table?.shape.length !== 2 || vocabulary === 0 || outputs === 0) return null;
  return {
    className: 'Embedding',
    role: 'embedding',
    count: 1,
    arrays: () => [table],
    settings: {
      input_dim: { value: vocabulary, note: phrase('note-embeddings-rows', { shape: formatShape(table.shape), count: vocabulary }) },
      output_dim: { value: outputs, note: phrase('note-embeddings-columns', { shape: formatShape(table.shape), count: outputs }) },
    },
    inner: null,
    input: null,
    output: outputs,
    axes: 1,
    cost: vocabulary > outputs ? 0.5 : 2.5,
    reason: phrase('note-table', { shape: formatShape(table.shape), outputs }),
  };
}

/** kernel (width…, channels, filters) of rank 3 to 5, bias (filters). */
function convolution(tensors: readonly StoredTensor[], withBias: boolean): Reading | null {
  const [kernel, bias] = tensors;
  const rank = kernel?.shape.length ?? 0;
  const filters = kernel?.shape.at(-1) ?? 0;
  if (!kernel || rank < 3 || rank > 5 || sizeOf(kernel.shape) === 0) return null;
  if (withBias && !isVector(bias, filters)) return null;
  const taken = tensors.slice(0, withBias ? 2 : 1);
  const window = kernel.shape.slice(0, -2);
  return {
    className: `Conv${rank - 2}D`,
    role: 'convolution',
    count: taken.length,
    arrays: () => taken,
    settings: {
      filters: { value: filters, note: columnsOf(kernel, filters) },
      kernel_size: { value: window, note: phrase('note-kernel', { shape: formatShape(kernel.shape) }) },
      use_bias: withBias && bias ? hasBias(bias) : NO_BIAS,
    },
    inner: null,
    input: kernel.shape.at(-2) ?? null,
    output: filters,
    axes: rank - 2,
    cost: withBias ? 0 : 2,
    reason: phrase('note-kernel-rank', { shape: formatShape(kernel.shape), rank }),
  };
}

/** What all layers below share: what goes in comes out with the same shape. */
function sameShape(className: string, taken: readonly StoredTensor[], settings: Reading['settings'], cost: number): Reading {
  const width = taken[0]?.shape.at(-1) ?? null;
  const shapes = taken.map((tensor) => formatShape(tensor.shape)).join(', ');
  return {
    className,
    role: 'same-shape',
    count: taken.length,
    arrays: () => taken,
    settings,
    inner: null,
    input: width,
    output: width,
    axes: null,
    cost,
    reason: taken.length === 1 ? phrase('note-array', { shapes }) : phrase('note-arrays', { count: taken.length, shapes }),
  };
}

function vectors(tensors: readonly StoredTensor[], count: number): readonly StoredTensor[] | null {
  const taken = tensors.slice(0, count);
  const width = taken[0]?.shape[0] ?? 0;
  return taken.length === count && width > 0 && taken.every((tensor) => isVector(tensor, width)) ? taken : null;
}

/** gamma, beta, moving_mean, moving_variance, (features) each; three of them where scale or center is off. A variance is never negative. */
function batchNormalization(tensors: readonly StoredTensor[], count: 3 | 4): Reading | null {
  const taken = vectors(tensors, count);
  const variance = taken?.at(-1);
  if (!taken || !variance) return null;
  const values = { count, shapes: formatShape(variance.shape) };
  const note = phrase('note-arrays', values);
  const settings = {
    scale: { value: count === 4, note: count === 4 ? note : phrase('note-arrays-missing', values) },
    center: { value: true, note },
  };
  return sameShape('BatchNormalization', taken, settings, (count === 4 ? 0.5 : 4) + (isNowhereNegative(variance) ? 0 : 12));
}

function isNowhereNegative(tensor: StoredTensor): boolean {
  return tensor.load().data.every((value) => !(value < 0));
}

/** mean (features), variance (features), count (): statistics of `adapt`. */
function normalization(tensors: readonly StoredTensor[]): Reading | null {
  const [mean, variance, count] = tensors;
  if (!mean || vectors(tensors, 2) === null || !variance || count?.shape.length !== 0) return null;
  return sameShape('Normalization', [mean, variance, count], {}, 0);
}

/** gamma and beta, (features) each. */
function layerNormalization(tensors: readonly StoredTensor[]): Reading | null {
  const taken = vectors(tensors, 2);
  return taken && sameShape('LayerNormalization', taken, {}, 2.5);
}

/** alpha (features), shared over the timesteps, or (timesteps, features). */
function prelu(tensors: readonly StoredTensor[]): Reading | null {
  const [alpha] = tensors;
  if (!alpha || alpha.shape.length < 1 || alpha.shape.length > 2 || sizeOf(alpha.shape) === 0) return null;
  return sameShape('PReLU', [alpha], {}, alpha.shape.length === 1 ? 4 : 8);
}
