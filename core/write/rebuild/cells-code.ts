import { type LayerKind, layerKindOf } from '../../layers/index.ts';
import { computable, type InnerSettings, type LayerNode } from '../../model/index.ts';
import type { Producer } from '../../read/index.ts';
import { activationWords } from './activation-code.ts';

/** A recurrent cell whose gates the script computes again in NumPy. */
export interface CellSpec {
  /** The arrays of a trace that it gives, by their letters: `f` → `bidirectional/forward/f`. */
  readonly signals: ReadonlyMap<string, string>;
  /** `LSTM`, `GRU`, `SimpleRNN` */
  readonly cell: string;
  /** Array that it reads: a tensor of the graph, or the `h` of the cell below. */
  readonly input: string;
  /** Names of its weights within the layer, as they follow `weights`: `forward/`. */
  readonly part: string;
  readonly backwards: boolean;
  /** What it reads is (timesteps, samples, features). */
  readonly timeMajor: boolean;
  /** It begins where the use of the layer before it ended. */
  readonly stateful: boolean;
  readonly settings: InnerSettings['settings'];
  /** Positions of its states among those of the layer. */
  readonly states: readonly number[];
}

/** The cells of one use of a layer; none for a layer without a state. */
export function cellsOf(layer: LayerNode, use: string, input: string, producer: Producer): readonly CellSpec[] {
  const kind = layerKindOf(layer.className);
  if (!kind?.isRecurrent) return [];
  const states = statesOf(kind, layer, producer);
  return cellsIn(
    { class: layer.className, name: layer.name, settings: layer.settings },
    { use, part: '', input, turned: false, stateful: false, timeMajor: false, states, producer },
  );
}

/** Names of the states that a layer may start from, `h`, `forward/c`. */
export function statesOf(kind: LayerKind, layer: LayerNode, producer: Producer): readonly string[] {
  return kind.states?.(computable(kind, layer, producer)).map(({ name }) => name) ?? [];
}

interface Around {
  readonly use: string;
  readonly part: string;
  readonly input: string;
  /** What wraps it reads the last timestep first. */
  readonly turned: boolean;
  readonly stateful: boolean;
  readonly timeMajor: boolean;
  readonly states: readonly string[];
  readonly producer: Producer;
}

function cellsIn(object: InnerSettings, around: Around): readonly CellSpec[] {
  const { settings } = object;
  const backwards = around.turned !== (settings['go_backwards']?.value === true);
  const timeMajor = around.timeMajor || settings['time_major']?.value === true;
  const stateful = around.stateful || settings['stateful']?.value === true;
  switch (object.class) {
    case 'Bidirectional': {
      const forward = settings['layer']?.value as InnerSettings; // as: settingsOf made it
      const backward = settings['backward_layer']?.value as InnerSettings | null; // as: see above
      return [
        ...cellsIn(forward, { ...around, part: `${around.part}forward/` }),
        ...cellsIn(backward ?? forward, { ...around, part: `${around.part}backward/`, turned: backward === null }),
      ];
    }
    case 'RNN':
      return cellsIn(settings['cell']?.value as InnerSettings, { ...around, turned: backwards, stateful, timeMajor }); // as: see above
    case 'StackedRNNCells': {
      let { input } = around;
      return (settings['cells']?.value as InnerSettings[]).flatMap((cell, index) => {
        const part = `${around.part}${index}/`;
        const cells = cellsIn(cell, { ...around, part, input, timeMajor: around.timeMajor && index === 0 });
        input = `${around.use}/${part}h`;
        return cells;
      });
    }
    default: {
      const { use, part, input, states, producer } = around;
      const own = states.flatMap((name, index) => (name === `${part}h` || name === `${part}c` ? [index] : []));
      const kind = layerKindOf(object.class);
      const letters = kind?.signals(computable(kind, object, producer)).map(({ name }) => name) ?? [];
      const signals = new Map(letters.map((letter) => [letter, `${use}/${part}${letter}`]));
      return [{ signals, cell: object.class.replace(/Cell$/, ''), input, part, backwards, stateful, timeMajor, settings, states: own }];
    }
  }
}

/** What a cell computes with, in words that the script reads. */
export function cellWords({ cell, input, backwards, settings }: CellSpec, producer: Producer): Readonly<Record<string, unknown>> {
  const activation = (name: string): Readonly<Record<string, unknown>> =>
    settings[name] === undefined ? {} : { [name]: activationWords(settings[name].value, producer) };
  return {
    cell,
    input,
    backwards,
    ...activation('activation'),
    ...activation('recurrent_activation'),
    ...(settings['reset_after'] && { reset_after: settings['reset_after'].value }),
  };
}
