import { expect, test } from 'vitest';
import { placeOf } from './place.ts';

const TIMESTEPS = 100;
const SHAPE = [2, TIMESTEPS, 3];
const AXES = { sample: 0, timestep: 1 } as const;
const got = Float64Array.from({ length: 600 }, (_, at) => at);
const expected = got.map((value) => value + 0.5);
const position = (sample: number, timestep: number, unit: number): number => (sample * TIMESTEPS + timestep) * 3 + unit;
const place = (at: number, name = 'bidirectional/forward/h', layers = ['bidirectional', 'bi']): ReturnType<typeof placeOf> =>
  placeOf({ name, shape: SHAPE, axes: AXES, got, expected }, at, new Set(layers), null);

test('a place shows 20 steps of its unit before and behind, cut at the ends of the sequence', () => {
  const { beside, ...where } = place(position(1, 50, 2));
  expect(where).toEqual({
    array: 'bidirectional/forward/h',
    index: [1, 50, 2],
    got: position(1, 50, 2),
    expected: position(1, 50, 2) + 0.5,
    layer: 'bidirectional',
    signal: 'forward/h',
    sample: 1,
    timestep: 50,
    unit: 2,
  });
  expect(beside).toEqual({
    axis: 'timestep',
    from: 30,
    got: Array.from({ length: 41 }, (_, step) => position(1, 30 + step, 2)),
    expected: Array.from({ length: 41 }, (_, step) => position(1, 30 + step, 2) + 0.5),
  });
  expect(place(position(0, 3, 1)).beside).toMatchObject({ from: 0, got: { length: 24 } });
  expect(place(position(0, 99, 1)).beside).toMatchObject({ from: 79, got: { length: 21 } });
});

test('the longest name of a layer counts, and a mask has no unit', () => {
  expect(place(0, 'a/b/c/h', ['a', 'a/b'])).toMatchObject({ layer: 'a/b', signal: 'c/h' });
  expect(place(0, 'output/dense', ['dense'])).toMatchObject({ layer: '', signal: 'output/dense' });
  const mask = {
    name: 'lstm/mask',
    shape: [2, 4],
    axes: AXES,
    got: Uint8Array.of(1, 1, 0, 0, 1, 1, 1, 0),
    expected: Uint8Array.of(1, 1, 1, 0, 1, 1, 1, 0),
  };
  expect(placeOf(mask, 2, new Set(['lstm']), null)).toMatchObject({
    sample: 0,
    timestep: 2,
    unit: null,
    beside: { axis: 'timestep', from: 0, got: [1, 1, 0, 0], expected: [1, 1, 1, 0] },
  });
});
