import { LabError } from '../errors/index.ts';
import { buildModel } from '../model/index.ts';
import { type ByteSource, openStructure } from '../read/index.ts';
import type { Inspection } from './protocol.ts';
import { splitFiles } from './split-files.ts';

/** How many layers files tell whole, although they may be refused; null where their structure cannot be opened either. */
export function structureOf(sources: readonly ByteSource[]): Inspection['structure'] {
  try {
    return { layers: buildModel(openStructure(splitFiles(sources).models)).layers.length };
  } catch (error) {
    if (error instanceof LabError) return null; // the refusal that is on screen said why
    throw error;
  }
}
