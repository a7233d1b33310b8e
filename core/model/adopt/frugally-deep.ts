import type { WeightFile } from '../../read/index.ts';
import { formatShape, type StoredTensor } from '../../tensor/index.ts';
import { ModelError, refuse } from '../../errors/index.ts';
import { flatten } from '../config/flatten.ts';
import type { LayerSpec } from '../config/graph-spec.ts';
import { graphOf } from '../config/parse.ts';
import type { Adopted } from './adopted.ts';
import { transposed } from './converted.ts';
import { type Axes, fdeepArrays } from './frugally-deep-arrays.ts';
import { inTodaysForm } from './todays-arrays.ts';
import { leavesOf } from './weights-of-layers.ts';

/**
 * Layers of a frugally-deep model. Parameters stand under the layer's name, those of a nested model under `MODEL_LAYER`, with one axis
 * each: the configuration says the shapes. Source: frugally-deep keras_export/convert_model.py `get_all_weights`.
 * @throws `config-invalid`, `shape-mismatch`
 */
export function adoptFrugallyDeep(file: WeightFile): Adopted {
  const graph = graphOf(file.config);
  const stored = new Map(file.groups.map((group) => [group.name ?? '', group.tensors]));
  const claimed = new Set<string>();
  const arrays = new Map<string, readonly StoredTensor[]>();
  for (const { name, spec } of leavesOf(graph)) {
    const joined = name.slice(0, -spec.name.length).replaceAll('/', '_') + spec.name;
    // Before version 0.15 the names of nested models were left out.
    const key = [joined, spec.name].find((known) => stored.has(known) && !claimed.has(known));
    if (key === undefined) continue;
    claimed.add(key);
    arrays.set(name, shapedArrays(spec, stored.get(key) ?? []));
  }
  return {
    ...inTodaysForm(flatten(graph), arrays),
    unclaimed: [...stored.keys()].filter((name) => !claimed.has(name)),
    questions: [],
    warnings: [],
  };
}

/** Arrays of one layer in Keras' order and shape; those of a class not known here stay as they stand. */
function shapedArrays(layer: LayerSpec, tensors: readonly StoredTensor[]): readonly StoredTensor[] {
  const specs = fdeepArrays(layer.className, layer.config);
  if (specs === null) return tensors;
  const byKey = new Map(tensors.map((tensor) => [tensor.path.slice(tensor.path.lastIndexOf('/') + 1), tensor]));
  return specs.flatMap(({ key, axes, order }) => {
    const tensor = byKey.get(key);
    if (tensor === undefined) return [];
    const shaped = withAxes(layer.name, tensor, axes);
    return [order === null ? shaped : transposed(shaped, order)];
  });
}

/** The same numbers with the axes that the layer gives them; one axis, null, is whatever is left. */
function withAxes(layer: string, tensor: StoredTensor, axes: Axes): StoredTensor {
  const [count = 0] = tensor.shape;
  const known = axes.reduce<number>((product, axis) => product * (axis ?? 1), 1);
  const isWhole = axes.includes(null) ? count % known === 0 : count === known;
  if (!isWhole) {
    refuse(ModelError, 'shape-mismatch', tensor.path, {
      layer,
      weight: tensor.path,
      found: formatShape([count]),
      expected: formatShape(axes),
    });
  }
  const shape = axes.map((axis) => axis ?? count / known);
  return { ...tensor, shape, load: () => ({ shape, data: tensor.load().data }) };
}
