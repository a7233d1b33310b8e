import { ModelError, phrase, refuse } from '../../errors/index.ts';
import { GRU_GATES, LSTM_GATES } from '../../layers/index.ts';
import { formatShape, type StoredTensor } from '../../tensor/index.ts';
import type { Candidate } from '../infer/bag.ts';
import { columnsFromRows, expectShape, stackedBias, summedBias } from './converted.ts';
import type { Decided } from '../infer/reading.ts';

/** Arrays of one module by the last part of their key: `weight_ih_l0` → array. */
export type ModuleArrays = ReadonlyMap<string, StoredTensor>;

/** Order of the row blocks. Source: PyTorch 2 torch/nn/modules/rnn.py, `LSTM` (i, f, g, o) and `GRU` (r, z, n; n is the candidate). */
export const TORCH_LSTM_GATES = ['i', 'f', 'g', 'o'] as const;
export const TORCH_GRU_GATES = ['r', 'z', 'g'] as const;

interface Kind {
  readonly className: 'LSTM' | 'GRU' | 'SimpleRNN';
  /** Which block of PyTorch stands at each place in Keras. */
  readonly order: readonly number[];
  readonly settings: Candidate['settings'];
}

const always = (value: unknown, className: string): Decided => ({ value, note: phrase('note-pytorch', { class: className }) });
const FORWARD = { value: false, note: phrase('note-pytorch-forward') };

/** By the number of row blocks, which the recurrent array tells: (blocks · units, units). */
const KINDS: Readonly<Record<number, Kind>> = {
  4: {
    className: 'LSTM',
    order: LSTM_GATES.map((gate) => TORCH_LSTM_GATES.indexOf(gate)),
    settings: { activation: always('tanh', 'LSTM'), recurrent_activation: always('sigmoid', 'LSTM'), go_backwards: FORWARD },
  },
  3: {
    className: 'GRU',
    order: GRU_GATES.map((gate) => TORCH_GRU_GATES.indexOf(gate)),
    settings: {
      activation: always('tanh', 'GRU'),
      recurrent_activation: always('sigmoid', 'GRU'),
      go_backwards: FORWARD,
      reset_after: { value: true, note: phrase('note-pytorch-reset') },
    },
  },
  1: { className: 'SimpleRNN', order: [0], settings: { go_backwards: FORWARD } },
};

const RECURRENT = /^weight_(?:ih|hh|hr)(?:_l(\d{1,4}))?(_reverse)?$/;

/** Whether the arrays are those of an `nn.LSTM`, `nn.GRU`, `nn.RNN` or of one of their cells. */
export function isRecurrentModule(arrays: ModuleArrays): boolean {
  return [...arrays.keys()].some((key) => RECURRENT.test(key));
}

/**
 * One Keras layer per stacked layer of a recurrent module, Bidirectional where a `_reverse` half exists. A module of one layer gives its
 * name to it, of a stack the layers are `name_l0`, `name_l1`, …; null where the keys name no module. Settings of a Bidirectional hold for
 * both halves.
 * @throws `lstm-projection`, `weight-missing`, `shape-mismatch`
 */
export function recurrentCandidates(module: string | null, arrays: ModuleArrays): readonly Candidate[] {
  const projection = [...arrays].find(([key]) => key.startsWith('weight_hr'));
  if (projection !== undefined)
    refuse(ModelError, 'lstm-projection', projection[1].path, { layer: module ?? 'unnamed', shape: formatShape(projection[1].shape) });
  const stacked = [...arrays.keys()].flatMap((key) => RECURRENT.exec(key)?.[1] ?? []);
  const levels = [...new Set(stacked.map(Number))].sort((a, b) => a - b);
  if (levels.length === 0) return [layerAt(module, arrays, '')];
  return levels.map((level) => layerAt(levels.length === 1 || module === null ? module : `${module}_l${level}`, arrays, `_l${level}`));
}

/** `suffix`: `_l0` of a module's first layer, nothing of a cell. */
function layerAt(name: string | null, arrays: ModuleArrays, suffix: string): Candidate {
  const forward = directionAt(name, arrays, suffix);
  if (!arrays.has(`weight_hh${suffix}_reverse`) && !arrays.has(`weight_ih${suffix}_reverse`)) {
    return { name, className: forward.kind.className, tensors: forward.tensors, settings: forward.kind.settings };
  }
  const backward = directionAt(name, arrays, `${suffix}_reverse`);
  return {
    name,
    className: 'Bidirectional',
    tensors: [...forward.tensors, ...backward.tensors],
    settings: { ...forward.kind.settings, merge_mode: { value: 'concat', note: phrase('note-pytorch-both') } },
  };
}

function directionAt(name: string | null, arrays: ModuleArrays, suffix: string): { kind: Kind; tensors: readonly StoredTensor[] } {
  const layer = name ?? 'unnamed';
  const need = (key: string, shape: string): StoredTensor =>
    arrays.get(`${key}${suffix}`) ??
    refuse(ModelError, 'weight-missing', layer, {
      layer,
      className: 'PyTorch recurrent module',
      weight: `${key}${suffix}`,
      expected: shape,
      found: arrays.size,
    });
  const recurrent = need('weight_hh', '(gates · units, units)');
  const [rows = 0, units = 0] = recurrent.shape;
  const kind = recurrent.shape.length === 2 && units > 0 ? KINDS[rows / units] : undefined;
  if (kind === undefined) {
    return refuse(ModelError, 'shape-mismatch', recurrent.path, {
      layer,
      weight: recurrent.path,
      found: formatShape(recurrent.shape),
      expected: '(4·units, units) for an LSTM, (3·units, units) for a GRU or (units, units) for an RNN',
    });
  }
  const kernel = need('weight_ih', `(${rows}, inputs)`);
  expectShape(layer, kernel, [rows, kernel.shape[1] ?? 0]);
  const tensors = [columnsFromRows(kernel, kind.order), columnsFromRows(recurrent, kind.order)];
  if (!arrays.has(`bias_ih${suffix}`) && !arrays.has(`bias_hh${suffix}`)) return { kind, tensors };
  const biases = [need('bias_ih', `(${rows},)`), need('bias_hh', `(${rows},)`)] as const;
  for (const bias of biases) expectShape(layer, bias, [rows]);
  const joined = kind.className === 'GRU' ? stackedBias : summedBias;
  return { kind, tensors: [...tensors, joined(...biases, kind.order)] };
}
