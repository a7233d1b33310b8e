import { expect, test } from 'vitest';
import type { LayerCard, ModelCard } from '../../core/session/index.ts';
import { ownerOf } from './place.ts';

const layer = (name: string, ...paths: string[]): LayerCard => ({ name, parts: paths.map((path) => ({ path })) }) as unknown as LayerCard; // as: only the names are read

const model = {
  outputs: [{ layer: 'dense', call: 0, output: 0 }],
  layers: [layer('lstm', 'lstm', 'lstm@1'), layer('bi', 'bi/forward', 'bi/backward'), layer('dense'), layer('lstm_1', 'lstm_1')],
};

test('an array of a trace leads to its layer and to the recurrence that recorded it', () => {
  const of = (array: string): unknown => ownerOf(model as unknown as ModelCard, array); // as: only the layers are read
  expect(of('lstm/h')).toEqual({ layer: 'lstm', part: 'lstm' });
  expect(of('lstm@1/c')).toEqual({ layer: 'lstm', part: 'lstm@1' });
  expect(of('lstm_1/c')).toEqual({ layer: 'lstm_1', part: 'lstm_1' });
  expect(of('bi/backward/c')).toEqual({ layer: 'bi', part: 'bi/backward' });
  expect(of('bi/output')).toEqual({ layer: 'bi', part: null });
  expect(of('dense@1/output')).toEqual({ layer: 'dense', part: null });
  expect(of('output')).toEqual({ layer: 'dense', part: null });
  expect(of('output/lstm_1@1:2')).toEqual({ layer: 'lstm_1', part: null });
  expect(of('input')).toBe(null);
});
