import { type Shape, sizeOf } from '../tensor/index.ts';
import { commonShape, stretchedBytes } from './broadcasting.ts';
import { versionDefault } from './defaults.ts';
import { joinInto } from './joining.ts';
import type { LayerCall, Mask } from './layer-kind.ts';
import { copyView, wholeView } from './views.ts';

/** True where a merged timestep counts if one of its inputs does (Keras from 3.4 on); before, all had to. */
export function countsWhereOneDoes(call: LayerCall): boolean {
  return versionDefault('merged_mask', call.producer) === 'either';
}

/**
 * Mask of what an element-wise layer returns. From Keras 3.4 on a timestep counts where one input does, and an input without a mask ends
 * masking; before, where all inputs that have a mask do. Source: Keras 3.15 and 3.3 `Merge.compute_mask`.
 */
export function mergedMask(call: LayerCall): Mask | null {
  const either = countsWhereOneDoes(call);
  const masks = call.masks.filter((mask) => mask !== null);
  if (masks.length === 0 || (either && masks.length < call.inputs.length)) return null;
  const shape = commonShape(
    masks.map((mask) => mask.shape),
    call.name,
  );
  const data = new Uint8Array(sizeOf(shape)).fill(either ? 0 : 1);
  for (const mask of masks) {
    const counts = stretchedBytes(mask.data, mask.shape, shape);
    for (let k = 0; k < data.length; k++) data[k] = either ? data[k] | counts[k] : data[k] & counts[k];
  }
  return { shape, data };
}

/**
 * Mask of tensors joined along `axis` to `shape`. Each mask is stretched to the entries of its input, ones where there is none; joined alike,
 * a timestep counts where one of its entries does, before Keras 3.4 where all do. Source: Keras 3.15 and 3.3 `Concatenate.compute_mask`.
 */
export function joinedMask(call: LayerCall, shape: Shape, axis: number): Mask | null {
  if (call.masks.every((mask) => mask === null)) return null;
  const either = countsWhereOneDoes(call);
  const entries = new Uint8Array(sizeOf(shape));
  joinInto(
    entries,
    call.inputs.map((input, index) => entriesOf(call.masks[index] ?? null, input.shape)),
    call.inputs.map((input) => input.shape),
    axis,
  );
  const width = shape.at(-1) ?? 1;
  const data = new Uint8Array(sizeOf(shape.slice(0, -1)));
  for (let row = 0; row < data.length; row++) {
    const counts = entries.subarray(row * width, (row + 1) * width);
    data[row] = Number(either ? counts.includes(1) : !counts.includes(0));
  }
  return { shape: shape.slice(0, -1), data };
}

/** For each entry of a tensor whether it counts. */
function entriesOf(mask: Mask | null, shape: Shape): Uint8Array {
  const entries = new Uint8Array(sizeOf(shape)).fill(1);
  if (mask === null) return entries;
  const { strides } = wholeView(mask.shape);
  copyView(entries, mask.data, { shape, strides: shape.map((_, axis) => strides[axis] ?? 0), start: 0 });
  return entries;
}
