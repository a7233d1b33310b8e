import { expect, test } from 'vitest';
import type { LayerCard } from '../../core/session/index.ts';
import { awaitedShape, stoppingLayer } from './stopping-layer.ts';

const layer = (name: string, more: Partial<LayerCard>): LayerCard =>
  ({ name, supported: false, isBrought: false, awaits: null, ...more }) as LayerCard; // as: the facts that are asked for

test('the run ends at the first layer that cannot run and whose output was not brought', () => {
  const layers = [layer('lstm', { supported: true }), layer('conv', { isBrought: true }), layer('pool', {}), layer('own', {})];
  expect(stoppingLayer(layers)?.name).toBe('pool');
  expect(stoppingLayer(layers.slice(0, 2))).toBeNull();
});

test('the awaited shape has the samples, T for timesteps and dots for what nothing tells', () => {
  expect(
    [layer('a', { awaits: [null, 16] }), layer('b', { awaits: ['…', 4] }), layer('c', {})].map((each) => awaitedShape(each, 2)),
  ).toEqual(['(2, T, 16)', '(2, …, 4)', '(2, …)']);
});
