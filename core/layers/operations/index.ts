import type { LayerKind } from '../layer-kind.ts';
import { BINARY } from './binary.ts';
import { FILLING } from './filling.ts';
import { JOINING } from './joining.ts';
import { MOVING } from './moving.ts';
import { PICKING } from './picking.ts';
import { PRODUCTS } from './products.ts';
import { REDUCING } from './reducing.ts';
import { UNARY } from './unary.ts';

/** Operations of functional Keras 3 models (`x[:, -1]`, `x + 2`, `ops.mean(x, axis=1)`), under `ops.` and their class. */
export const OPERATIONS: readonly LayerKind[] = [
  ...UNARY,
  ...BINARY,
  ...REDUCING,
  ...MOVING,
  ...JOINING,
  ...PICKING,
  ...FILLING,
  ...PRODUCTS,
];
