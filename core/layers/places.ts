import { ModelError, refuse } from '../errors/index.ts';
import type { Shape } from '../tensor/index.ts';
import type { LayerCall } from './layer-kind.ts';
import { axisIndex, listOf } from './shapes.ts';

/**
 * For every element of a tensor of this shape, row-major, the place of the number that stands for it in an array whose axes are as long or
 * of length 1, aligned at the last axis. Both lengths are products of the axes.
 */
export function placesIn(shape: Shape, stretched: Shape): Uint32Array {
  let places = Uint32Array.of(0);
  const lead = shape.length - stretched.length;
  shape.forEach((length, axis) => {
    const held = axis < lead ? 1 : stretched[axis - lead]; // as: axis within the shape
    const next = new Uint32Array(places.length * length);
    for (let k = 0; k < next.length; k++) next[k] = places[Math.floor(k / length)] * held + (held === 1 ? 0 : k % length);
    places = next;
  });
  return places;
}

/** The shape with length 1 on these axes. */
export function squashed(shape: Shape, axes: readonly number[]): Shape {
  return shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
}

/** The shape with length 1 on all axes but these. */
export function keptOnly(shape: Shape, axes: readonly number[]): Shape {
  return shape.map((length, axis) => (axes.includes(axis) ? length : 1));
}

/**
 * The setting `axis` as places in a sample's shape, ascending. Across the samples nothing is computed: one sample must not change another.
 * @throws `config-value`
 */
export function sampleAxes(call: LayerCall): readonly number[] {
  const rank = call.inputs[0].shape.length - 1;
  const axes = listOf(call.settings.axis).map((axis) => axisIndex(axis, rank));
  if (axes.every((axis) => axis >= 0 && axis < rank)) return [...new Set(axes)].sort((a, b) => a - b);
  return refuse(ModelError, 'config-value', `${call.name}.axis`, {
    layer: call.name,
    setting: 'axis',
    found: JSON.stringify(call.settings.axis),
    expected: `an axis from 1 to ${rank}, or from −${rank} to −1`,
  });
}
