import type { Shape } from '../tensor/index.ts';
import type { LayerKind, Settings } from './layer-kind.ts';
import { activationSetting, choice, dataFormat, flag, integers, required } from './settings.ts';
import { lengthOf, single } from './shapes.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/convolutional/conv1d.py, base_conv.py';

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
  evaluate: null,
};

/** How many places a window takes that moves by `stride` over `timesteps`: only inside when `isValid`, else padded to start everywhere. */
export function slidLength(timesteps: number, width: number, stride: number, isValid: boolean): number {
  const step = Math.max(1, stride);
  return lengthOf([timesteps], (all) => (isValid ? Math.floor((all - width) / step) + 1 : Math.ceil(all / step)));
}

/** Timesteps and features of an input, whichever stands first. */
export function lengthAndFeatures(settings: Settings, input: Shape | undefined): readonly [number, number] {
  const [first = -1, second = -1] = input ?? [];
  return settings.data_format === 'channels_first' ? [second, first] : [first, second];
}
