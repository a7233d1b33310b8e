import { refuse, RunError } from '../errors/index.ts';
import { formatShape } from '../tensor/index.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult } from './layer-kind.ts';
import { numbers } from './numbers.ts';
import { paced } from './pace.ts';
import { SAME_SHAPE, unmasked } from './same-shape.ts';
import { choice, dataFormat, flag, integers, optional } from './settings.ts';
import { single } from './shapes.ts';
import { asFormatted, lengthAndFeatures, stepsFirst } from './steps-first.ts';
import { slidLength, windowsOver } from './windows.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/pooling/base_pooling.py';
const GLOBAL_SOURCE = 'Keras 3.15 keras/src/layers/pooling/base_global_pooling.py';

/** Values between two looks at the clock. */
const VALUES_A_LOOK = 1024;

/** One number out of several. */
interface Pool {
  readonly start: number;
  add(result: number, x: number): number;
  of(result: number, count: number): number;
  /** True when masked timesteps are left out; where it is false a mask changes nothing. */
  readonly usesMask: boolean;
}

const LARGEST: Pool = { start: -Infinity, add: Math.max, of: (largest) => largest, usesMask: false };
/** The sum is rounded once, as Keras' is nearly exact. */
const MEAN: Pool = { start: 0, add: (sum, x) => sum + x, of: (sum, count) => sum / count, usesMask: true };

/** Pooling over time, by windows or over the whole sequence. */
export const POOLING: readonly LayerKind[] = [
  windowed('MaxPooling1D', ['MaxPool1D'], LARGEST),
  windowed('AveragePooling1D', ['AvgPool1D'], MEAN),
  global('GlobalMaxPooling1D', ['GlobalMaxPool1D'], LARGEST),
  global('GlobalAveragePooling1D', ['GlobalAvgPool1D'], MEAN),
];

/** One value per window of `pool_size` timesteps; windows start `strides` apart, without which they lie side by side. */
function windowed(className: string, aliases: readonly string[], pool: Pool): LayerKind {
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
    evaluate: (call) => poolWindows(call, pool),
  };
}

/** One value per feature, of all timesteps. */
function global(className: string, aliases: readonly string[], pool: Pool): LayerKind {
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
    evaluate: (call) => poolSequence(call, pool),
  };
}

/** y[t] = the pool of the timesteps that window t covers; what lies beyond both ends is no timestep. @throws `sequence-short` */
function* poolWindows(call: LayerCall, pool: Pool): Generator<LayerProgress, LayerResult, void> {
  const { shape, data: x } = stepsFirst(call);
  const [samples = 0, timesteps = 0, features = 0] = shape;
  const windows = windowsOver(call, timesteps, single(call.settings.pool_size, 2));
  const output = numbers(call.precision, samples * windows.count * features);
  yield* paced(output.length, VALUES_A_LOOK, (from, to) => {
    for (let k = from; k < to; k++) {
      const row = Math.floor(k / features);
      const start = windows.startOf(row % windows.count);
      const [first, end] = [Math.max(0, start), Math.min(timesteps, start + windows.taps)];
      let result = pool.start;
      const sample = Math.floor(row / windows.count) * timesteps;
      for (let timestep = first; timestep < end; timestep++) result = pool.add(result, x[(sample + timestep) * features + (k % features)]);
      output[k] = pool.of(result, end - first);
    }
  });
  const y = asFormatted(call, [samples, windows.count, features], output);
  return unmasked(y.shape, y.data);
}

/** y = the pool of all timesteps, for the mean of those that a mask lets count. Where it lets none, Keras divides 0 by 0. @throws `mask-shape` */
function* poolSequence(call: LayerCall, pool: Pool): Generator<LayerProgress, LayerResult, void> {
  const { shape, data: x } = stepsFirst(call);
  const [samples = 0, timesteps = 0, features = 0] = shape;
  const mask = pool.usesMask ? (call.masks[0] ?? null) : null;
  if (mask && mask.data.length !== samples * timesteps) {
    const input = formatShape(call.inputs[0].shape);
    refuse(RunError, 'mask-shape', call.name, { layer: call.name, found: formatShape(mask.shape), input });
  }
  const output = numbers(call.precision, samples * features);
  yield* paced(output.length, 1, (k) => {
    const sample = Math.floor(k / features) * timesteps;
    let [result, count] = [pool.start, 0];
    for (let timestep = 0; timestep < timesteps; timestep++) {
      if (mask?.data[sample + timestep] === 0) continue;
      result = pool.add(result, x[(sample + timestep) * features + (k % features)]);
      count++;
    }
    output[k] = pool.of(result, count);
  });
  if (!call.settings.keepdims) return unmasked([samples, features], output);
  return unmasked(call.settings.data_format === 'channels_first' ? [samples, features, 1] : [samples, 1, features], output);
}
