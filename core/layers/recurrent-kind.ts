import { cellStates, cellWeights } from './cell.ts';
import type { Cell, CellCall, LayerKind, Settings, SettingSpec, SignalSpec } from './layer-kind.ts';
import { recur } from './recurrence.ts';
import { cellShapes, sequenceShapes } from './recurrent-shapes.ts';
import { CELL_EXTRAS, RNN_EXTRAS, SEQUENCE_SETTINGS } from './settings.ts';

/** Signals as a cell tells them; how wide they are and in which direction they run follows from the settings of every cell alike. */
export type Signals = (settings: Settings) => readonly Omit<SignalSpec, 'units' | 'backwards'>[];

/** What tells one recurrent cell from another. */
interface CellDescription {
  /** Of the layer; the cell's is `LSTMCell`. */
  readonly className: string;
  /** Other names of the layer. */
  readonly aliases: readonly string[];
  readonly settings: Readonly<Record<string, SettingSpec>>;
  /** Column blocks of its arrays; null for one block without a name. */
  readonly gates: readonly string[] | null;
  /** Rows of the bias, 1 unless said: with 2 the input and the recurrent product have one each. */
  readonly biasRows?: (settings: Settings) => 1 | 2;
  /** Names of its states, each (samples, units), in Keras' order. */
  readonly states: readonly string[];
  readonly signals: Signals;
  readonly cell: (call: CellCall) => Cell;
}

/** A cell as two classes of Keras: the layer that runs it over a sequence, and the cell that `RNN` holds. */
export function recurrentKinds(cell: CellDescription): readonly [layer: LayerKind, cell: LayerKind] {
  const shared = {
    isRecurrent: true,
    reach: 'causal',
    weights: (settings, inputs) => cellWeights(settings, inputs, cell.gates, cell.biasRows?.(settings) ?? 1),
    signals: (settings) => {
      // as: validated by the model room
      const of = { units: settings.units as number, backwards: settings.go_backwards === true };
      return cell.signals(settings).map((signal) => ({ ...signal, ...of }));
    },
    states: (settings) => cellStates(settings, cell.states),
    cell: cell.cell,
  } as const satisfies Partial<LayerKind>;
  return [
    {
      ...shared,
      className: cell.className,
      aliases: cell.aliases,
      settings: { ...cell.settings, ...SEQUENCE_SETTINGS, ...RNN_EXTRAS, ...CELL_EXTRAS },
      outputShapes: (settings, inputs) => sequenceShapes(settings, inputs, cellShapes(settings, cell.states.length)),
      evaluate: (call) => recur(call, cell.cell),
    },
    {
      ...shared,
      className: `${cell.className}Cell`,
      aliases: [],
      settings: { ...cell.settings, ...CELL_EXTRAS },
      outputShapes: (settings) => cellShapes(settings, cell.states.length),
      evaluate: null,
    },
  ];
}
