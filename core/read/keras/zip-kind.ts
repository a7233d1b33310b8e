import type { ZipFile } from '../zip/index.ts';

/** Words for a zip that is no Keras model, or null when nothing is known about it. */
export function describeZip(zip: ZipFile): string | null {
  const has = (pattern: RegExp): boolean => zip.names.some((name) => pattern.test(name));
  if (has(/(?:^|\/)data\.pkl$/)) return 'a PyTorch file, which is a pickle and so a program';
  if (has(/(?:^|\/)saved_model\.pb$/)) return 'a zipped SavedModel, which is a program';
  return null;
}
