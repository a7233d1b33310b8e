import { finish, type Lab, labErrorData, type LabCard, type WeightStatistics } from '../core/session/index.ts';
import type { Notice } from './command-line.ts';

/** What takes reading every byte: hashes in the order of the files, statistics of each layer's arrays by its name. */
export interface ModelNumbers {
  readonly hashes: readonly string[];
  readonly statistics: ReadonlyMap<string, readonly WeightStatistics[]>;
}

/** Files and arrays up to so many bytes are read whole for their hashes and statistics; larger ones open by their structure alone. */
const READ_WHOLE_BYTES = 128 * 1024 * 1024;

/** Hashes and statistics; null for a model that is too large to be read whole only to be looked at. */
export function modelNumbers(lab: Lab): ModelNumbers | null {
  const { card } = lab;
  if (largestBytes(card) > READ_WHOLE_BYTES) return null;
  return {
    hashes: finish(lab.fileHashes()),
    statistics: new Map(card.model.layers.map(({ name }) => [name, finish(lab.weightStats(name))])),
  };
}

/** Says that they are left out; nothing where they are not. */
export function numbersWarning(card: LabCard): readonly Notice[] {
  const bytes = largestBytes(card);
  if (bytes <= READ_WHOLE_BYTES) return [];
  const mebibytes = (size: number): string => `${Math.round(size / 1024 / 1024)} MiB`;
  const title = card.model.title;
  return [labErrorData('numbers-left-out', title, { found: mebibytes(bytes), limit: mebibytes(READ_WHOLE_BYTES) })];
}

/** Of the files, which may be compressed, and of the arrays as float32. */
function largestBytes({ model }: LabCard): number {
  const files = model.files.reduce((bytes, file) => bytes + file.bytes, 0);
  return Math.max(files, 4 * model.layers.reduce((count, layer) => count + layer.parameters, 0));
}
