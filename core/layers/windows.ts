import { refuse, RunError } from '../errors/index.ts';
import type { LayerCall } from './layer-kind.ts';
import { lengthOf, single } from './shapes.ts';

/** Windows that slide over the timesteps. */
export interface Windows {
  readonly count: number;
  /** How many timesteps a window looks at, `spacing` apart. */
  readonly taps: number;
  readonly spacing: number;
  /** The first timestep of a window; below 0 where it begins in the padding. */
  startOf(window: number): number;
}

/**
 * The windows of a layer with `padding`, `strides` and `dilation_rate`. What `same` pads is shared between both ends, the odd step behind;
 * `causal` pads in front alone. Source: TensorFlow `tf.nn.convolution`. @throws `sequence-short`
 */
export function windowsOver({ name, settings }: LayerCall, timesteps: number, taps: number): Windows {
  const stride = Math.max(1, single(settings.strides, taps));
  const spacing = single(settings.dilation_rate, 1);
  const width = (taps - 1) * spacing + 1;
  const count = slidLength(timesteps, width, stride, settings.padding === 'valid');
  if (count < 1) refuse(RunError, 'sequence-short', name, { layer: name, needed: width, found: timesteps });
  const missing = Math.max(0, (count - 1) * stride + width - timesteps);
  const before = settings.padding === 'causal' ? width - 1 : settings.padding === 'same' ? Math.floor(missing / 2) : 0;
  return { count, taps, spacing, startOf: (window) => window * stride - before };
}

/** How many places a window takes that moves by `stride` over `timesteps`: only inside when `isValid`, else padded to start everywhere. */
export function slidLength(timesteps: number, width: number, stride: number, isValid: boolean): number {
  const step = Math.max(1, stride);
  return lengthOf([timesteps], (all) => (isValid ? Math.floor((all - width) / step) + 1 : Math.ceil(all / step)));
}
