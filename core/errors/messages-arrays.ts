import type { MessageTemplate } from './messages.ts';

/** Codes of NumPy files, pickles of arrays, and sequences. */
export const ARRAY_MESSAGES = {
  'npy-header': {
    message: 'The NumPy header is broken: {reason}.',
    hint: 'Save the array again: numpy.save("input.npy", array).',
  },
  'npy-version': {
    message: 'The NumPy file has format version {found}; 1.0, 2.0 and 3.0 exist.',
    hint: 'Save the array again: numpy.save("input.npy", array).',
  },
  'npy-pickle': {
    message: 'The pickle holds {found}. Only plain NumPy arrays are read from a pickle; anything else would run Python.',
    hint: 'In Python, save with np.savez("weights.npz", *model.get_weights()), or one array with np.save(path, array, allow_pickle=False).',
  },
  'npy-dtype': {
    message: 'The NumPy array has elements of type "{found}"; floats, integers and booleans are read.',
    hint: 'Convert first: array.astype("float32").',
  },
  'npy-length': {
    message: 'The NumPy array declares {expected} and has {found}.',
    hint: 'Save or copy the array again.',
  },
  'npy-shape': {
    message: 'The NumPy array declares the shape {shape}, which is not possible or too large.',
    hint: 'Save the array again; at most 512 MiB are read.',
  },
  'npz-member': {
    message: 'The member "{member}" of the .npz is {found}, not a NumPy array, and was left out.',
    hint: 'Nothing to do if it is a note; otherwise save the array again with numpy.savez.',
  },
  'pickle-damaged': {
    message: 'The pickle is broken at byte {offset}: {reason}.',
    hint: 'The file was cut or changed: copy it again, or save with np.savez("weights.npz", *model.get_weights()).',
  },
  'pickle-too-big': {
    message: 'The pickle has more than {limit} {what}.',
    hint: 'Save the weights with np.savez("weights.npz", *model.get_weights()), which has no such limit.',
  },
  'arrays-none': {
    message: '"{file}" holds no array of numbers.',
    hint: 'Save the weights again: np.savez("weights.npz", *model.get_weights()).',
  },
  'arrays-unknown': {
    message: '"{file}" is {found}, not a NumPy .npy or .npz file.',
    hint: 'Save arrays with numpy.savez("arrays.npz", name=array).',
  },
  'seq-unknown': {
    message: '"{file}" is {found}, not a sequence.',
    hint: 'Use .npy, .csv, .tsv, or JSON with nested brackets.',
  },
  'seq-encoding': {
    message: 'The text of the sequence is not valid {encoding} at byte {offset}.',
    hint: 'Save the table again as UTF-8.',
  },
  'seq-empty': {
    message: 'The sequence has no rows of numbers.',
    hint: 'Give at least one timestep.',
  },
  'seq-too-big': {
    message: 'The sequence has {found}; at most {limit} are read.',
    hint: 'Cut the sequence, or save it as float32 .npy.',
  },
  'seq-columns': {
    message: 'Found {found} values where {expected} are expected.',
    hint: 'Give every timestep as many values as the model takes.',
  },
  'seq-column-unknown': {
    message: 'The sequence has no column "{column}"; its columns are: {known}.',
    hint: 'Name columns as the first row of the table does, or leave them out to take all.',
  },
  'seq-value': {
    message: '"{found}" is not a number; a blank cell is none either.',
    hint: 'Write a number such as -1.5 or 2e-3 (decimal point, no thousands separators), or nan where a value is missing; choose the columns of numbers by name where others hold text.',
  },
  'seq-quote': {
    message: 'The table has a quotation mark that is never closed.',
    hint: 'Close the quotation mark, or remove it.',
  },
  'seq-rank': {
    message: 'The array has shape {shape}; a sequence has 1 to 3 axes (samples, timesteps, features).',
    hint: 'Reshape it to (timesteps, features) or (samples, timesteps, features).',
  },
} as const satisfies Record<string, MessageTemplate>;
