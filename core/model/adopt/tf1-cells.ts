import { labErrorData, ModelError, phrase, refuse, type Warning } from '../../errors/index.ts';
import { GRU_GATES, LSTM_GATES } from '../../layers/index.ts';
import { formatShape, type StoredTensor } from '../../tensor/index.ts';
import type { Candidate } from '../infer/bag.ts';
import { type ColumnBlock, expectShape, gatheredBias, gatheredColumns } from './converted.ts';
import type { NamedGroup } from './named-layers.ts';

/** Order of the column blocks. Source: TensorFlow 1.15 python/ops/rnn_cell_impl.py, `BasicLSTMCell` (i, j, f, o) and `GRUCell` (r, u). */
export const TF1_LSTM_GATES = ['i', 'g', 'f', 'o'] as const;
export const TF1_GRU_GATES = ['r', 'z'] as const;

const CELL = /^(?:(.*)\/)?((?:basic_|layer_norm_basic_)?(?:lstm|rnn|gru)_cell)(?:_\d+)?(?:\/(gates|candidate|projection))?$/;
/** `forget_bias` of a cell unless it was built with another one; it is added when the cell runs and stands in no file. */
const FORGET_BIAS = 1;

/** Cells of TensorFlow 1 as Keras layers, the groups that are none, and what was taken for granted. */
export interface Tf1Layers {
  readonly candidates: readonly Candidate[];
  readonly others: readonly NamedGroup[];
  readonly warnings: readonly Warning[];
}

interface Cell {
  /** `rnn/multi_rnn_cell/cell_0`, without the cell's own name. */
  readonly layer: string;
  /** `basic_lstm_cell`. */
  readonly name: string;
  /** `gates/kernel` → array. */
  readonly arrays: Map<string, StoredTensor>;
}

/**
 * Turns cells of `tf.nn.rnn_cell` into Keras layers. Such a cell has one kernel for inputs and hidden state together, (inputs + units, …);
 * a Keras layer of the same name has a recurrent kernel of its own and stays in `others`.
 * @throws `lstm-peephole`, `lstm-projection`, `shape-mismatch`, `weight-missing`
 */
export function tf1Layers(groups: readonly NamedGroup[]): Tf1Layers {
  const cells = new Map<string, Cell>();
  const others: NamedGroup[] = [];
  for (const group of groups) {
    const [, layer, name, part] = CELL.exec(group.path) ?? [];
    if (name === undefined || group.arrays.some(({ weight }) => /^(?:recurrent_kernel|\d+)$/.test(weight))) {
      others.push(group);
      continue;
    }
    const key = `${layer ?? ''}/${name}`;
    const cell = cells.get(key) ?? { layer: layer ?? name, name, arrays: new Map<string, StoredTensor>() };
    for (const { weight, tensor } of group.arrays) cell.arrays.set(part === undefined ? weight : `${part}/${weight}`, tensor);
    cells.set(key, cell);
  }
  const candidates = [...cells.values()].map(candidateOf);
  const warnings = [...cells.values()]
    .filter(({ name }) => name.includes('lstm'))
    .map(({ layer }) => labErrorData('tf1-forget-bias', layer, { layer, added: FORGET_BIAS }));
  return { candidates, others, warnings };
}

function candidateOf(cell: Cell): Candidate {
  const peephole = [...cell.arrays].find(([key]) => key.endsWith('_diag'));
  if (peephole !== undefined) refuse(ModelError, 'lstm-peephole', peephole[1].path, { layer: cell.layer });
  const projection = cell.arrays.get('projection/kernel');
  if (projection !== undefined)
    refuse(ModelError, 'lstm-projection', projection.path, { layer: cell.layer, shape: formatShape(projection.shape) });
  if (cell.name === 'gru_cell') return gru(cell);
  return cell.name.includes('lstm') ? lstm(cell) : simpleRnn(cell);
}

const sigmoidGates = { recurrent_activation: { value: 'sigmoid', note: phrase('note-tf1-gates') } };

function lstm(cell: Cell): Candidate {
  const kernel = arrayOf(cell, 'kernel');
  const units = unitsOf(cell, kernel, TF1_LSTM_GATES.length);
  const blocks = LSTM_GATES.map((gate) => ({ tensor: kernel, block: TF1_LSTM_GATES.indexOf(gate) }));
  const bias = cell.arrays.get('bias');
  if (bias !== undefined) expectShape(cell.layer, bias, [4 * units]);
  const added = LSTM_GATES.map((gate) => (gate === 'f' ? FORGET_BIAS : 0));
  const biases = blocks.map(({ block }) => ({ tensor: bias ?? kernel, block }));
  return {
    name: cell.layer,
    className: 'LSTM',
    tensors: [...split(kernel, blocks, units), ...(bias === undefined ? [] : [gatheredBias(biases, units, added)])],
    settings: sigmoidGates,
  };
}

function gru(cell: Cell): Candidate {
  const [gates, candidate] = [arrayOf(cell, 'gates/kernel'), arrayOf(cell, 'candidate/kernel')];
  const units = unitsOf(cell, candidate, 1);
  expectShape(cell.layer, gates, [candidate.shape[0], 2 * units]);
  const [gatesBias, candidateBias] = [arrayOf(cell, 'gates/bias'), arrayOf(cell, 'candidate/bias')];
  expectShape(cell.layer, gatesBias, [2 * units]);
  expectShape(cell.layer, candidateBias, [units]);
  const blocksOf = (two: StoredTensor, one: StoredTensor): readonly ColumnBlock[] =>
    GRU_GATES.map((gate) => (gate === 'g' ? { tensor: one, block: 0 } : { tensor: two, block: TF1_GRU_GATES.indexOf(gate) }));
  return {
    name: cell.layer,
    className: 'GRU',
    tensors: [...split(candidate, blocksOf(gates, candidate), units), gatheredBias(blocksOf(gatesBias, candidateBias), units)],
    settings: { ...sigmoidGates, reset_after: { value: false, note: phrase('note-tf1-reset') } },
  };
}

function simpleRnn(cell: Cell): Candidate {
  const kernel = arrayOf(cell, 'kernel');
  const units = unitsOf(cell, kernel, 1);
  const bias = cell.arrays.get('bias');
  if (bias !== undefined) expectShape(cell.layer, bias, [units]);
  const tensors = [...split(kernel, [{ tensor: kernel, block: 0 }], units), ...(bias === undefined ? [] : [bias])];
  return { name: cell.layer, className: 'SimpleRNN', tensors, settings: {} };
}

/** The kernel's rows for the inputs, then those for the hidden state. */
function split(kernel: StoredTensor, blocks: readonly ColumnBlock[], units: number): readonly StoredTensor[] {
  const rows = kernel.shape[0];
  return [gatheredColumns(blocks, units, 0, rows - units), gatheredColumns(blocks, units, rows - units, rows)];
}

function arrayOf(cell: Cell, key: string): StoredTensor {
  return (
    cell.arrays.get(key) ??
    refuse(ModelError, 'weight-missing', cell.layer, {
      layer: cell.layer,
      className: cell.name,
      weight: key,
      expected: '(inputs + units, …)',
      found: cell.arrays.size,
    })
  );
}

/** Units of a cell from its kernel (inputs + units, blocks · units). @throws `shape-mismatch` */
function unitsOf(cell: Cell, kernel: StoredTensor, blocks: number): number {
  const [rows = 0, columns = 0] = kernel.shape;
  const units = columns / blocks;
  if (kernel.shape.length === 2 && Number.isInteger(units) && units > 0 && rows > units) return units;
  return refuse(ModelError, 'shape-mismatch', kernel.path, {
    layer: cell.layer,
    weight: kernel.path,
    found: formatShape(kernel.shape),
    expected: blocks === 1 ? '(inputs + units, units)' : `(inputs + units, ${blocks}·units)`,
  });
}
