import type { Shape } from '../tensor/index.ts';
import type { LayerCall, Settings } from './layer-kind.ts';
import { inPrecision, type Numbers } from './numbers.ts';
import { permuted, viewed, wholeView } from './views.ts';

/** Timesteps and features of an input, whichever stands first. */
export function lengthAndFeatures(settings: Settings, input: Shape | undefined): readonly [number, number] {
  const [first = -1, second = -1] = input ?? [];
  return settings.data_format === 'channels_first' ? [second, first] : [first, second];
}

/** The first input as (samples, timesteps, features), whichever stood first. */
export function stepsFirst({ inputs, precision, settings }: LayerCall): { readonly shape: Shape; readonly data: Numbers } {
  const x = { shape: inputs[0].shape, data: inPrecision(inputs[0], precision) }; // as: one input, checked by the model room
  return settings.data_format === 'channels_first' ? turned(x) : x;
}

/** (samples, timesteps, features) with the features where the layer has them. */
export function asFormatted({ settings }: LayerCall, shape: Shape, data: Numbers): { readonly shape: Shape; readonly data: Numbers } {
  return settings.data_format === 'channels_first' ? turned({ shape, data }) : { shape, data };
}

function turned({ shape, data }: { readonly shape: Shape; readonly data: Numbers }): { readonly shape: Shape; readonly data: Numbers } {
  const view = permuted(wholeView(shape), [0, 2, 1]);
  return { shape: view.shape, data: viewed(data, view) };
}
