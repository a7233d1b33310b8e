import { lengthAndFeatures, slidLength } from './conv1d.ts';
import type { LayerKind } from './layer-kind.ts';
import { SAME_SHAPE } from './same-shape.ts';
import { choice, dataFormat, flag, integers, optional } from './settings.ts';
import { single } from './shapes.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/pooling/base_pooling.py';
const GLOBAL_SOURCE = 'Keras 3.15 keras/src/layers/pooling/base_global_pooling.py';

/** Pooling over time, by windows or over the whole sequence. */
export const POOLING: readonly LayerKind[] = [
  windowed('MaxPooling1D', ['MaxPool1D']),
  windowed('AveragePooling1D', ['AvgPool1D']),
  global('GlobalMaxPooling1D', ['GlobalMaxPool1D']),
  global('GlobalAveragePooling1D', ['GlobalAvgPool1D']),
];

/** One value per window of `pool_size` timesteps; windows start `strides` apart, without which they lie side by side. */
function windowed(className: string, aliases: readonly string[]): LayerKind {
  return {
    ...SAME_SHAPE,
    className,
    aliases,
    reach: 'whole',
    settings: {
      pool_size: integers(2, SOURCE),
      strides: optional('integers', SOURCE),
      padding: choice(['valid', 'same'], SOURCE),
      data_format: dataFormat(SOURCE),
    },
    outputShapes(settings, inputs) {
      const [timesteps, features] = lengthAndFeatures(settings, inputs[0]);
      const width = single(settings.pool_size, 2);
      const length = slidLength(timesteps, width, single(settings.strides, width), settings.padding === 'valid');
      return [settings.data_format === 'channels_first' ? [features, length] : [length, features]];
    },
    evaluate: null,
  };
}

/** One value per feature, of all timesteps. */
function global(className: string, aliases: readonly string[]): LayerKind {
  return {
    ...SAME_SHAPE,
    className,
    aliases,
    reach: 'whole',
    settings: { data_format: dataFormat(GLOBAL_SOURCE), keepdims: flag(false, GLOBAL_SOURCE) },
    outputShapes(settings, inputs) {
      const [, features] = lengthAndFeatures(settings, inputs[0]);
      if (!settings.keepdims) return [[features]];
      return [settings.data_format === 'channels_first' ? [features, 1] : [1, features]];
    },
    evaluate: null,
  };
}
