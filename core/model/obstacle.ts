import { labErrorData, type Warning } from '../errors/index.ts';
import type { LayerKind, Settings } from '../layers/index.ts';
import type { Producer } from '../read/index.ts';
import type { LayerSpec } from './config/graph-spec.ts';
import { actsAsInTraining } from './training.ts';

/** A class that is known here, and settings that its arithmetic understands. */
export interface Known {
  readonly kind: LayerKind;
  readonly computable: Settings;
}

/** What keeps a layer from running, where numbers would be missing, or wrong in silence; null when nothing does. */
export function obstacleOf(spec: LayerSpec, known: Known | null, producer: Producer): Warning | null {
  const { name, className } = spec;
  const names = { layer: name, className };
  // tf.keras writes the first argument of a function and those given by name; of `tf.einsum('ij,jk', a, b)` the tensors are lost.
  if (className.startsWith('tf.') && spec.calls.every((call) => call.inputs.length === 0))
    return labErrorData('operands-lost', name, names);
  if (!known?.kind.evaluate) return labErrorData('layer-unsupported', name, names);
  if (actsAsInTraining(spec)) return labErrorData('layer-in-training', name, names);
  const what = known.kind.obstacle?.(known.computable, producer) ?? null;
  return what === null ? null : labErrorData('layer-obstacle', name, { ...names, what });
}
