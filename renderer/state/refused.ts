import type { FileRef, ModelCard } from '../../core/session/index.ts';
import { t } from '../i18n/index.ts';
import type { Lab } from './lab.svelte.ts';
import { openFiles } from './open-files.ts';

/** True where only the structure of a refused file is open: layers without weights. */
export function isStructure(model: ModelCard | null): boolean {
  return model?.format === 'keras-config';
}

/** True where reading the same files anew may give more than is on screen. */
export function canReadAgain(lab: Lab): boolean {
  return lab.error ? lab.refused !== null : isStructure(lab.model);
}

/** Reads the refused files anew: a download may have ended meanwhile, or the model was saved again. */
export async function readAgain(lab: Lab): Promise<void> {
  const files: readonly FileRef[] = lab.refused?.files ?? lab.openedFiles;
  const fresh = await lab.host.readAgain(files);
  if (fresh.length === 0) return; // the user backed out
  const before = lab.error?.code;
  await openFiles(lab, fresh);
  if (lab.refused === null || lab.error?.code !== before) return;
  lab.refused = { ...lab.refused, isAsBefore: true };
  lab.announce(t('errors.sameAgain'));
}

/** Opens what the refused files still tell of their layers. */
export async function showStructure(lab: Lab): Promise<void> {
  const files = lab.refused?.files;
  if (files) await lab.openModel(files, { structureOnly: true });
}
