import type { Shape } from '../tensor/index.ts';
import { commonShape, stretched, stretchedBytes } from './broadcasting.ts';
import { requireInputs } from './given-inputs.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult } from './layer-kind.ts';
import { countsWhereOneDoes, mergedMask } from './merged-mask.ts';
import { inPrecision, type Numbers } from './numbers.ts';

/** How a layer makes one number of two, and what it does with the sum of its inputs at the end. */
interface Merge {
  combine(a: number, b: number): number;
  /** True where the result is divided by the number of inputs. */
  readonly isMean?: boolean;
  /** What stands for an entry that does not count: 1 for a product; `other`: the entry of the inputs before it. Sums take it as it is. */
  readonly maskedAs?: 1 | 'other';
}

/** Layers that merge number by number. Source: Keras 3.15 keras/src/layers/merging */
export const MERGES: Readonly<Record<string, Merge>> = {
  Add: { combine: (a, b) => a + b },
  Subtract: { combine: (a, b) => a - b },
  Multiply: { combine: (a, b) => a * b, maskedAs: 1 },
  Average: { combine: (a, b) => a + b, isMean: true },
  Maximum: { combine: Math.max, maskedAs: 'other' },
  Minimum: { combine: Math.min, maskedAs: 'other' },
};

/** z = (x₁ ∘ x₂) ∘ x₃ …; shorter inputs are stretched over the axes behind the samples. */
export function evaluateMerge(merge: Merge): NonNullable<LayerKind['evaluate']> {
  // eslint-disable-next-line require-yield -- a few operations a number
  return function* (call: LayerCall): Generator<LayerProgress, LayerResult, void> {
    requireInputs(call, 1);
    const rank = Math.max(...call.inputs.map((input) => input.shape.length));
    const shapes = call.inputs.map((input) => aligned(input.shape, rank));
    const shape = commonShape(shapes, call.name);
    const parts = call.inputs.map((input, index) => stretched(inPrecision(input, call.precision), shapes[index], shape));
    const counts = entriesThatCount(call, merge, shape);
    const output = parts[0].slice();
    if (counts.every((part) => part === null)) {
      for (const part of parts.slice(1)) for (let k = 0; k < output.length; k++) output[k] = merge.combine(output[k], part[k]);
    } else if (merge.maskedAs === 1) multiplyCounting(output, parts, counts);
    else combineCounting(output, parts, counts, merge);
    if (merge.isMean === true) for (let k = 0; k < output.length; k++) output[k] = output[k] / parts.length;
    return { outputs: [{ shape, data: output }], masks: [mergedMask(call)], state: [] };
  };
}

/** Axes of length 1 behind the samples, until there are `rank`. Source: Keras 3.15 `Merge.call`. */
function aligned(shape: Shape, rank: number): Shape {
  return [...shape.slice(0, 1), ...Array<number>(rank - shape.length).fill(1), ...shape.slice(1)];
}

/** One flag for each number of each input; null where all count, and for a release or a layer that takes masked entries as they are. */
function entriesThatCount(call: LayerCall, merge: Merge, shape: Shape): readonly (Uint8Array | null)[] {
  return call.inputs.map((input, index) => {
    const mask = call.masks[index] ?? null;
    // An input that is given more axes has lost its mask by then.
    if (mask === null || merge.maskedAs === undefined || input.shape.length < shape.length || !countsWhereOneDoes(call)) return null;
    return stretchedBytes(mask.data, [...mask.shape, 1], shape);
  });
}

/** Π of the entries that count; 0 where every input has a mask and none counts. Writes `output`. Source: Keras 3.15 `Multiply._merge_function`. */
function multiplyCounting(output: Numbers, parts: readonly Numbers[], counts: readonly (Uint8Array | null)[]): void {
  const allMasked = counts.every((part) => part !== null);
  for (let k = 0; k < output.length; k++) {
    let one = !allMasked;
    output[k] = 1;
    for (let index = 0; index < parts.length; index++) {
      if (counts[index]?.[k] === 0) continue;
      output[k] = output[k] * parts[index][k];
      one = true;
    }
    if (!one) output[k] = 0;
  }
}

/**
 * Of two entries the one that counts stands for both; between two that count, or do not, the layer decides. Writes `output`, the first
 * input at the start. Source: Keras 3.15 `Merge._apply_merge_op_and_or_mask`.
 */
function combineCounting(output: Numbers, parts: readonly Numbers[], counts: readonly (Uint8Array | null)[], merge: Merge): void {
  let before = counts[0];
  for (let index = 1; index < parts.length; index++) {
    const here = counts[index];
    for (let k = 0; k < output.length; k++) {
      const x = here?.[k] === 0 ? output[k] : parts[index][k];
      const so = before?.[k] === 0 ? x : output[k];
      output[k] = merge.combine(so, x);
    }
    before = before !== null && here !== null ? before.map((flag, k) => flag | here[k]) : null;
  }
}
