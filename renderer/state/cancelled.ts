import { LabError } from '../../core/session/index.ts';

/** True for an error that says that the user stopped it. */
export function isCancelled(error: unknown): error is LabError {
  return error instanceof LabError && error.code === 'cancelled';
}
