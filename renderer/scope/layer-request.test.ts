import { expect, test } from 'vitest';
import type { LayerCard, ModelCard } from '../../core/session/index.ts';
import { layerRequest } from './layer-request.ts';

test('a request tells class, settings and shapes of a layer', () => {
  const layer = {
    name: 'conv',
    class: 'SeparableConv1D',
    inputShape: [null, 9, 6],
    outputShape: null,
    settings: { filters: { value: 4, from: 'file', note: null }, padding: { value: 'same', from: 'file', note: null } },
    weights: [{ name: 'bias', shape: [4], dtype: 'float32', gates: null }],
  } as unknown as LayerCard; // as: what a request tells
  const model = { format: 'keras-v3', producer: { name: 'keras', version: '3.15.1' } } as ModelCard; // as: see above
  expect(layerRequest(layer, model)).toBe(`Gatescope cannot run the layer class SeparableConv1D.
Written by: keras 3.15.1, keras-v3
Shapes: (None, 9, 6) to unknown
Settings: {"filters":4,"padding":"same"}
Arrays:
- bias (4,), float32
`);
});
