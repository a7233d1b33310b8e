import type { InnerLayer, LayerKind, Settings } from './layer-kind.ts';
import { recur } from './recurrence.ts';
import { sequenceShapes } from './recurrent-shapes.ts';
import { required, RNN_EXTRAS, SEQUENCE_SETTINGS } from './settings.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/rnn/rnn.py';

/** A recurrent layer around a cell. Its weights, signals and states are those of the cell; of stacked cells with the cell's number: `0/h`. */
export const RNN: LayerKind = {
  className: 'RNN',
  aliases: [],
  isRecurrent: true,
  reach: 'causal',
  settings: { cell: { ...required('layer', SOURCE), part: '' }, ...SEQUENCE_SETTINGS, ...RNN_EXTRAS },
  weights: (settings, inputs) => cellOf(settings).kind.weights(cellOf(settings).settings, inputs),
  outputShapes(settings, inputs) {
    const cell = cellOf(settings);
    return sequenceShapes(settings, inputs, cell.kind.outputShapes(cell.settings, inputs));
  },
  signals(settings) {
    const cell = cellOf(settings);
    return cell.kind.signals(cell.settings).map((signal) => ({ ...signal, backwards: settings.go_backwards === true }));
  },
  states: (settings) => cellOf(settings).kind.states?.(cellOf(settings).settings) ?? [],
  obstacle(settings, producer) {
    const { kind, settings: inner } = cellOf(settings);
    return kind.cell === undefined ? kind.className : (kind.obstacle?.(inner, producer) ?? null);
  },
  evaluate(call) {
    const { kind, settings } = cellOf(call.settings);
    const { cell } = kind;
    if (cell === undefined) throw new Error('the model room lets only layers run that can');
    return recur(call, (of) => cell({ ...of, settings }));
  },
};

function cellOf(settings: Settings): InnerLayer {
  return settings.cell as InnerLayer; // as: computable() made it
}
