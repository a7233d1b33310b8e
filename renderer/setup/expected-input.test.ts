import { expect, test } from 'vitest';
import type { LayerCard, ModelCard } from '../../core/session/index.ts';
import { expectedInput } from './expected-input.ts';

const input = (shape: readonly (number | null)[], dtype: 'float' | 'integer'): Pick<ModelCard, 'inputs'> => ({
  inputs: [{ name: 'ids', shape, dtype }],
});
/** An Embedding of 9 ids that reads `source`. */
const embedding = (source: string): LayerCard =>
  ({
    class: 'Embedding',
    readsFrom: [source],
    settings: { input_dim: { value: 9, from: 'file', note: null } },
  }) as Partial<LayerCard> as LayerCard; // as: what is asked of it

test('numbers are asked for by the features of a step, null where the file leaves them open', () => {
  const asked = [[null, 20, 3], [null, null], []].map((shape) => expectedInput({ ...input(shape, 'float'), layers: [] }));
  expect(asked).toEqual([{ features: 3 }, { features: null }, { features: null }]);
});

test('token ids are asked for by the last one that the Embedding knows', () => {
  const ids = input([null, 20], 'integer');
  expect(expectedInput({ ...ids, layers: [embedding('ids')] })).toEqual({ lastId: 8 });
  expect(expectedInput({ ...ids, layers: [embedding('others')] })).toEqual({ lastId: null });
});

test('ids with an axis of their own are numbers of a step', () => {
  expect(expectedInput({ ...input([null, 20, 4], 'integer'), layers: [embedding('ids')] })).toEqual({ features: 4 });
});
