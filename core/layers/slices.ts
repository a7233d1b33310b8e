import { refuse, RunError } from '../errors/index.ts';
import type { Shape } from '../tensor/index.ts';
import { lengthOf, UNKNOWN_SHAPE } from './shapes.ts';
import { type View, wholeView } from './views.ts';

interface Slice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number | null;
}

/** A place on an axis (the axis goes), a part of it, a new axis (null), or all axes that nothing is said about. */
type Item = number | Slice | 'rest' | null;

const ALL: Slice = { start: null, stop: null, step: null };

/**
 * Shape of `x[items]` as Keras 3 writes it: per axis, the samples first, a whole number (the axis goes), `{class_name: '__slice__'}`,
 * `{class_name: '__ellipsis__'}` or null (a new axis). Unknown where the samples themselves are picked out or an item is a tensor.
 */
export function sliced(input: Shape, given: unknown): Shape {
  const items = spread(itemsOf(given), input.length + 1);
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

/** What `x[items]` shows of a tensor, the samples being its first axis. @throws `index-outside` */
export function slicedView(shape: Shape, given: unknown, layer: string): View {
  const items = spread(itemsOf(given), shape.length);
  if (items === null)
    return refuse(RunError, 'index-outside', layer, { layer, index: JSON.stringify(given).slice(0, 80), length: shape.length });
  const whole = wholeView(shape);
  const view = { shape: [] as number[], strides: [] as number[], start: 0 };
  let axis = 0;
  for (const item of [...items, ...Array<Slice>(shape.length).fill(ALL)]) {
    if (item === null) {
      view.shape.push(1);
      view.strides.push(0);
      continue;
    }
    if (axis >= shape.length) break;
    const [length, stride] = [shape[axis], whole.strides[axis]];
    axis++;
    if (typeof item === 'number') {
      const place = item < 0 ? item + length : item;
      if (place < 0 || place >= length) refuse(RunError, 'index-outside', layer, { layer, index: item, length });
      view.start += place * stride;
    } else {
      const { from, count, step } = taken(length, item);
      view.start += from * stride;
      view.shape.push(count);
      view.strides.push(step * stride);
    }
  }
  return view;
}

/** Items as Keras writes them; null where one is of no known kind. */
export function itemsOf(given: unknown): readonly Item[] | null {
  const list: readonly unknown[] = Array.isArray(given) ? (given as unknown[]) : [given];
  const items: Item[] = [];
  for (const item of list) {
    if (item === null) items.push(item);
    else if (typeof item === 'number' && Number.isInteger(item)) items.push(item);
    else if (classOf(item) === '__ellipsis__' && !items.includes('rest')) items.push('rest');
    else {
      const slice = classOf(item) === '__slice__' ? sliceOf(item as { readonly config?: unknown }) : null; // as: it has a class_name
      if (slice === null) return null;
      items.push(slice);
    }
  }
  return items;
}

/** Items for at most `rank` axes, the ellipsis written out. */
function spread(items: readonly Item[] | null, rank: number): readonly Exclude<Item, 'rest'>[] | null {
  if (items === null) return null;
  const named = items.filter((item) => item !== null && item !== 'rest').length;
  if (named > rank || items.length > 2 * rank + 2) return null;
  return items.flatMap((item) => (item === 'rest' ? Array<Slice>(rank - named).fill(ALL) : [item]));
}

function classOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'class_name' in item ? item.class_name : null;
}

/** Null where a bound is no whole number: it may be a tensor. */
function sliceOf({ config }: { readonly config?: unknown }): Slice | null {
  if (typeof config !== 'object' || config === null) return null;
  const { start = null, stop = null, step = null } = config as Readonly<Record<string, unknown>>; // as: an object of the file
  const isBound = (value: unknown): value is number | null => value === null || (typeof value === 'number' && Number.isInteger(value));
  return isBound(start) && isBound(stop) && isBound(step) && step !== 0 ? { start, stop, step } : null;
}

/** How many entries Python's `range(*slice.indices(length))` has; of a free axis only what counts from one end is known, and Keras leaves it free. */
function sliceLength(length: number, slice: Slice): number {
  return lengthOf([length], (all) => taken(all, slice).count);
}

/** Python's `slice.indices(length)`. */
function taken(length: number, { start, stop, step }: Slice): { readonly from: number; readonly count: number; readonly step: number } {
  const stride = step ?? 1;
  const clip = (bound: number | null, otherwise: number): number => {
    if (bound === null) return otherwise;
    const counted = bound < 0 ? bound + length : bound;
    return stride > 0 ? Math.min(length, Math.max(0, counted)) : Math.min(length - 1, Math.max(-1, counted));
  };
  const from = clip(start, stride > 0 ? 0 : length - 1);
  const to = clip(stop, stride > 0 ? length : -1);
  return { from, count: Math.max(0, Math.ceil((to - from) / stride)), step: stride };
}
