/** Endings of the files that people open here; the core decides by content what a file really is. */
const ENDINGS = [
  'keras',
  'h5',
  'hdf5',
  'json',
  'npz',
  'npy',
  'bin',
  'index',
  'csv',
  'tsv',
  'txt',
  'zip',
  'pb',
  'safetensors',
  'onnx',
  'pkl',
  'pickle',
  'pt',
];
const CHECKPOINT_SHARD = /\.data-\d{5}-of-\d{5}$/;

/** Filters of the open dialog. All files stay choosable: a shard or a renamed model has any ending. */
export const OPEN_FILTERS = [
  { name: 'Models and sequences', extensions: ENDINGS },
  { name: 'All files', extensions: ['*'] },
];

/** What the core makes for people to keep, by the ending of the name that it proposes. */
const SAVED = {
  npz: { name: 'NumPy archive', extensions: ['npz'] },
  'weights.h5': { name: 'Keras weights', extensions: ['h5'] },
  'certificate.json': { name: 'Parity certificate', extensions: ['json'] },
  zip: { name: 'Zip archive', extensions: ['zip'] },
} as const;

/** A name such as our own core proposes, never a path; its first group is the ending. */
export const SAVED_NAME = new RegExp(`^[A-Za-z0-9_-]{1,80}\\.(${Object.keys(SAVED).join('|').replaceAll('.', '\\.')})$`, 'u');

/** Filters of the save dialog for a name that `SAVED_NAME` accepts. */
export function saveFilters(name: string): { name: string; extensions: string[] }[] {
  const ending = SAVED_NAME.exec(name)?.[1];
  return Object.entries(SAVED).flatMap(([key, { name, extensions }]) => (key === ending ? [{ name, extensions: [...extensions] }] : []));
}

/** Whether a word on the command line may name a file for us. */
export function hasKnownEnding(path: string): boolean {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return ENDINGS.includes(ending) || CHECKPOINT_SHARD.test(path);
}
