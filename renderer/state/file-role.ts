const TABLES = ['.csv', '.tsv', '.txt'];
const EITHER = ['.json', '.npy', '.npz'];

/** What a file may be by its name: tables are sequences, arrays and JSON may be weights too. Its content decides; this only says what to try first. */
export function fileRole(name: string): 'model' | 'sequence' | 'either' {
  const lower = name.toLowerCase();
  const ends = (endings: readonly string[]): boolean => endings.some((ending) => lower.endsWith(ending));
  if (ends(TABLES)) return 'sequence';
  return ends(EITHER) && !lower.endsWith('.weights.json') && !lower.endsWith('model.json') ? 'either' : 'model';
}
