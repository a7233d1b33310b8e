import type { FileRef, LabErrorData } from '../../core/session/index.ts';
import { refusalOfMany } from '../host/few-files.ts';
import { isCancelled } from './cancelled.ts';
import { fileRole } from './file-role.ts';
import { toErrorData } from './error-data.ts';
import type { Lab } from './lab.svelte.ts';

/**
 * Opens files, in any order: a model with all that belongs to it, a sequence for the open model, or arrays that a run is compared with. A
 * file that may be either (`.npy`, `.json`) is a sequence when it fits the model on screen. A refusal becomes the lab's `error` (or its
 * `notice` for a sequence and for too many files).
 */
export async function openFiles(lab: Lab, refs: readonly FileRef[]): Promise<void> {
  const many = refusalOfMany(refs.map((ref) => lab.host.nameOf(ref)));
  if (many !== null) {
    lab.notice = many.toData();
    return;
  }
  const roleOf = (ref: FileRef): ReturnType<typeof fileRole> => fileRole(lab.host.nameOf(ref));
  const references = refs.filter((ref) => roleOf(ref) === 'reference');
  const tables = refs.filter((ref) => roleOf(ref) === 'sequence');
  const others = refs.filter((ref) => !tables.includes(ref) && !references.includes(ref));
  const hasModel = others.some((ref) => roleOf(ref) === 'model');
  if (references.length > 0 && (lab.run || hasModel)) {
    if (refs.length > references.length)
      await openFiles(
        lab,
        refs.filter((ref) => !references.includes(ref)),
      );
    if (!lab.error) await lab.tell(lab.proof.compare(references));
    return;
  }
  if (references.length > 0) return openEither(lab, refs);
  if (hasModel) {
    const refusal = await refusalOf(lab.openModel(others));
    if (refusal) return lab.refuse(refusal, others);
  } else if (others.length > 0) {
    return openEither(lab, refs);
  }
  if (tables.length > 0) await lab.tell(lab.setSequenceFiles(tables));
}

/**
 * Arrays or JSON: named as in the trace they are what the run is compared with. Else from the start screen a model before a sequence, else a
 * sequence before a model.
 */
async function openEither(lab: Lab, refs: readonly FileRef[]): Promise<void> {
  if (lab.view !== 'start' && (await lab.proof.isNamedAsTrace(refs))) return lab.tell(lab.proof.compare(refs));
  const asModel = (): Promise<LabErrorData | null> => refusalOf(lab.openModel(refs));
  const asSequence = (): Promise<LabErrorData | null> => refusalOf(lab.setSequenceFiles(refs));
  const isFresh = lab.view === 'start' || !lab.model;
  const first = isFresh ? await asModel() : await asSequence();
  if (first === null) return;
  const second = isFresh ? await asSequence() : await asModel();
  if (second === null) {
    if (isFresh) lab.view = 'scope';
  } else if (isFresh || refs.some((ref) => lab.host.nameOf(ref).toLowerCase().endsWith('.json'))) {
    await lab.refuse(isFresh ? first : second, refs);
  } else {
    lab.notice = first;
  }
}

/** The refusal that an action ends with; null when it was done or cancelled. */
async function refusalOf(action: Promise<unknown>): Promise<LabErrorData | null> {
  try {
    await action;
    return null;
  } catch (error) {
    return isCancelled(error) ? null : toErrorData(error);
  }
}
