import type { StoredTensor } from '../../tensor/index.ts';
import { layerKindOf } from '../../layers/index.ts';
import type { Producer } from '../../read/index.ts';
import type { GraphSpec, LayerSpec } from '../config/graph-spec.ts';
import { computable, settingsOf } from '../settings.ts';

/** A layer that is no model itself, with its full name: `encoder/lstm`. */
export interface Leaf {
  readonly name: string;
  readonly spec: LayerSpec;
}

/** Layers of a graph and of the models nested in it, in Keras' order. */
export function leavesOf(graph: GraphSpec, prefix = ''): readonly Leaf[] {
  return graph.layers.flatMap((spec): readonly Leaf[] =>
    spec.inner ? leavesOf(spec.inner, `${prefix}${spec.name}/`) : [{ name: prefix + spec.name, spec }],
  );
}

/** How many arrays a layer owns; null for a class that is not known here, or settings that cannot be used. */
export function arrayCount(spec: LayerSpec, producer: Producer): number | null {
  const kind = layerKindOf(spec.className);
  if (kind === null) return null;
  try {
    const settings = settingsOf(kind, spec, producer, new Map());
    return kind.weights(computable(kind, { name: spec.name, settings }, producer), [[-1, -1]]).length;
  } catch {
    // A setting that cannot be used is refused, with its place, where the layer is built.
    return null;
  }
}

/** Arrays that Keras does not train although their layer is trainable, counted from the end. Source: Keras 3.15 batch_normalization.py, normalization.py. */
const UNTRAINED: Readonly<Record<string, number>> = { BatchNormalization: 2, Normalization: 3 };

/**
 * Arrays of several layers in the order of a nested model's `weights`: all trained ones of all layers, then all others. Gives what each
 * layer owns, in its own order; null when the numbers do not add up. Source: Keras 3.15 `legacy_h5_format._legacy_weights`.
 */
export function trainedFirst(
  leaves: readonly Leaf[],
  tensors: readonly StoredTensor[],
  producer: Producer,
): ReadonlyMap<string, readonly StoredTensor[]> | null {
  const counts = leaves.map(({ spec }) => {
    const all = arrayCount(spec, producer);
    if (all === null) return null;
    const untrained = spec.config.trainable === false ? all : Math.min(all, UNTRAINED[spec.className] ?? 0);
    return { trained: all - untrained, untrained };
  });
  const known = counts.flatMap((count) => (count === null ? [] : [count]));
  const total = known.reduce((sum, count) => sum + count.trained + count.untrained, 0);
  if (known.length < counts.length || total !== tensors.length) return null;
  let trainedAt = 0;
  let untrainedAt = known.reduce((sum, count) => sum + count.trained, 0);
  return new Map(
    leaves.map(({ name }, index): [string, readonly StoredTensor[]] => {
      const { trained, untrained } = known[index] ?? { trained: 0, untrained: 0 };
      const own = [...tensors.slice(trainedAt, trainedAt + trained), ...tensors.slice(untrainedAt, untrainedAt + untrained)];
      trainedAt += trained;
      untrainedAt += untrained;
      return [name, own];
    }),
  );
}

/** Arrays in the order of `get_weights()` dealt out to the layers of a configuration; null when the numbers do not add up. */
export function dealOut(
  graph: GraphSpec,
  tensors: readonly StoredTensor[],
  producer: Producer,
): ReadonlyMap<string, readonly StoredTensor[]> | null {
  const arrays = new Map<string, readonly StoredTensor[]>();
  let at = 0;
  for (const { name, spec } of leavesOf(graph)) {
    const count = arrayCount(spec, producer);
    if (count === null) return null;
    if (count > 0) arrays.set(name, tensors.slice(at, at + count));
    at += count;
  }
  return at === tensors.length ? arrays : null;
}
