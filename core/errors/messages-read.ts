import type { MessageTemplate } from './messages.ts';

/** Codes raised while files and sequences are read. */
export const READ_MESSAGES = {
  'read-failed': {
    message: 'The file "{file}" could not be read: {reason}.',
    hint: 'Check that the file still exists and that you may read it, then open it again.',
  },
  'file-empty': {
    message: 'The file "{file}" is empty (0 bytes).',
    hint: 'Save or copy the model again; an interrupted copy often leaves an empty file.',
  },
} as const satisfies Record<string, MessageTemplate>;
