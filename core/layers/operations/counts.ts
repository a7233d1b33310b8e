import { constantOf } from './operands.ts';

/** Sizes that are whole and not negative, in lists of any depth. */
export function isCounts(value: unknown): boolean {
  return constantOf(value)?.data.every((count) => Number.isInteger(count) && count >= 0 && count <= 1_000_000) ?? false;
}

/** `count` numbers by their place. */
export function counted(count: number, at: (k: number) => number): readonly number[] {
  return Array.from({ length: count }, (_, k) => at(k));
}
