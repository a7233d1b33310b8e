import type { ZipFile } from '../zip/index.ts';

/** Words for a zip that is no Keras model, or null when nothing is known about it. */
export function describeZip(zip: ZipFile): string | null {
  const has = (pattern: RegExp): boolean => zip.names.some((name) => pattern.test(name));
  if (zip.names.every((name) => name.endsWith('.npy'))) return 'a NumPy archive (.npz) of arrays without layers';
  if (has(/(?:^|\/)data\.pkl$/)) return 'a PyTorch file, which is a pickle and so a program';
  if (has(/(?:^|\/)saved_model\.pb$/)) return 'a zipped SavedModel, which is a program';
  if (has(/(?:^|\/)model\.json$/)) return 'a zipped TensorFlow.js model';
  if (has(/\.(?:zip|keras)$/i)) return 'a zip file that holds another one';
  return null;
}
