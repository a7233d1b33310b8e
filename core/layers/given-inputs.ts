import { refuse, RunError } from '../errors/index.ts';
import type { LayerCall } from './layer-kind.ts';

/** A layer of several inputs that is given fewer cannot be computed. @throws `inputs-too-few` */
export function requireInputs({ name, inputs }: Pick<LayerCall, 'name' | 'inputs'>, least: number): void {
  if (inputs.length < least) refuse(RunError, 'inputs-too-few', name, { layer: name, found: inputs.length, expected: least });
}
