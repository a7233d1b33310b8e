import { expect, test } from 'vitest';
import { isPaddingAt, paddingOf } from './padding.ts';

test('stretches of padding cover whole steps, at the edges of a window and between', () => {
  const mask = Uint8Array.of(0, 0, 1, 0, 1, 1, 0);
  expect(paddingOf({ mask, from: 10, to: 17 })).toEqual([
    { from: 9.5, to: 11.5 },
    { from: 12.5, to: 13.5 },
    { from: 15.5, to: 16.5 },
  ]);
  expect(paddingOf({ mask: Uint8Array.of(1, 0), from: 0, to: 40 })).toEqual([{ from: 19.5, to: 39.5 }]);
  expect(paddingOf({ mask: null, from: 0, to: 4 })).toEqual([]);
  expect(paddingOf({ mask: new Uint8Array(), from: 0, to: 0 })).toEqual([]);
});

test('a step is known as padding where the view holds it by itself', () => {
  const view = { mask: Uint8Array.of(1, 0, 1), from: 4, to: 7 };
  expect([4, 5, 6].map((step) => isPaddingAt(view, step))).toEqual([false, true, false]);
  expect([isPaddingAt(view, 7), isPaddingAt({ ...view, to: 10 }, 5), isPaddingAt({ ...view, mask: null }, 5)]).toEqual([
    undefined,
    undefined,
    false,
  ]);
});
