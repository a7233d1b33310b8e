import { ModelError, refuse } from '../errors/index.ts';
import type { LayerKind, Settings } from '../layers/index.ts';
import { formatShape, type Shape, type StoredTensor } from '../tensor/index.ts';
import type { LayerSpec } from './config/graph-spec.ts';

/** Names a layer's arrays in Keras' order and checks each shape before a number is read. @throws `weight-missing`, `shape-mismatch` */
export function nameWeights(
  kind: LayerKind,
  settings: Settings,
  spec: LayerSpec,
  stored: readonly StoredTensor[],
  input: Shape | null,
): ReadonlyMap<string, StoredTensor> {
  const expected = kind.weights(settings, [input ?? [-1, -1]]);
  const named = expected.map((weight, index): [string, StoredTensor] => {
    const tensor = stored[index];
    const needed = { layer: spec.name, className: kind.className, weight: weight.name, expected: formatShape(weight.shape) };
    if (!tensor) return refuse(ModelError, 'weight-missing', spec.name, { ...needed, found: stored.length });
    const fits = tensor.shape.length === weight.shape.length && weight.shape.every((axis, at) => axis < 0 || axis === tensor.shape[at]);
    if (!fits) refuse(ModelError, 'shape-mismatch', tensor.path, { ...needed, found: formatShape(tensor.shape) + likeness(stored) });
    return [weight.name, tensor];
  });
  const extra = stored[expected.length];
  if (extra) {
    refuse(ModelError, 'shape-mismatch', extra.path, {
      layer: spec.name,
      className: kind.className,
      weight: extra.path.split('/').at(-1) ?? extra.path,
      found: formatShape(extra.shape) + likeness(stored),
      expected: `only ${expected.length} arrays`,
    });
  }
  return new Map(named);
}

/** A layer's arrays by name and shape, without numbers: asking for them is refused. @throws `structure-only` when they are loaded */
export function weightShapes(kind: LayerKind, settings: Settings, spec: LayerSpec, input: Shape | null): ReadonlyMap<string, StoredTensor> {
  return new Map(
    kind.weights(settings, [input ?? [-1, -1]]).map(({ name, shape }): [string, StoredTensor] => {
      const path = `${spec.name}/${name}`;
      const load = (): never => refuse(ModelError, 'structure-only', path, { file: path });
      return [name, { path, shape, dtype: 'float32', source: '', load }];
    }),
  );
}

/** What the arrays look like instead, told by the columns of the recurrent kernel and the bias: `; looks like GRU(32, reset_after)`. */
function likeness(stored: readonly StoredTensor[]): string {
  const [kernel, recurrent, bias] = stored.map((tensor) => tensor.shape);
  const [units = 0, columns = 0] = recurrent ?? [];
  if (recurrent?.length !== 2 || units === 0 || kernel?.at(-1) !== columns) return '';
  switch (columns / units) {
    case 4:
      return `; the arrays look like LSTM(${units})`;
    case 3:
      return `; the arrays look like GRU(${units}${bias?.length === 2 ? ', reset_after=True' : bias ? ', reset_after=False' : ''})`;
    default:
      return columns === units ? `; the arrays look like SimpleRNN(${units})` : '';
  }
}
