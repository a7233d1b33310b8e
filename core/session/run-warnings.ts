import { labErrorData, type Warning } from '../errors/index.ts';
import { type Model, readsTimeFirst, timestepsOf } from '../model/index.ts';
import { idleLayers } from '../run/index.ts';
import type { Inputs } from './inputs.ts';

/** What a run over these inputs has to say of itself. */
export function runWarnings(model: Model, inputs: Inputs): readonly Warning[] {
  return [...idleWarning(model, inputs), ...lengthWarnings(model, inputs)];
}

/** Pieces of the model without a sequence, said once. */
function idleWarning(model: Model, { tensors }: Inputs): readonly Warning[] {
  const idle = idleLayers(model, new Set(tensors.keys()));
  const inputs = model.inputs.filter(({ name }) => idle.has(name)).map(({ name }) => name);
  return inputs.length === 0 ? [] : [labErrorData('piece-idle', null, { inputs: inputs.join(', ') })];
}

/** A number of timesteps that the file fixes and no layer needs. */
function lengthWarnings(model: Model, { tensors }: Inputs): readonly Warning[] {
  if (readsTimeFirst(model)) return []; // its files fix the number of samples
  return model.inputs.flatMap((input) => {
    const expected = timestepsOf(input);
    const found = tensors.get(input.name)?.shape[1] ?? expected;
    return expected === null || found === null || found === expected
      ? []
      : [labErrorData('timesteps-differ', input.name, { found, expected })];
  });
}
