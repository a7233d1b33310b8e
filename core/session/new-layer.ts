import { labErrorData, LabError, ModelError, refuse } from '../errors/index.ts';
import { newLstmWeights } from '../layers/index.ts';
import type { Sequence, WeightFile } from '../read/index.ts';
import { storedTensor } from '../tensor/index.ts';
import type { RequestBody } from './protocol.ts';

/** The Keras whose rules a new layer follows. */
const PRODUCER = { name: 'keras', version: '3.15.1' } as const;
const SEQUENCE_STEPS = 12;
const SIZE_LIMIT = 4096;

/**
 * A file of one fresh LSTM, initialised as Keras does; it goes through the same checks as a file.
 * @throws `class-unknown`, `config-value`, `activation-unknown`
 */
export function newLayerFile({ className, settings, features, seed }: RequestBody<'newLayer'>): WeightFile {
  if (className !== 'LSTM') refuse(ModelError, 'class-unknown', null, { className });
  const units = size('units', settings['units']);
  size('features', features);
  const config = { units, return_sequences: true, return_state: false, use_bias: true, unit_forget_bias: true, ...settings, name: 'lstm' };
  const tensors = newLstmWeights({ units, features, useBias: config.use_bias, unitForgetBias: config.unit_forget_bias, seed });
  return {
    format: 'by-hand',
    producer: PRODUCER,
    config: {
      class_name: 'Sequential',
      config: {
        layers: [
          { class_name: 'InputLayer', config: { name: 'input', batch_shape: [null, null, features] } },
          { class_name: 'LSTM', config },
        ],
      },
    },
    groups: [
      {
        name: 'lstm',
        tensors: tensors.map((tensor, index) =>
          storedTensor(`lstm/${['kernel', 'recurrent_kernel', 'bias'][index] ?? index}`, 'new layer', tensor),
        ),
      },
    ],
    savedAt: null,
    pairs: [],
    leftovers: [],
    warnings: [],
  };
}

/** A first sequence, so that a new layer shows something: one sample of a pulse in each feature, one after the other. */
export function pulseSequence(features: number): Sequence {
  const data = new Float64Array(SEQUENCE_STEPS * features);
  for (let feature = 0; feature < features; feature++) data[((feature * 2 + 1) % SEQUENCE_STEPS) * features + feature] = 1;
  return {
    tensor: { shape: [1, SEQUENCE_STEPS, features], data },
    lengths: null,
    timeLabels: null,
    names: Array.from({ length: features }, (_, index) => `x${index}`),
  };
}

function size(setting: string, value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= SIZE_LIMIT) return value;
  const values = { layer: 'lstm', setting, found: JSON.stringify(value) ?? 'missing', expected: `a whole number from 1 to ${SIZE_LIMIT}` };
  throw new LabError(labErrorData('config-value', `lstm.${setting}`, values));
}
