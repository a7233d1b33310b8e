import type { LayerKind, SettingSpec } from './layer-kind.ts';
import { identity, SAME_SHAPE } from './same-shape.ts';
import { numeric } from './settings.ts';

/** Layers that act in training only: identity when predicting, whatever their settings. */
export const REGULARIZATION: readonly LayerKind[] = [
  identityLayer('Dropout', { rate: numeric(0, source('dropout')) }),
  identityLayer('SpatialDropout1D', { rate: numeric(0, source('spatial_dropout')) }),
  identityLayer('SpatialDropout2D', { rate: numeric(0, source('spatial_dropout')) }),
  identityLayer('SpatialDropout3D', { rate: numeric(0, source('spatial_dropout')) }),
  identityLayer('AlphaDropout', { rate: numeric(0, source('alpha_dropout')) }),
  identityLayer('GaussianDropout', { rate: numeric(0, source('gaussian_dropout')) }),
  identityLayer('GaussianNoise', { stddev: numeric(0, source('gaussian_noise')) }),
  identityLayer('ActivityRegularization', {}),
];

function identityLayer(className: string, settings: Readonly<Record<string, SettingSpec>>): LayerKind {
  return { ...SAME_SHAPE, className, settings, evaluate: identity };
}

function source(file: string): string {
  return `Keras 3.15 keras/src/layers/regularization/${file}.py`;
}
