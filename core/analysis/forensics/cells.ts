import { layerKindOf } from '../../layers/index.ts';
import type { InnerSettings, LayerNode, Setting } from '../../model/index.ts';

/** A recurrent cell of a layer: the layer itself, or what a wrapper holds. */
export interface CellPlace {
  readonly className: 'LSTM' | 'GRU' | 'SimpleRNN';
  /** What its settings are asked for by: `lstm`, `bidirectional/forward`. */
  readonly name: string;
  /** The way to its settings from those of the layer: none, or `layer` of a Bidirectional. */
  readonly path: readonly string[];
  readonly settings: Readonly<Record<string, Setting>>;
  /** What stands before the names of its arrays; two where one layer is used in both directions. */
  readonly prefixes: readonly string[];
}

const CLASSES: Readonly<Record<string, CellPlace['className']>> = {
  LSTM: 'LSTM',
  LSTMCell: 'LSTM',
  GRU: 'GRU',
  GRUCell: 'GRU',
  SimpleRNN: 'SimpleRNN',
  SimpleRNNCell: 'SimpleRNN',
};

/** The recurrent cells of a layer whose arithmetic is known here; none for any other layer. */
export function cellsOf(layer: LayerNode): readonly CellPlace[] {
  return cellsIn({ class: layer.className, settings: layer.settings }, { name: layer.name, path: [], prefixes: [''] });
}

/** The two directions of a Bidirectional; none of any other layer. */
export function halvesOf(layer: LayerNode): readonly string[] {
  return layer.className === 'Bidirectional' ? ['forward', 'backward'] : [];
}

/** A Bidirectional with a layer of its own in each direction, so that each can be changed alone; any other layer as it is. */
export function withBothHalves(layer: LayerNode): LayerNode {
  const { layer: forward, backward_layer: backward } = layer.settings;
  if (layer.className !== 'Bidirectional' || forward === undefined || (backward?.value ?? null) !== null) return layer;
  const inner = forward.value as InnerSettings; // as: the model room made it
  const direction = { value: inner.settings['go_backwards']?.value !== true, from: 'inferred', note: null } as const;
  const turned: InnerSettings = { ...inner, settings: { ...inner.settings, go_backwards: direction } };
  return { ...layer, settings: { ...layer.settings, backward_layer: { value: turned, from: 'inferred', note: null } } };
}

type Place = Pick<CellPlace, 'name' | 'path' | 'prefixes'>;

function cellsIn(layer: Pick<InnerSettings, 'class' | 'settings'>, place: Place): readonly CellPlace[] {
  const className = CLASSES[layer.class];
  if (className !== undefined) return [{ ...place, className, settings: layer.settings }];
  // Without a backward_layer of its own, the one layer is used in both directions.
  const isForBoth = layer.class === 'Bidirectional' && (layer.settings['backward_layer']?.value ?? null) === null;
  return Object.entries(layerKindOf(layer.class)?.settings ?? {}).flatMap(([key, { values, part = '' }]) => {
    const inner = layer.settings[key]?.value ?? null;
    if (inner === null || (values !== 'layer' && values !== 'layers')) return [];
    if (values === 'layer') {
      const parts = isForBoth ? ['forward', 'backward'] : [part];
      return cellsIn(inner as InnerSettings, within(place, [key], part, parts)); // as: the model room made it
    }
    return (inner as InnerSettings[]).flatMap((cell, index) =>
      cellsIn(cell, within(place, [key, String(index)], String(index), [String(index)])),
    );
  });
}

function within(place: Place, keys: readonly string[], part: string, parts: readonly string[]): Place {
  return {
    name: part === '' ? place.name : `${place.name}/${part}`,
    path: [...place.path, ...keys],
    prefixes: place.prefixes.flatMap((prefix) => parts.map((each) => (each === '' ? prefix : `${prefix}${each}/`))),
  };
}
