import type { Shape } from '../tensor/index.ts';
import { lengthOf, UNKNOWN_SHAPE } from './shapes.ts';

interface Slice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number | null;
}

/**
 * Shape of `x[items]` as Keras 3 writes it: per axis, the samples first, a whole number (the axis goes), `{class_name: '__slice__'}`,
 * `{class_name: '__ellipsis__'}` or null (a new axis). Unknown where the samples themselves are picked out or an item is a tensor.
 */
export function sliced(input: Shape, given: unknown): Shape {
  const items = itemsOf(given, input.length + 1);
  if (items === null || typeof items[0] === 'number' || items[0] === null) return UNKNOWN_SHAPE;
  const shape: number[] = [];
  let axis = 0;
  for (const item of items.slice(1)) {
    if (item === null) shape.push(1);
    else {
      if (typeof item !== 'number') shape.push(sliceLength(input[axis] ?? -1, item));
      axis++;
    }
  }
  return [...shape, ...input.slice(axis)];
}

/** Items for at most `rank` axes, the ellipsis written out; null where one of them is of no known kind. */
function itemsOf(given: unknown, rank: number): readonly (number | Slice | null)[] | null {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  const taken = list.filter((item) => item !== null && classOf(item) !== '__ellipsis__').length;
  if (taken > rank || list.length > 2 * rank + 2) return null;
  const items: (number | Slice | null)[] = [];
  for (const item of list) {
    if (item === null || typeof item === 'number') items.push(item);
    else if (classOf(item) === '__ellipsis__') for (let k = taken; k < rank; k++) items.push({ start: null, stop: null, step: null });
    else if (classOf(item) === '__slice__')
      items.push(sliceOf(item as { readonly config?: unknown })); // as: it has a class_name
    else return null;
  }
  return items;
}

function classOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'class_name' in item ? item.class_name : null;
}

function sliceOf({ config }: { readonly config?: unknown }): Slice {
  const bound = (name: string): number | null => {
    const value: unknown = typeof config === 'object' && config !== null ? (config as Readonly<Record<string, unknown>>)[name] : null;
    return typeof value === 'number' && Number.isInteger(value) ? value : null;
  };
  return { start: bound('start'), stop: bound('stop'), step: bound('step') };
}

/** How many entries Python's `range(*slice.indices(length))` has. */
function sliceLength(length: number, { start, stop, step }: Slice): number {
  const stride = step ?? 1;
  if (stride === 0) return -1;
  // Of a free axis only what counts from one end has a known length, and only if the axis is that long: Keras leaves it free.
  return lengthOf([length], (all) => {
    const clip = (bound: number | null, otherwise: number): number => {
      if (bound === null) return otherwise;
      const counted = bound < 0 ? bound + all : bound;
      return stride > 0 ? Math.min(all, Math.max(0, counted)) : Math.min(all - 1, Math.max(-1, counted));
    };
    const from = clip(start, stride > 0 ? 0 : all - 1);
    const to = clip(stop, stride > 0 ? all : -1);
    return Math.ceil((to - from) / stride);
  });
}
