import { LabError, labErrorData } from '../../core/session/index.ts';

/** Files that belong to one model: sharded ones come as many, and a person may drop a whole disk. */
export const MOST_FILES = 256;

/** The refusal of more files than a model has, before any is read: `file-kind`. Null where they are few enough. */
export function refusalOfMany(names: readonly string[]): LabError | null {
  if (names.length <= MOST_FILES) return null;
  return new LabError(labErrorData('file-kind', names[0], { file: `${names[0]}, …`, found: `a choice of more than ${MOST_FILES} files` }));
}
