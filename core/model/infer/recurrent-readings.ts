import { type Phrase, phrase } from '../../errors/index.ts';
import { formatShape, type StoredTensor } from '../../tensor/index.ts';
import { convertCudnn, cudnnUnits } from '../adopt/cudnn.ts';
import { fuseKeras1, isKeras1 } from '../adopt/keras-1.ts';
import type { Decided, Reading } from './reading.ts';

/** Recurrent layers that the arrays from the start of `tensors` on may be. Source: shapes of `build` in Keras 1.2, 2.3 and 3.15 recurrent layers. */
export function recurrentReadings(tensors: readonly StoredTensor[]): readonly Reading[] {
  const plain = [gated(tensors, 4, true), gated(tensors, 4, false), gated(tensors, 3, true), gated(tensors, 3, false)];
  const simple = [simpleRnn(tensors, true), simpleRnn(tensors, false)];
  const single = [...plain, ...simple, keras1(tensors, 12), keras1(tensors, 9), convLstm(tensors, true), convLstm(tensors, false)];
  const found = single.filter((reading) => reading !== null);
  return [...found, ...found.flatMap((reading) => bothDirections(tensors, reading))];
}

/** LSTM (blocks of 4) or GRU (3): kernel (features, blocks · units), recurrent kernel (units, blocks · units), bias by class and version. */
function gated(tensors: readonly StoredTensor[], blocks: 3 | 4, withBias: boolean): Reading | null {
  const [kernel, recurrent, bias] = tensors;
  const [units = 0, columns] = recurrent?.shape ?? [];
  if (!kernel || !recurrent || kernel.shape.length !== 2 || recurrent.shape.length !== 2) return null;
  if (units === 0 || columns !== blocks * units || kernel.shape[1] !== columns) return null;
  const biasForm = withBias ? biasOf(bias, columns, blocks) : 'none';
  if (biasForm === null) return null;
  const taken = tensors.slice(0, withBias ? 3 : 2);
  const className = blocks === 4 ? 'LSTM' : 'GRU';
  return {
    className,
    role: 'recurrent',
    count: taken.length,
    arrays: () => (cudnnUnits(taken) === null ? taken : convertCudnn(taken)),
    settings: {
      units: { value: units, note: rowsOf(units) },
      use_bias: useBias(bias, withBias),
      ...(biasForm === 'cudnn' && cudnnSettings(className)),
      ...(blocks === 3 && resetAfter(biasForm, bias)),
    },
    inner: null,
    input: kernel.shape[0] ?? null,
    output: units,
    axes: 1,
    cost: withBias ? 0 : 1,
    reason: phrase(`note-blocks-${blocks}`, {
      kernel: formatShape(kernel.shape),
      recurrent: formatShape(recurrent.shape),
      units,
    }),
  };
}

type BiasForm = 'none' | 'one' | 'two-rows' | 'cudnn';

function biasOf(bias: StoredTensor | undefined, columns: number, blocks: 3 | 4): BiasForm | null {
  const [first, second] = bias?.shape ?? [];
  if (bias?.shape.length === 1 && first === columns) return 'one';
  if (bias?.shape.length === 1 && first === 2 * columns) return 'cudnn';
  return blocks === 3 && bias?.shape.length === 2 && first === 2 && second === columns ? 'two-rows' : null;
}

function rowsOf(units: number): Phrase {
  return units === 1 ? phrase('note-recurrent-row') : phrase('note-recurrent-rows', { units });
}

function useBias(bias: StoredTensor | undefined, withBias: boolean): Decided {
  return withBias && bias
    ? { value: true, note: phrase('note-bias', { shape: formatShape(bias.shape) }) }
    : { value: false, note: phrase('note-no-bias') };
}

/** Source: tf-keras 2.21 CuDNNLSTM and CuDNNGRU, which have no other. */
function cudnnSettings(className: string): Record<string, Decided> {
  const note = phrase('note-cudnn', { class: className });
  return { activation: { value: 'tanh', note }, recurrent_activation: { value: 'sigmoid', note } };
}

/** Without a bias both forms have the same arrays. */
function resetAfter(form: BiasForm, bias: StoredTensor | undefined): Record<string, Decided> {
  if (form === 'none' || !bias) return {};
  const shape = formatShape(bias.shape);
  if (form === 'one') return { reset_after: { value: false, note: phrase('note-bias-one', { shape }) } };
  if (form === 'two-rows') return { reset_after: { value: true, note: phrase('note-bias-two', { shape }) } };
  return { reset_after: { value: true, note: phrase('note-bias-cudnn', { shape }) } };
}

/** kernel (features, units), recurrent kernel (units, units), bias (units): also the shapes of two Dense layers. */
function simpleRnn(tensors: readonly StoredTensor[], withBias: boolean): Reading | null {
  const [kernel, recurrent, bias] = tensors;
  const [units = 0, columns] = recurrent?.shape ?? [];
  if (!kernel || recurrent?.shape.length !== 2 || units === 0 || columns !== units) return null;
  if (kernel.shape.length !== 2 || kernel.shape[1] !== units) return null;
  if (withBias && !(bias?.shape.length === 1 && bias.shape[0] === units)) return null;
  const taken = tensors.slice(0, withBias ? 3 : 2);
  return {
    className: 'SimpleRNN',
    role: 'recurrent',
    count: taken.length,
    arrays: () => taken,
    settings: { units: { value: units, note: rowsOf(units) }, use_bias: useBias(bias, withBias) },
    inner: null,
    input: kernel.shape[0] ?? null,
    output: units,
    axes: 1,
    cost: withBias ? 1 : 4,
    reason: phrase('note-square', { kernel: formatShape(kernel.shape), recurrent: formatShape(recurrent.shape) }),
  };
}

/** Keras 1 kept an array per gate: (features, units), (units, units), (units), four times in an LSTM, three times in a GRU. */
function keras1(tensors: readonly StoredTensor[], count: 12 | 9): Reading | null {
  const taken = tensors.slice(0, count);
  if (taken.length !== count || !isKeras1(taken)) return null;
  const [features = 0, units = 0] = taken[0]?.shape ?? [];
  const className = count === 12 ? 'LSTM' : 'GRU';
  const note = phrase('note-keras-1', { count });
  return {
    className,
    role: 'recurrent',
    count,
    arrays: () => fuseKeras1(taken),
    settings: {
      units: { value: units, note: phrase('note-keras-1-rows', { units }) },
      use_bias: { value: true, note: phrase('note-keras-1-bias') },
      ...(count === 9 && { reset_after: { value: false, note } }),
    },
    inner: null,
    input: features,
    output: units,
    axes: 1,
    cost: 0,
    reason: note,
  };
}

/** kernel (k…, channels, 4 · filters), recurrent kernel (k…, filters, 4 · filters), bias (4 · filters). */
function convLstm(tensors: readonly StoredTensor[], withBias: boolean): Reading | null {
  const [kernel, recurrent, bias] = tensors;
  const rank = kernel?.shape.length ?? 0;
  if (!kernel || !recurrent || rank < 3 || rank > 5 || recurrent.shape.length !== rank) return null;
  const filters = recurrent.shape.at(-2) ?? 0;
  const columns = 4 * filters;
  if (filters === 0 || recurrent.shape.at(-1) !== columns || kernel.shape.at(-1) !== columns) return null;
  if (withBias && !(bias?.shape.length === 1 && bias.shape[0] === columns)) return null;
  const taken = tensors.slice(0, withBias ? 3 : 2);
  return {
    className: `ConvLSTM${rank - 2}D`,
    role: 'recurrent',
    count: taken.length,
    arrays: () => taken,
    settings: {
      filters: { value: filters, note: phrase('note-recurrent-blocks', { shape: formatShape(recurrent.shape), filters }) },
      kernel_size: { value: kernel.shape.slice(0, -2), note: phrase('note-kernel', { shape: formatShape(kernel.shape) }) },
      use_bias: useBias(bias, withBias),
    },
    inner: null,
    input: kernel.shape.at(-2) ?? null,
    output: filters,
    axes: rank - 1,
    cost: withBias ? 0 : 1,
    reason: phrase('note-blocks-4', {
      kernel: formatShape(kernel.shape),
      recurrent: formatShape(recurrent.shape),
      units: filters,
    }),
  };
}

/** Two halves of equal shapes: concatenated they give 2 · units, in any other way of merging units. */
function bothDirections(tensors: readonly StoredTensor[], half: Reading): readonly Reading[] {
  const backward = tensors.slice(half.count, 2 * half.count);
  const isEqual =
    backward.length === half.count && backward.every((tensor, index) => String(tensor.shape) === String(tensors[index]?.shape));
  const other = isEqual ? recurrentOf(half, backward) : null;
  if (other === null || half.output === null) return [];
  const wide = 2 * half.output;
  const reading = {
    className: 'Bidirectional',
    role: 'recurrent',
    count: 2 * half.count,
    arrays: () => [...half.arrays(), ...other.arrays()],
    inner: { className: half.className, settings: half.settings },
    input: half.input,
    axes: half.axes,
    reason: phrase('note-directions', { class: half.className, features: half.input ?? 0 }),
  } as const;
  return [
    {
      ...reading,
      output: wide,
      cost: half.cost + 0.5,
      settings: { merge_mode: { value: 'concat', note: phrase('note-concat', { units: half.output }) } },
    },
    { ...reading, output: half.output, cost: half.cost + 2.5, settings: {} },
  ];
}

/** The same kind of layer made of other arrays. */
function recurrentOf(like: Reading, tensors: readonly StoredTensor[]): Reading | null {
  const withBias = like.count % 3 === 0;
  switch (like.className) {
    case 'LSTM':
      return like.count === 12 ? keras1(tensors, 12) : gated(tensors, 4, withBias);
    case 'GRU':
      return like.count === 9 ? keras1(tensors, 9) : gated(tensors, 3, withBias);
    case 'SimpleRNN':
      return simpleRnn(tensors, withBias);
    default:
      return convLstm(tensors, withBias);
  }
}
