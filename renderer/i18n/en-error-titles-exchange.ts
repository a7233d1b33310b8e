/** Titles of what goes wrong with formats that carry weights between programs. */
export const enExchangeErrorTitles: Readonly<Record<string, string>> = {
  'lstm-projection': 'The LSTM has a projection',
  'tensor-too-big': 'An array is too large',
  'safetensors-header': 'The header of the file is broken',
  'safetensors-offsets': 'An array stands where it cannot be',
  'safetensors-dtype': 'An array is of a type not read here',
  'safetensors-truncated': 'The file ends too early',
  'checkpoint-damaged': 'The checkpoint is damaged',
  'checkpoint-checksum': 'The content was changed or damaged',
  'checkpoint-compressed': 'The checkpoint is compressed',
  'checkpoint-dtype': 'An array is of a type not read here',
  'checkpoint-slices': 'An array is stored in slices',
  'checkpoint-too-many': 'The checkpoint lists too many arrays',
  'lstm-peephole': 'The LSTM has peepholes',
  'tf1-forget-bias': 'A forget bias was added',
};
