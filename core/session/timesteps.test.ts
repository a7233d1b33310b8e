import { expect, test } from 'vitest';
import type { LabError } from '../errors/index.ts';
import { bufferSource } from '../read/index.ts';
import type { Shape } from '../tensor/index.ts';
import { writeNpz } from '../write/index.ts';
import { Lab } from './lab.ts';
import { runToEnd } from './run-files.ts';

type Layer = readonly [className: string, config: Readonly<Record<string, unknown>>];

/** A sequential model of these layers with made-up arrays. */
function labOf(layers: readonly Layer[], shapes: readonly Shape[]): Lab {
  const config = {
    class_name: 'Sequential',
    config: { name: 'm', layers: layers.map(([class_name, own]) => ({ class_name, config: own })) },
    keras_version: '3.15.1',
  };
  const arrays = shapes.map((shape, index) => {
    const size = shape.reduce((product, axis) => product * axis, 1);
    return [`arr_${index}`, { shape, data: Float32Array.from({ length: size }, (_, k) => Math.sin(index + 3 * k)) }] as const;
  });
  const lab = new Lab();
  lab.open([bufferSource('model.json', new TextEncoder().encode(JSON.stringify(config))), bufferSource('w.npz', writeNpz(arrays))]);
  return lab;
}

const input = (...shape: readonly (number | null)[]): Layer => ['InputLayer', { name: 'x', batch_shape: [null, ...shape] }];
const LSTM: Layer = ['LSTM', { name: 'lstm', units: 2, return_sequences: true }];
const LSTM_SHAPES: readonly Shape[] = [[3, 8], [2, 8], [8]]; // prettier-ignore

function rows(timesteps: number, features: number): string {
  return JSON.stringify(Array.from({ length: timesteps }, (_, step) => Array.from({ length: features }, (__, k) => step + k / 10)));
}

test('a number of timesteps that the file fixes is no limit where no layer needs it', () => {
  const lab = labOf([input(7, 3), LSTM], LSTM_SHAPES);
  lab.setSequenceText(rows(5, 3));
  const run = runToEnd(lab, 'f32');
  expect(run.warnings.map(({ code, values }) => [code, values])).toEqual([['timesteps-differ', { found: 5, expected: 7 }]]);
  lab.setSequenceText(rows(7, 3));
  expect(runToEnd(lab, 'f32').warnings).toEqual([]);
});

test('where a layer needs it, the refusal names the number and the layer', () => {
  const dense: Layer = ['Dense', { name: 'head', units: 2 }];
  const lab = labOf([input(7, 3), LSTM, ['Flatten', { name: 'flat' }], dense], [...LSTM_SHAPES, [14, 2], [2]]);
  lab.setSequenceText(rows(5, 3));
  expect(() => runToEnd(lab, 'f32')).toThrow(
    expect.objectContaining({ code: 'timesteps-mismatch', where: 'head', values: { found: 5, expected: 7, layer: 'head' } }) as LabError,
  );
  lab.setSequenceText(rows(7, 3));
  expect(runToEnd(lab, 'f32').timesteps).toBe(7);
  const folded = labOf([input(6, 3), ['Reshape', { name: 'fold', target_shape: [3, 6] }], LSTM], [[6, 8], [2, 8], [8]]); // prettier-ignore
  folded.setSequenceText(rows(5, 3));
  expect(() => runToEnd(folded, 'f32')).toThrow(expect.objectContaining({ code: 'timesteps-mismatch', where: 'fold' }) as LabError);
});

test('token ids have timesteps and no features: any number of them enters', () => {
  const embedding: Layer = ['Embedding', { name: 'words', input_dim: 9, output_dim: 3 }];
  const lab = labOf([input(7), embedding, LSTM], [[9, 3], ...LSTM_SHAPES]);
  lab.setSequenceText('[[3, 1, 2, 8], [0, 4, 5, 6]]');
  expect(runToEnd(lab, 'f32')).toMatchObject({ samples: 2, timesteps: 4, warnings: [{ code: 'timesteps-differ' }] });
  lab.setSequenceText('3\n1\n2\n'); // a column of ids is one sample
  expect(runToEnd(lab, 'f32')).toMatchObject({ samples: 1, timesteps: 3 });
  lab.setSequenceText('[[3, 1], [4, 5, 6]]');
  expect(runToEnd(lab, 'f32')).toMatchObject({ samples: 2, timesteps: 3 });
  lab.setSequenceText('[[3, 1, 9]]');
  expect(() => runToEnd(lab, 'f32')).toThrow(
    expect.objectContaining({
      code: 'token-outside',
      where: 'words, sample 0, timestep 2',
      values: expect.objectContaining({ id: 9 }) as object,
    }) as LabError,
  );
});
