/** Titles of what goes wrong with formats that carry weights between programs. */
export const enExchangeErrorTitles: Readonly<Record<string, string>> = {
  'pytorch-projection': 'The LSTM has a projection',
  'tensor-too-big': 'An array is too large',
  'safetensors-header': 'The header of the file is broken',
  'safetensors-offsets': 'An array stands where it cannot be',
  'safetensors-dtype': 'An array is of a type not read here',
  'safetensors-truncated': 'The file ends too early',
};
