import { refuse, RunError } from '../errors/index.ts';
import type { LayerKind, Settings } from '../layers/index.ts';
import type { LayerNode } from '../model/index.ts';
import { formatShape, type Shape, type Tensor } from '../tensor/index.ts';

/**
 * A layer's arrays fix what may reach it, even where the configuration leaves it open: the features mostly, the timesteps of a PReLU.
 * @throws `features-mismatch`, `weight-fit`
 */
export function checkInput(kind: LayerKind, layer: LayerNode, settings: Settings, inputs: readonly Tensor[]): void {
  const shapes = inputs.map(({ shape }) => shape.slice(1));
  const features = featuresAxis(settings, shapes[0] ?? []);
  const open = kind.weights(settings, shapes.map(allFree)); // prettier-ignore
  const openFeatures = kind.weights(settings, shapes.map((shape) => shape.map((length, axis) => (axis === features ? -1 : length)))); // prettier-ignore
  kind.weights(settings, shapes).forEach(({ name, shape: needed }, index) => {
    const stored = layer.weights.get(name)?.shape ?? needed;
    const axis = stored.findIndex((length, at) => open[index].shape[at] === -1 && needed[at] !== length);
    if (axis < 0) return;
    if (openFeatures[index].shape[axis] === -1) {
      const found = shapes[0]?.[features] ?? 0;
      // A kernel in groups holds for each of them its share of the features.
      const expected = stored[axis] * (typeof settings.groups === 'number' ? settings.groups : 1);
      refuse(RunError, 'features-mismatch', layer.name, { input: layer.name, found, expected });
    }
    refuse(RunError, 'weight-fit', layer.name, {
      layer: layer.name,
      weight: name,
      found: formatShape(stored),
      expected: formatShape(needed),
    });
  });
}

function featuresAxis(settings: Settings, shape: Shape): number {
  return settings.data_format === 'channels_first' ? 0 : shape.length - 1;
}

function allFree(shape: Shape): Shape {
  return shape.map(() => -1);
}
