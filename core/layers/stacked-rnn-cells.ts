import type { Shape } from '../tensor/index.ts';
import { versionDefault, versionSource } from './defaults.ts';
import type { Cell, CellCall, InnerLayer, LayerKind, Settings } from './layer-kind.ts';
import { required } from './settings.ts';
import { partWeights, prefixedSignals, prefixedStates, prefixedWeights } from './wrapped.ts';

/** Cells one on top of the other: each reads the output of the one before. */
export const STACKED_RNN_CELLS: LayerKind = {
  className: 'StackedRNNCells',
  aliases: [],
  isRecurrent: true,
  reach: 'causal',
  settings: {
    cells: required('layers', 'Keras 3.15 keras/src/layers/rnn/stacked_rnn_cells.py'),
    reverse_state_order: {
      values: 'flag',
      default: (producer) => versionDefault('reverse_state_order', producer),
      source: versionSource('reverse_state_order'),
    },
  },
  weights(settings, inputs) {
    let features: Shape = [inputs[0]?.at(-1) ?? -1];
    return cellsOf(settings).flatMap((cell, index) => {
      const weights = prefixedWeights(String(index), cell.kind.weights(cell.settings, [features]));
      features = cell.kind.outputShapes(cell.settings, [features])[0] ?? [-1];
      return weights;
    });
  },
  /** Output of the last cell, then the states of all. */
  outputShapes(settings, inputs) {
    const shapes = cellsOf(settings).map((cell) => cell.kind.outputShapes(cell.settings, inputs));
    return [shapes.at(-1)?.[0] ?? [], ...inStateOrder(settings, shapes).flatMap(([, ...states]) => states)];
  },
  signals: (settings) =>
    cellsOf(settings).flatMap((cell, index) => prefixedSignals(String(index), `cell ${index}`, cell.kind.signals(cell.settings))),
  states(settings) {
    const states = cellsOf(settings).map((cell, index) => prefixedStates(String(index), cell.kind.states?.(cell.settings) ?? []));
    return inStateOrder(settings, states).flat();
  },
  obstacle(settings) {
    const cells = cellsOf(settings);
    if (cells.length === 0) return 'no cells';
    return cells.find((cell) => cell.kind.cell === undefined)?.kind.className ?? null;
  },
  cell: stackedCell,
  evaluate: null,
};

function cellsOf(settings: Settings): readonly InnerLayer[] {
  return settings.cells as readonly InnerLayer[]; // as: computable() made them
}

/** What belongs to each cell, in the order in which the stack takes and returns states. */
function inStateOrder<T>(settings: Settings, ofCells: readonly T[]): readonly T[] {
  return settings.reverse_state_order === true ? [...ofCells].reverse() : ofCells;
}

/** Steps the cells in turn; at a masked step none of them is stepped. Source: Keras 3.15 `StackedRNNCells.call`. */
function stackedCell(call: CellCall): Cell {
  let features = call.features;
  const cells = cellsOf(call.settings).map(({ kind, settings }, index) => {
    if (kind.cell === undefined) throw new Error('the model room lets only layers run that can');
    const cell = kind.cell({ ...call, settings, weights: partWeights(String(index), call.weights), features });
    features = cell.output.units;
    return cell;
  });
  const last = cells.at(-1);
  if (last === undefined) throw new Error('the model room lets only layers run that can');
  return {
    states: inStateOrder(call.settings, cells).flatMap(({ states }) => states),
    signals: cells.flatMap(({ signals }, index) => signals.map((signal) => ({ ...signal, name: `${index}/${signal.name}` }))),
    output: last.output,
    step: (x, xStart, sample) => {
      cells[0].step(x, xStart, sample);
      for (let index = 1; index < cells.length; index++) {
        const { values, at, perSample } = cells[index - 1].output;
        cells[index].step(values, at + sample * perSample, sample);
      }
    },
  };
}
