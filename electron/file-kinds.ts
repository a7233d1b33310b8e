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

/** Whether a word on the command line may name a file for us. */
export function hasKnownEnding(path: string): boolean {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return ENDINGS.includes(ending) || CHECKPOINT_SHARD.test(path);
}
