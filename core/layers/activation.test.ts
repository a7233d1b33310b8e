import { expect, test } from 'vitest';
import { activationOf } from './activation.ts';

const AT = [-4, -3, -2.5, -1, -0.5, 0, 0.5, 1, 2.5, 3, 4];

test.each([
  ['2.15.0', [0, 0, 0, 0.3, 0.4, 0.5, 0.6, 0.7, 1, 1, 1]],
  ['3.15.1', [0, 0, 0.0833333, 0.333333, 0.416667, 0.5, 0.583333, 0.666667, 0.916667, 1, 1]],
])('hard_sigmoid of Keras %s', (version, expected) => {
  const activation = activationOf('hard_sigmoid', { name: 'keras', version }, '');
  AT.forEach((z, index) => {
    expect(activation.at(z)).toBeCloseTo(expected[index] ?? NaN, 6);
  });
});

test('sigmoid and tanh keep their limits far out', () => {
  const producer = { name: 'keras', version: '3.15.1' };
  expect([-1e4, 1e4].map((z) => activationOf('sigmoid', producer, '').at(z))).toEqual([0, 1]);
  expect(activationOf('tanh', producer, '').at(1e4)).toBe(1);
});

test('NaN stays NaN through every activation', () => {
  for (const name of ['linear', 'tanh', 'sigmoid', 'relu', 'hard_sigmoid'])
    expect(activationOf(name, { name: 'keras', version: '3.0.0' }, '').at(NaN)).toBeNaN();
});

test('an unknown name is refused with the names that are known', () => {
  expect(() => activationOf('my_activation', { name: 'keras', version: '3.15.1' }, 'lstm.activation')).toThrow(
    expect.objectContaining({ code: 'activation-unknown', where: 'lstm.activation' }),
  );
});
