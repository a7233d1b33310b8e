import type { Model, TensorRef } from './model.ts';

/** Name in a trace of a layer's use: `lstm`, and `lstm@1` for the second use of a shared layer. */
export function callName(layer: string, call: number): string {
  return call === 0 ? layer : `${layer}@${call}`;
}

/** Name in a trace of what a layer returns: `lstm/output`, `lstm/output:1`; for an input of the model `input` or `input/NAME`. */
export function arrayName(model: Model, ref: TensorRef): string {
  if (model.inputs.some((input) => input.name === ref.layer)) return inputName(model, ref.layer);
  return `${useName(model, ref)}/output${ref.output === 0 ? '' : `:${ref.output}`}`;
}

export function inputName(model: Model, input: string): string {
  return model.inputs.length === 1 ? 'input' : `input/${input}`;
}

/** Names of the model's outputs, beside the references: `output` when there is one, else `output/LAYER` and `output/LAYER:1`. */
export function outputName(model: Model, ref: TensorRef): string {
  if (model.outputs.length === 1) return 'output';
  return `output/${useName(model, ref)}${ref.output === 0 ? '' : `:${ref.output}`}`;
}

function useName(model: Model, ref: TensorRef): string {
  return model.named.get(ref.layer)?.calls[ref.call]?.name ?? callName(ref.layer, ref.call);
}
