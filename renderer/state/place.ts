import type { ModelCard } from '../../core/session/index.ts';

/** A number of a trace: which array, and where in it. */
export interface Place {
  /** `lstm/h`, `bidirectional/backward/c`, `dense/output`, `output`. */
  readonly array: string;
  readonly sample: number;
  /** null where the array has no time axis. */
  readonly timestep: number | null;
  readonly unit: number;
}

/**
 * The layer, and the recurrence of it, that an array of the trace belongs to; the model's own output belongs to the layer that gives it.
 * null for an input of the model.
 */
export function ownerOf(model: ModelCard, array: string): { readonly layer: string; readonly part: string | null } | null {
  if (array === 'output') return { layer: model.outputs[0]?.layer ?? '', part: null };
  if (array.startsWith('output/')) return { layer: array.slice('output/'.length).replace(/[@:].*$/, ''), part: null };
  for (const { name, parts } of model.layers) {
    const part = parts.find(({ path }) => array.startsWith(`${path}/`));
    if (part) return { layer: name, part: part.path };
  }
  const layer = model.layers.find(({ name }) => array.startsWith(`${name}/`) || array.startsWith(`${name}@`));
  return layer ? { layer: layer.name, part: null } : null;
}
