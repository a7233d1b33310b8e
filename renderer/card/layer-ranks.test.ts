import { expect, test } from 'vitest';
import type { LayerCard } from '../../core/session/index.ts';
import { placesOf } from './layer-ranks.ts';

test('a layer stands below all that it reads, beside those of its row', () => {
  const reads: readonly (readonly [string, readonly string[]])[] = [
    ['a', []],
    ['b', []],
    ['c', ['a']],
    ['join', ['c', 'b']],
    ['side', ['b']],
  ];
  const layers = reads.map(([name, readsFrom]) => ({ name, readsFrom }) as LayerCard); // as: places depend on these two alone
  expect(placesOf(layers).map(({ layer, row, column }) => [layer.name, row, column])).toEqual([
    ['a', 0, 0],
    ['b', 0, 1],
    ['c', 1, 0],
    ['join', 2, 0],
    ['side', 1, 1],
  ]);
});
