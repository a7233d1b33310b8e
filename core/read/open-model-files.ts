import type { ByteSource } from './byte-source.ts';
import { openModelZip } from './open-model-zip.ts';
import { openParts } from './open-parts.ts';
import { recognise } from './recognise.ts';
import { verifiedOnLoad } from './verified.ts';
import type { WeightFile } from './weight-file.ts';
import { openZip } from './zip/index.ts';
import { zipParts } from './zip-parts.ts';

/**
 * Opens the files of one model, in any order, recognised by content, never by name: one file, or an architecture with its weights, or an
 * index with its shards; one level of zip around any of these. Structure is read and checked now, numbers when a tensor is loaded.
 * @throws `format-unknown`, `html-page`, `git-lfs-pointer`, `files-not-together` and what the readers refuse
 */
export function openModelFiles(sources: readonly ByteSource[]): WeightFile {
  const [lone] = sources;
  if (sources.length !== 1 || recognise(lone) !== 'zip') return openParts(sources, null);
  const zip = openZip(lone);
  const model = openModelZip(lone, zip);
  if (model !== null) return model;
  const parts = zipParts(lone, zip);
  return verifiedOnLoad(openParts(parts, lone), parts);
}
