const TABLES = ['.csv', '.tsv', '.txt'];
const ARRAYS = ['.npy', '.npz'];
const EITHER = ['.json', ...ARRAYS];
/** What people call the arrays that a run is compared with. */
const REFERENCE = /(^|[\W_])(expected|reference|golden)([\W_]|$)/i;

/**
 * What a file may be by its name: arrays named `expected` or `reference` are what a run is compared with, tables are sequences, other arrays
 * and JSON may be weights too. Its content decides; this only says what to try first.
 */
export function fileRole(name: string): 'model' | 'sequence' | 'reference' | 'either' {
  const lower = name.toLowerCase();
  const ends = (endings: readonly string[]): boolean => endings.some((ending) => lower.endsWith(ending));
  if (ends(TABLES)) return 'sequence';
  if (ends(ARRAYS) && REFERENCE.test(name)) return 'reference';
  return ends(EITHER) && !lower.endsWith('.weights.json') && !lower.endsWith('model.json') ? 'either' : 'model';
}
