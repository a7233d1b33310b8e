import { floatOf, isJsonObject } from '../json/index.ts';

/**
 * Whether parsed JSON is made of lists of numbers, in lists or in objects, and has at least one. Of a list of lists only the first number is
 * looked at.
 */
export function holdsArraysOnly(value: unknown): boolean {
  let arrays = 0;
  const open: unknown[] = [value];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    if (isJsonObject(entry)) for (const inner of Object.values(entry)) open.push(inner);
    else if (!Array.isArray(entry)) return false;
    else if (isJsonObject(entry[0])) for (const inner of entry as readonly unknown[]) open.push(inner);
    else {
      const first = firstScalar(entry);
      if (first !== undefined && floatOf(first) === null) return false;
      if (first !== undefined) arrays += 1;
    }
  }
  return arrays > 0;
}

/** A list of numbers and nothing else, with at least one. */
export function isFloatList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => floatOf(entry) !== null);
}

/** The first entry of nested lists that is no list; empty lists are passed over. */
function firstScalar(list: readonly unknown[]): unknown {
  let entry: unknown = list;
  while (Array.isArray(entry)) entry = (entry as readonly unknown[]).find((inner) => !Array.isArray(inner) || inner.length > 0);
  return entry;
}
