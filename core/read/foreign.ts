import { type MessageCode, ReadError, refuse } from '../errors/index.ts';
import { describeKind, type FileKind } from './recognise.ts';

/**
 * Files that are known for what they are and never read, each with the code whose hint is the recipe to convert. What is a program is not
 * run: there is no reader for it at all.
 */
export const FOREIGN_CODES: ReadonlyMap<FileKind, MessageCode> = new Map([
  ['saved-model', 'saved-model'],
  ['tf-graph', 'saved-model'],
  ['orbax', 'orbax-checkpoint'],
  ['tflite', 'tflite-model'],
  ['pytorch', 'pytorch-file'],
  ['joblib', 'joblib-file'],
  ['yaml', 'yaml-model'],
  ['gzip', 'packed-file'],
  ['tar', 'packed-file'],
  ['packed', 'packed-file'],
  ['html', 'html-page'],
  ['git-lfs', 'git-lfs-pointer'],
  ['shortcut', 'file-kind'],
]);

/** Refuses a file that is no model which opens here, with the way to make one of it. @throws always: the code of the kind, else `format-unknown` */
export function refuseForeign(kind: FileKind, file: string): never {
  return refuse(ReadError, FOREIGN_CODES.get(kind) ?? 'format-unknown', file, { file, found: describeKind(kind) });
}

/** Members of a zip that tell what it is. */
const MEMBERS: readonly (readonly [RegExp, FileKind])[] = [
  [/(?:^|\/)data\.pkl$/, 'pytorch'],
  [/(?:^|\/)saved_model\.pb$/, 'saved-model'],
  [/(?:^|\/)(?:manifest\.ocdbt|_CHECKPOINT_METADATA)$/, 'orbax'],
];

/** What a zip of a foreign format is by the names of its members; null for any other. */
export function foreignZip(names: readonly string[]): FileKind | null {
  return MEMBERS.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1] ?? null;
}

/** Folders in which Orbax keeps a step, or the steps of a training. Source: orbax-checkpoint 0.11 orbax/checkpoint/_src/path/step.py. */
const ORBAX_FOLDER = /^(?:\d+|(?:.*\.)?orbax[.-]checkpoint.*|checkpoint_metadata|ocdbt\.process_\d+)$/;

/** What a folder of a foreign format is by the names of its entries; null for any other, and for one whose files may be a model. */
export function foreignFolder(files: readonly string[], folders: readonly string[]): FileKind | null {
  const byFile = foreignZip(files);
  if (byFile !== null || files.length > 0) return byFile;
  if (folders.includes('variables')) return 'saved-model';
  return folders.some((name) => ORBAX_FOLDER.test(name)) ? 'orbax' : null;
}

/** What a JSON text is that a foreign format keeps beside its arrays; null for any other. */
export function foreignJson(value: object): FileKind | null {
  const has = (key: string): boolean => Object.hasOwn(value, key);
  return (has('tree_metadata') && has('use_ocdbt')) || (has('item_handlers') && has('init_timestamp_nsecs')) ? 'orbax' : null;
}
