import type { Term } from '../../core/session/index.ts';

export type TermOrder = 'index' | 'size';

/** The terms as the table lists them: in index order, or the largest product first (by size, whatever its sign). */
export function orderTerms(terms: readonly Term[], order: TermOrder): readonly Term[] {
  return order === 'index' ? terms : [...terms].sort((a, b) => Math.abs(b.product) - Math.abs(a.product));
}

/** A column of terms on screen with its place among all, counted from 0. */
export interface TermColumn {
  readonly from: number;
  readonly terms: readonly Term[];
}

/** Splits a long list into two columns of equal height; a list of at most 16 stays in one. */
export function termColumns(terms: readonly Term[]): readonly TermColumn[] {
  if (terms.length <= 16) return [{ from: 0, terms }];
  const half = Math.ceil(terms.length / 2);
  return [
    { from: 0, terms: terms.slice(0, half) },
    { from: half, terms: terms.slice(half) },
  ];
}
