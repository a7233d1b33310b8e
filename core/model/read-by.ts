import type { TensorRef } from './model.ts';

/** All that one use of a layer reads: its inputs, the states that it starts from, and the mask that its call names. */
export function readBy(use: {
  readonly inputs: readonly TensorRef[];
  readonly states: readonly TensorRef[];
  readonly mask?: TensorRef | null;
}): readonly TensorRef[] {
  return [...use.inputs, ...use.states, ...(use.mask ? [use.mask] : [])];
}
