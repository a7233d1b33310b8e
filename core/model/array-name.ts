import type { Model, TensorRef } from './model.ts';

/** Name of a layer's use in a trace: `lstm`, and `lstm@1` for the second use of a shared layer. */
export function callName(layer: string, call: number): string {
  return call === 0 ? layer : `${layer}@${call}`;
}

/** Name in a trace of what a layer returns: `lstm/output`, `lstm/output:1`; for an input of the model `input` or `input/NAME`. */
export function arrayName(model: Model, ref: TensorRef): string {
  if (model.inputs.some((input) => input.name === ref.layer)) return inputName(model, ref.layer);
  return `${callName(ref.layer, ref.call)}/output${ref.output === 0 ? '' : `:${ref.output}`}`;
}

export function inputName(model: Model, input: string): string {
  return model.inputs.length === 1 ? 'input' : `input/${input}`;
}

/** Names of the model's outputs, beside the references: `output` when there is one, else `output/LAYER` and `output/LAYER:1`. */
export function outputName(model: Model, ref: TensorRef): string {
  if (model.outputs.length === 1) return 'output';
  return `output/${callName(ref.layer, ref.call)}${ref.output === 0 ? '' : `:${ref.output}`}`;
}
