const SEQUENCE_ENDINGS = ['.csv', '.tsv', '.txt', '.json', '.npy', '.npz'];

/** True when a file's name says that it holds a sequence rather than a model. */
export function isSequenceName(name: string): boolean {
  const lower = name.toLowerCase();
  return SEQUENCE_ENDINGS.some((ending) => lower.endsWith(ending));
}
