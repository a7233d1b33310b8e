import type { ByteSource } from './byte-source.ts';
import { isKerasZip, openKerasZip } from './keras/index.ts';
import { isArrayZip, openNpzWeights } from './npy/index.ts';
import type { WeightFile } from './weight-file.ts';
import type { ZipFile } from './zip/index.ts';

/** A zip that is a model itself, `.keras` or `.npz`; null for one that somebody packed. @throws what their readers refuse */
export function openModelZip(source: ByteSource, zip: ZipFile): WeightFile | null {
  if (isKerasZip(zip)) return openKerasZip(source, zip);
  return isArrayZip(zip) ? openNpzWeights(source, zip) : null;
}
