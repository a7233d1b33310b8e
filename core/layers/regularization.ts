import type { LayerKind, SettingSpec } from './layer-kind.ts';
import { identity, SAME_SHAPE } from './same-shape.ts';
import { optional } from './settings.ts';

/** Layers that act in training only: identity when predicting, whatever their settings, which Keras asks for and nothing here reads. */
export const REGULARIZATION: readonly LayerKind[] = [
  identityLayer('Dropout', { rate: optional('number', source('dropout')) }),
  identityLayer('SpatialDropout1D', { rate: optional('number', source('spatial_dropout')) }),
  identityLayer('SpatialDropout2D', { rate: optional('number', source('spatial_dropout')) }),
  identityLayer('SpatialDropout3D', { rate: optional('number', source('spatial_dropout')) }),
  identityLayer('AlphaDropout', { rate: optional('number', source('alpha_dropout')) }),
  identityLayer('GaussianDropout', { rate: optional('number', source('gaussian_dropout')) }),
  identityLayer('GaussianNoise', { stddev: optional('number', source('gaussian_noise')) }),
  identityLayer('ActivityRegularization', {}),
];

function identityLayer(className: string, settings: Readonly<Record<string, SettingSpec>>): LayerKind {
  return { ...SAME_SHAPE, className, settings, evaluate: identity };
}

function source(file: string): string {
  return `Keras 3.15 keras/src/layers/regularization/${file}.py`;
}
