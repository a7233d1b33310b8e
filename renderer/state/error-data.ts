import { LabError, type LabErrorData, labErrorData } from '../../core/session/index.ts';

/** The data of anything that was thrown. */
export function toErrorData(error: unknown): LabErrorData {
  if (error instanceof LabError) return error.toData();
  return labErrorData('internal', null, { reason: error instanceof Error ? error.message : String(error) });
}
