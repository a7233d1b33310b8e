import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bufferSource, openModelFiles } from '../../read/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import { buildModel } from '../build.ts';
import type { GraphSpec, JsonObject } from '../config/graph-spec.ts';
import { inTodaysForm } from './todays-arrays.ts';

/** An array whose numbers are their own places. */
function numbered(path: string, shape: readonly number[]): StoredTensor {
  const data = Float32Array.from({ length: shape.reduce((product, length) => product * length, 1) }, (_, k) => k);
  return { path, shape, dtype: 'float32', source: 'test', load: () => ({ shape, data }) };
}

function converted(className: string, config: JsonObject, tensors: readonly StoredTensor[]): readonly StoredTensor[] {
  const graph: GraphSpec = { layers: [{ name: 'layer', className, config, calls: [] }], inputs: [], outputs: [] };
  return inTodaysForm(graph, new Map([['layer', tensors]])).arrays.get('layer') ?? [];
}

test('a kernel of Keras 1.1, (filters, channels, width, 1), becomes (width, channels, filters)', () => {
  const [filters, channels, width] = [5, 2, 3];
  const [kernel] = converted('Conv1D', { filters, kernel_size: width }, [numbered('conv_W', [filters, channels, width, 1])]);
  expect(kernel.shape).toEqual([width, channels, filters]);
  // kernel[w, c, f] = stored[f, c, w, 0]
  const expected: number[] = [];
  for (let w = 0; w < width; w++)
    for (let c = 0; c < channels; c++) for (let f = 0; f < filters; f++) expected.push((f * channels + c) * width + w);
  expect([...kernel.load().data]).toEqual(expected);
});

test('nine arrays in both directions are a GRU of Keras 1 only where a GRU is wrapped', () => {
  const direction = [0, 1, 2].flatMap((k) => [numbered(`W${k}`, [4, 4]), numbered(`U${k}`, [4, 4]), numbered(`b${k}`, [4])]);
  const wrap = (className: string): readonly StoredTensor[] =>
    converted('Bidirectional', { layer: { class_name: className, config: {} } }, [...direction, ...direction]);
  expect(wrap('RNN').map(({ shape }) => shape)).toEqual([...direction, ...direction].map(({ shape }) => shape));
  expect(wrap('GRU').map(({ shape }) => shape)).toEqual([[4, 12], [4, 12], [12], [4, 12], [4, 12], [12]]);
});

test.each([
  ['keras-1-theano', '"conv", "same", "strides", "each"'],
  ['keras-2-theano', '"conv", "same", "strides", "causal", "each"'],
])('%s: kernels of Theano are turned, which is said', (folder, layers) => {
  const bytes = new Uint8Array(readFileSync(new URL(`../../../fixtures/${folder}/model.h5`, import.meta.url)));
  const model = buildModel(openModelFiles([bufferSource('model.h5', bytes)]));
  expect(model.producer.backend).toBe('theano');
  expect(model.warnings.map(({ code }) => code)).toContain('kernels-turned');
  expect(model.warnings.find(({ code }) => code === 'kernels-turned')?.message).toContain(layers);
});

test('a file by Keras on TensorFlow has no kernel turned', () => {
  const bytes = new Uint8Array(readFileSync(new URL('../../../fixtures/keras-1-layers/model.h5', import.meta.url)));
  const model = buildModel(openModelFiles([bufferSource('model.h5', bytes)]));
  expect(model.producer).toEqual({ name: 'keras', version: '1.2.2' });
  expect(model.warnings).toEqual([]);
});
