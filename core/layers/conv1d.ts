import { refuse, RunError } from '../errors/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { type Activation, activate } from './activation.ts';
import { arrayOf } from './batch-normalization.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult } from './layer-kind.ts';
import { addRowTimesMatrix, inPrecision, type Numbers, numbers } from './numbers.ts';
import { paced } from './pace.ts';
import { unmasked } from './same-shape.ts';
import { activationSetting, choice, dataFormat, flag, integers, required } from './settings.ts';
import { lengthOf, single } from './shapes.ts';
import { asFormatted, lengthAndFeatures, stepsFirst } from './steps-first.ts';
import { slidLength, windowsOver } from './windows.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/convolutional/conv1d.py, base_conv.py';

/** Rows between two looks at the clock. */
const ROWS_A_LOOK = 256;

/** Convolution over time (cross-correlation): kernel (kernel_size, features / groups, filters), bias (filters). */
export const CONV_1D: LayerKind = {
  className: 'Conv1D',
  aliases: ['Convolution1D'],
  isRecurrent: false,
  reach: 'whole',
  settings: {
    filters: required('integer', SOURCE),
    kernel_size: required('integers', SOURCE),
    strides: integers(1, SOURCE),
    padding: choice(['valid', 'same', 'causal'], SOURCE),
    dilation_rate: integers(1, SOURCE),
    groups: { values: 'integer', default: () => 1, source: SOURCE },
    activation: activationSetting('linear', SOURCE),
    use_bias: flag(true, SOURCE),
    data_format: dataFormat(SOURCE),
  },
  weights(settings, inputs) {
    const [, features] = lengthAndFeatures(settings, inputs[0]);
    const { filters, groups } = settings as { filters: number; groups: number }; // as: validated by the model room
    const kernel = [single(settings.kernel_size, -1), lengthOf([features], (all) => Math.floor(all / groups)), filters];
    return [
      { name: 'kernel', shape: kernel, gates: null },
      ...(settings.use_bias ? [{ name: 'bias', shape: [filters], gates: null }] : []),
    ];
  },
  outputShapes(settings, inputs) {
    const [timesteps] = lengthAndFeatures(settings, inputs[0]);
    const width = (single(settings.kernel_size, 1) - 1) * single(settings.dilation_rate, 1) + 1;
    const length = slidLength(timesteps, width, single(settings.strides, 1), settings.padding === 'valid');
    const filters = settings.filters as number;
    return [settings.data_format === 'channels_first' ? [filters, length] : [length, filters]];
  },
  signals: () => [],
  obstacle: ({ filters, groups }) => ((filters as number) % (groups as number) === 0 ? null : `groups = ${String(groups)}`),
  evaluate: evaluateConv1d,
};

/** y[t] = activation(Σ_k x[t · strides + k · dilation_rate − padding] · kernel[k] + bias), nothing beyond both ends. @throws `sequence-short` */
function* evaluateConv1d(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const { precision } = call;
  const { shape, data: x } = stepsFirst(call);
  const [samples = 0, timesteps = 0, features = 0] = shape;
  const windows = windowsOver(call, timesteps, single(call.settings.kernel_size, 1));
  const filters = call.settings.filters as number; // as: validated by the model room
  const sums = numbers(precision, filters);
  const blocks = blocksOf(call, features, sums);
  const bias = arrayOf(call, 'bias');
  const output = numbers(precision, samples * windows.count * filters);
  yield* paced(samples * windows.count, ROWS_A_LOOK, (from, to) => {
    for (let row = from; row < to; row++) {
      const first = Math.floor(row / windows.count) * timesteps;
      sums.fill(0);
      for (let tap = 0, timestep = windows.startOf(row % windows.count); tap < windows.taps; tap++, timestep += windows.spacing) {
        if (timestep < 0 || timestep >= timesteps) continue;
        const start = (first + timestep) * features;
        for (const { kernels, channel, channels, sums: part } of blocks)
          addRowTimesMatrix(part, x, start + channel, kernels[tap], channels, part.length);
      }
      if (bias) for (let filter = 0; filter < filters; filter++) sums[filter] = sums[filter] + bias[filter];
      output.set(sums, row * filters);
    }
  });
  const y = asFormatted(call, [samples, windows.count, filters], output);
  const width = y.shape[2];
  yield* paced(samples * y.shape[1], ROWS_A_LOOK, (from, to) => {
    for (let row = from; row < to; row++) activate(call.settings.activation as Activation, y.data, row * width, width);
  });
  return unmasked(y.shape, y.data);
}

/** What a group of filters reads and where its sums stand. */
interface Block {
  /** For each tap, (channels, filters of the group). */
  readonly kernels: readonly Numbers[];
  readonly channel: number;
  readonly channels: number;
  readonly sums: Numbers;
}

/** Group g convolves its own share of the features into its own share of the filters. @throws `features-mismatch` */
function blocksOf({ name, settings, weights, precision }: LayerCall, features: number, sums: Numbers): readonly Block[] {
  const stored = weights.get('kernel') as Tensor; // as: checked by the model room
  const kernel = inPrecision(stored, precision);
  const [taps = 0, channels = 0, filters = 0] = stored.shape;
  const groups = settings.groups as number;
  if (features !== channels * groups)
    refuse(RunError, 'features-mismatch', name, { input: name, found: features, expected: channels * groups });
  const width = filters / groups;
  return Array.from({ length: groups }, (_, group) => ({
    kernels: Array.from({ length: taps }, (__, tap) => {
      const part = numbers(precision, channels * width);
      for (let channel = 0; channel < channels; channel++) {
        const from = (tap * channels + channel) * filters + group * width;
        part.set(kernel.subarray(from, from + width), channel * width);
      }
      return part;
    }),
    channel: group * channels,
    channels,
    sums: sums.subarray(group * width, (group + 1) * width),
  }));
}
