import { expect, test } from 'vitest';
import { elu, leakyRelu, RECTIFYING, relu, thresholdedRelu } from './rectifying.ts';
import { SMOOTH } from './smooth.ts';
import { SQUASHING } from './squashing.ts';

/** Away from every corner: ±0.5, ±1, ±2.5, ±3. */
const PLACES = [-3.7, -2.2, -0.8, -0.3, 0.2, 0.7, 1.9, 3.4];
const STEP = 1e-5;

const CURVES = {
  ...SMOOTH,
  ...SQUASHING,
  ...RECTIFYING,
  'relu with all its settings': relu({ negativeSlope: 0.3, maxValue: 2, threshold: 0.4 }),
  'leaky relu': leakyRelu(0.1),
  'elu of another alpha': elu(1.7),
  'thresholded relu': thresholdedRelu(1),
};

test.each(Object.entries(CURVES))('the slope of %s is that of its values', (_, curve) => {
  for (const z of PLACES) expect(curve.slope(z)).toBeCloseTo((curve.at(z + STEP) - curve.at(z - STEP)) / (2 * STEP), 7);
});
