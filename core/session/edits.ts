import { labErrorData, LabError, type Warning } from '../errors/index.ts';
import { type Model, withWeight } from '../model/index.ts';
import type { Tensor } from '../tensor/index.ts';

/** One array that was typed or pasted. */
export interface Edit {
  readonly layer: string;
  readonly weight: string;
  readonly values: Tensor;
}

/** Typed weights put into a model that was built again; what has no place any more is said, not kept in silence. */
export function withEdits(built: Model, edits: readonly Edit[]): { readonly model: Model; readonly kept: readonly Edit[] } {
  const kept: Edit[] = [];
  const warnings: Warning[] = [];
  let model = built;
  for (const edit of edits) {
    try {
      model = withWeight(model, edit.layer, edit.weight, edit.values);
      kept.push(edit);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      warnings.push(labErrorData('edit-dropped', `${edit.layer}/${edit.weight}`, { layer: edit.layer, weight: edit.weight }));
    }
  }
  return { model: { ...model, warnings: [...model.warnings, ...warnings] }, kept };
}
