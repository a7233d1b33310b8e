import { ModelError, refuse } from '../errors/index.ts';
import type { Shape } from '../tensor/index.ts';
import type { LayerSpec } from './config/graph-spec.ts';

/** Samples, time, three of space and channels are six; no Keras layer takes more than a seventh. */
const AXES_LIMIT = 7;

/**
 * Shape of an InputLayer without the samples axis; a free axis is −1, and (−1, −1) stands where the file does not say.
 * @throws `input-unknown`
 */
export function inputShapeOf(spec: LayerSpec): Shape {
  const stored = spec.config.batch_shape ?? spec.config.batch_input_shape;
  if (stored === undefined || stored === null) return [-1, -1];
  const axes = Array.isArray(stored) ? (stored as unknown[]) : null;
  const isUsable = axes !== null && axes.length >= 1 && axes.length <= AXES_LIMIT && axes.slice(1).every(isAxis);
  if (!isUsable)
    return refuse(ModelError, 'input-unknown', `${spec.name}.batch_shape`, {
      layer: spec.name,
      found: JSON.stringify(stored).slice(0, 60),
    });
  return axes.slice(1).map((axis) => (typeof axis === 'number' ? axis : -1));
}

/** Samples a batch that the file fixes; null where it leaves them open. Here any number runs. */
export function fixedSamplesOf(spec: LayerSpec): number | null {
  const stored = spec.config.batch_shape ?? spec.config.batch_input_shape;
  const samples: unknown = Array.isArray(stored) ? stored[0] : null;
  return typeof samples === 'number' ? samples : null;
}

function isAxis(axis: unknown): boolean {
  return axis === null || (typeof axis === 'number' && Number.isSafeInteger(axis) && axis > 0);
}
