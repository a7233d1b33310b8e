import type { MessageTemplate } from './messages.ts';

/** Codes raised by HDF5 files beside those of `messages-read.ts`. */
export const HDF5_MESSAGES = {
  'h5-user-block': {
    message: 'The first {bytes} bytes of "{file}" are a user block, which is no part of the model, and were skipped.',
    hint: 'Nothing to do; h5repack without a user block writes the file without it.',
  },
  'h5-cycle': {
    message: 'The group leads back to the group "{group}" above it.',
    hint: 'No Keras file holds such a ring: save the model again with model.save("model.keras").',
  },
  'h5-chunk': {
    message: 'The dataset is cut into chunks that do not fit it: {reason}.',
    hint: 'The file is damaged or made to mislead: save the model again.',
  },
  'h5-chunk-size': {
    message: 'The {chunk} should hold {declared}, and {reason}.',
    hint: 'The file is damaged or made to mislead: save the model again.',
  },
  'h5-filter': {
    message: 'The numbers are stored with the filter {filter}, which is not read here; read are gzip, shuffle and fletcher32.',
    hint: 'Save the model again without compression, or with gzip.',
  },
  'h5-checksum': {
    message: 'The content of {what} was changed or damaged: {reason}.',
    hint: 'Copy or download the file again, or save the model again.',
  },
} as const satisfies Record<string, MessageTemplate>;
