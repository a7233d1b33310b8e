import type { MessageTemplate } from './messages.ts';

/** Codes raised while files and sequences are read. */
export const READ_MESSAGES = {
  'read-failed': {
    message: 'The file "{file}" could not be read: {reason}.',
    hint: 'Check that the file still exists and that you may read it, then open it again.',
  },
  'file-kind': {
    message: '"{file}" is {found}; regular files are read, and folders that hold the files of one model.',
    hint: 'Choose the file itself: for a link or shortcut what it leads to, for an address its download, for a folder the one in which the files of the model stand.',
  },
  'file-empty': {
    message: 'The file "{file}" is empty (0 bytes).',
    hint: 'Save or copy the model again; an interrupted copy often leaves an empty file.',
  },
  'format-unknown': {
    message: '"{file}" is {found}, not a model file that opens here.',
    hint: 'Open a .keras file, or a full model saved as .h5; in Keras: model.save("model.keras").',
  },
  'file-too-big': {
    message: 'The file "{file}" has {found}; at most {limit} are read.',
    hint: 'Choose a smaller file, or save the model without its optimizer: model.save(path, include_optimizer=False).',
  },
  'files-not-together': {
    message: '{count} files were given that do not make one model: {found}.',
    hint: 'Choose one model: a single file, or its architecture and its weights, or an index and all its shards.',
  },
  'structure-only': {
    message: 'Only the structure of "{file}" is open: its weights could not be read, so nothing can be run, changed or saved.',
    hint: 'Copy or download the whole file again, or save the model again, then read it again.',
  },
  'structure-none': {
    message: 'The configuration of the model cannot be read from "{file}", so its structure cannot be shown.',
    hint: 'Copy or download the whole file again, or save the model again.',
  },
  'html-page': {
    message: '"{file}" is an HTML page, not a model file.',
    hint: 'The download gave a web page instead of the file: use the "raw" or "download" link and save it again.',
  },
  'git-lfs-pointer': {
    message: '"{file}" is a Git LFS pointer: the model itself was never downloaded.',
    hint: 'Run "git lfs pull" in the repository, then open the file again.',
  },
  'text-encoding': {
    message: 'Text in the file is not valid {encoding} at byte {offset}.',
    hint: 'Save the text again as UTF-8.',
  },
  'json-encoding': {
    message: 'The JSON text is not valid {encoding} at byte {offset}.',
    hint: 'Save the file again as UTF-8.',
  },
  'json-size': {
    message: 'A JSON text has {found}; at most {limit} are read.',
    hint: 'Choose a smaller file; numbers go into .npy or .csv.',
  },
  'json-depth': {
    message: 'A JSON text is nested deeper than {limit} levels, at byte {offset}.',
    hint: 'No Keras configuration is that deep: save the model again.',
  },
  'json-nodes': {
    message: 'A JSON text holds more than {limit} values.',
    hint: 'Choose a smaller file; numbers go into .npy or .csv.',
  },
  'json-syntax': {
    message: 'The JSON text is broken at byte {offset} (line {line}, column {column}): {reason}, near "{excerpt}".',
    hint: 'Save the file again; if it was edited by hand, correct that line.',
  },
  'json-key': {
    message: 'The JSON text has a key "{key}" at byte {offset}, which has a meaning of its own in programs.',
    hint: 'No Keras file has this key: the file was tampered with or is of another kind.',
  },
  'json-duplicate': {
    message: 'The JSON text has the key "{key}" twice in one object, at byte {offset}.',
    hint: 'Save the model again: which of the two counts cannot be known.',
  },
  'zip-truncated': {
    message: 'The zip file has no end: its list of members is missing.',
    hint: 'The file was cut: copy or download it again.',
  },
  'zip-empty': {
    message: 'The zip file has no members.',
    hint: 'Save the model again: model.save("model.keras").',
  },
  'zip-damaged': {
    message: 'The zip file contradicts itself: {reason}.',
    hint: 'Copy or download the file again, or save the model again.',
  },
  'zip-crc': {
    message: 'The content of the member "{member}" does not match its checksum: found {found}, expected {expected}.',
    hint: 'The file was damaged: copy or download it again.',
  },
  'zip-duplicate': {
    message: 'The zip file has two members named "{member}".',
    hint: 'Save the model again: which of the two counts cannot be known.',
  },
  'zip-name': {
    message: 'The zip file has a member with a name that is not safe: "{member}".',
    hint: 'Save the model again with Keras; no Keras file has such names.',
  },
  'zip-encrypted': {
    message: 'The member "{member}" is encrypted.',
    hint: 'Save the model without a password.',
  },
  'zip-method': {
    message: 'The member "{member}" is compressed with method {method}; only stored (0) and deflate (8) are read.',
    hint: 'Pack the file again with an ordinary zip program.',
  },
  'zip-link': {
    message: 'The member "{member}" is a symbolic link.',
    hint: 'Save the model again with Keras; no Keras file holds links.',
  },
  'zip-bomb': {
    message: 'The member "{member}" has {stored} and claims to inflate to {declared}.',
    hint: 'Save the model again; real weights do not shrink that much.',
  },
  'zip-size': {
    message: 'The member "{member}" declares {declared}, and {reason}.',
    hint: 'The file is damaged or made to mislead: save the model again.',
  },
  'zip-too-many': {
    message: 'The zip file has {found} members; at most {limit} are read.',
    hint: 'Save the model again with Keras.',
  },
  'zip-overlap': {
    message: 'The members "{first}" and "{second}" share bytes of the file.',
    hint: 'The file is damaged or made to mislead: save the model again.',
  },
  'zip-nested': {
    message: '"{file}" is a zip inside a zip that holds no model itself.',
    hint: 'Unpack the outer zip and open the file inside.',
  },
  'zip-multi-disk': {
    message: 'The zip file is one part of several.',
    hint: 'Pack the model into a single zip file.',
  },
  'zip-polyglot': {
    message: 'There are {found} bytes {side} the zip file that do not belong to it.',
    hint: 'Save the model again, or cut the file to the zip it holds.',
  },
  'keras-no-config': {
    message: 'The zip file has no config.json; it holds {found}.',
    hint: 'Save the whole model: model.save("model.keras").',
  },
  'keras-no-weights': {
    message: 'The model file has no model.weights.h5; it holds {found}.',
    hint: 'Save the whole model: model.save("model.keras").',
  },
  'keras-ambiguous': {
    message: 'The model file holds its weights twice: {found}.',
    hint: 'Save the model again: which of the two counts cannot be known.',
  },
  'keras-config-invalid': {
    message: '"{member}" holds {found}, and an object is expected.',
    hint: 'Save the model again: model.save("model.keras").',
  },
  'h5-truncated': {
    message: 'The HDF5 file should have {expected} and has {found}.',
    hint: 'The file was cut: copy or download it again.',
  },
  'h5-version': {
    message: 'The HDF5 superblock has version {found}; versions 0 to 3 exist.',
    hint: 'The file is damaged or from a future HDF5: save the model again.',
  },
  'h5-offset-size': {
    message: 'The HDF5 file counts {what} in {found} bytes; 2, 4 and 8 are read.',
    hint: 'Save the model again with h5py.',
  },
  'h5-damaged': {
    message: 'The HDF5 file contradicts itself: {reason}.',
    hint: 'Copy or download the file again, or save the model again.',
  },
  'h5-unsupported': {
    message: 'The HDF5 file uses {what}, which is not read yet.',
    hint: 'Save the model again as .keras, or copy the file with h5py without compression.',
  },
  'h5-not-keras': {
    message: '"{file}" is a sound HDF5 file, but no Keras model: it holds {found}.',
    hint: 'Open a file made by model.save("model.h5") or model.save("model.keras").',
  },
  'h5-external': {
    message: 'Its content is stored in another file: {target}. Only the chosen file is read.',
    hint: 'Save again with model.save("model.keras"), so that everything is in one file.',
  },
  'h5-virtual': {
    message: 'The dataset is virtual: its numbers are stored in other datasets or files.',
    hint: 'Save again with model.save("model.keras"), so that everything is in one file.',
  },
  'h5-soft-link': {
    message: 'A soft link stands where an object is expected: {chain}. Links are not followed.',
    hint: 'Save again with model.save("model.keras"); Keras writes no links.',
  },
  'h5-depth': {
    message: 'Groups are nested deeper than {limit} levels.',
    hint: 'No Keras file is that deep: save the model again.',
  },
  'h5-too-many': {
    message: 'The HDF5 file holds more than {limit} objects.',
    hint: 'No Keras model is that large: save the model again.',
  },
  'h5-too-big': {
    message: 'It declares {declared}, stores {stored}; at most {limit} are read, and at most 200 times what is stored.',
    hint: 'If the size is right, the model is too large for this program; otherwise save it again.',
  },
  'h5-shape': {
    message: 'Its shape {shape} is not possible.',
    hint: 'The file is damaged or made to mislead: save the model again.',
  },
  'h5-dtype': {
    message: 'It holds {found}; weights are floats or integers.',
    hint: 'Save the model again with float32 weights.',
  },
  'h5-attr': {
    message: 'The attribute cannot be used: {reason}.',
    hint: 'Save the model again with model.save.',
  },
  'h5-missing-weight': {
    message: 'The file lists the weight "{weight}", and {reason}.',
    hint: 'The save was interrupted or the file edited: save the model again.',
  },
} as const satisfies Record<string, MessageTemplate>;
