import {
  type InnerLayer,
  isRecurrent,
  type LayerKind,
  layerKindOf,
  type Settings,
  type SignalSpec,
  type StateSpec,
} from '../layers/index.ts';
import type { LayerNode, LayerUse, Model } from './model.ts';
import { computable } from './settings.ts';

/** One recurrence of a layer: a plain layer has one, Bidirectional two, RNN one for each of its cells. */
export interface LayerPart {
  /** `` for the layer itself, else what names the part in weights and signals: `forward`, `1`, `backward/0`. */
  readonly name: string;
  /** The class that holds the formulas, `LSTM` or `GRUCell`, and its settings. */
  readonly kind: LayerKind;
  readonly settings: Settings;
  /** Its signals by their names within the part: `f`, `h`. */
  readonly signals: readonly SignalSpec[];
}

/** The recurrences of a layer, in the order of their signals; empty for a layer without any. */
export function partsOf(kind: LayerKind, settings: Settings): readonly LayerPart[] {
  if (!isRecurrent(kind)) return [];
  const signals = kind.signals(settings).map((signal) => ({ signal, at: signal.name.lastIndexOf('/') }));
  const names = new Set(signals.map(({ signal, at }) => signal.name.slice(0, Math.max(0, at))));
  return [...names].map((name) => ({
    name,
    ...innermost({ kind, settings }, name),
    signals: signals
      .filter(({ signal, at }) => signal.name.slice(0, Math.max(0, at)) === name)
      .map(({ signal, at }) => ({ ...signal, name: signal.name.slice(at + 1) })),
  }));
}

/** The layer, or the cell, that stands at a part's name inside wrappers. */
function innermost(layer: Pick<InnerLayer, 'kind' | 'settings'>, name: string): Pick<InnerLayer, 'kind' | 'settings'> {
  for (const [setting, spec] of Object.entries(layer.kind.settings)) {
    if (spec.values === 'layers') {
      const cells = layer.settings[setting] as readonly InnerLayer[]; // as: computable() made them
      const [index = '', ...rest] = name.split('/');
      return innermost(cells[Number(index)], rest.join('/'));
    }
    if (spec.values !== 'layer') continue;
    const part = spec.part ?? '';
    if (part !== '' && part !== name.split('/')[0]) continue;
    // Without a backward layer of its own, Bidirectional makes one like its first.
    const inner = (layer.settings[setting] ?? layer.settings['layer']) as InnerLayer; // as: computable() made it
    return innermost(inner, part === '' ? name : name.slice(part.length + 1));
  }
  return { kind: layer.kind, settings: layer.settings };
}

/** A part of one use of a layer, as a trace names it. */
export interface PlacedPart extends LayerPart {
  readonly layer: LayerNode;
  readonly use: LayerUse;
  /** The states of the whole layer, in the order in which it takes them. */
  readonly states: readonly StateSpec[];
}

/** What names a part in a trace: `lstm`, `lstm@1`, `bidirectional/forward`, `rnn/0`. */
export function partPath(use: Pick<LayerUse, 'name'>, part: Pick<LayerPart, 'name'>): string {
  return part.name === '' ? use.name : `${use.name}/${part.name}`;
}

/** The part of that name in a trace; null where the model has none. */
export function partNamed(model: Model, path: string): PlacedPart | null {
  for (const layer of model.layers) {
    const uses = layer.calls.filter(({ name }) => path === name || path.startsWith(`${name}/`));
    const kind = uses.length > 0 && layer.supported ? layerKindOf(layer.className) : null;
    if (kind === null) continue;
    const settings = computable(kind, layer, model.producer);
    for (const part of partsOf(kind, settings)) {
      const use = uses.find((each) => partPath(each, part) === path);
      if (use) return { ...part, layer, use, states: kind.states?.(settings) ?? [] };
    }
  }
  return null;
}
