import { ModelError, refuse } from '../errors/index.ts';
import { formatShape, type Shape } from '../tensor/index.ts';
import { placesIn } from './places.ts';
import type { LayerCall } from './layer-kind.ts';
import { type Numbers, numbers } from './numbers.ts';

/** Numbers that stand in a configuration, row-major. */
interface Constant {
  readonly shape: Shape;
  readonly values: readonly number[];
}

/**
 * A number, a list of them, nested lists, or an array as Keras 3 writes it, `{class_name: "__numpy__", config: {value: […]}}`; null for
 * anything else.
 */
export function constantOf(value: unknown): Constant | null {
  if (typeof value === 'number') return { shape: [], values: [value] };
  if (Array.isArray(value)) return listed(value as unknown[]);
  if (typeof value !== 'object' || value === null || !('config' in value)) return null;
  const { config } = value;
  return typeof config === 'object' && config !== null && 'value' in config ? constantOf(config.value) : null;
}

function listed(entries: readonly unknown[]): Constant | null {
  const parts = entries.map(constantOf);
  const shape = parts[0]?.shape ?? [];
  if (!parts.every((part) => part !== null && String(part.shape) === String(shape))) return null;
  return { shape: [entries.length, ...shape], values: parts.flatMap((part) => part?.values ?? []) };
}

/**
 * A constant as one number for each element of a sample, or one for all; like every number of a configuration exact in a run in float64.
 * @throws `config-value`
 */
export function spread(call: LayerCall, setting: string, shape: Shape): Numbers {
  const { name, settings, precision } = call;
  const constant = constantOf(settings[setting]) as Constant; // as: a layer without does not run
  const lead = shape.length - constant.shape.length;
  if (lead < 0 || !constant.shape.every((length, axis) => length === 1 || length === shape[lead + axis])) {
    refuse(ModelError, 'config-value', `${name}.${setting}`, {
      layer: name,
      setting,
      found: `an array of shape ${formatShape(constant.shape)}`,
      expected: `a number or an array that fits ${formatShape(shape)}`,
    });
  }
  const places = constant.values.length === 1 ? Uint32Array.of(0) : placesIn(shape, constant.shape);
  const result = numbers(precision, places.length);
  for (let k = 0; k < places.length; k++) result[k] = constant.values[places[k]];
  return result;
}
