import type { Shape } from '../tensor/index.ts';
import { invalidConfig, type LayerSpec, listAt } from './config/graph-spec.ts';

/** Shape of an InputLayer without the samples axis; a free axis is −1, and (−1, −1) stands where the file does not say. @throws `config-invalid` */
export function inputShapeOf(spec: LayerSpec, index: number): Shape {
  const stored = spec.config.batch_shape ?? spec.config.batch_input_shape;
  if (stored === undefined || stored === null) return [-1, -1];
  const where = `${spec.name === '' ? `layers[${index}]` : spec.name}.batch_shape`;
  return listAt(stored, where)
    .slice(1)
    .map((axis) => {
      if (axis === null) return -1;
      return typeof axis === 'number' && Number.isInteger(axis) && axis > 0
        ? axis
        : invalidConfig(where, `an axis is ${JSON.stringify(axis)}`);
    });
}
