import type { MessageTemplate } from './messages.ts';

/** Codes of the session and of the messages between a host and the core. */
export const SESSION_MESSAGES = {
  'message-invalid': {
    message: 'The core was sent a message that it does not understand: {reason}.',
    hint: 'Restart Gatescope; if it happens again, report it with what you did last.',
  },
  cancelled: {
    message: 'The request was cancelled.',
    hint: 'Start it again when you want it.',
  },
  'core-stopped': {
    message: 'The core stopped before it could answer.',
    hint: 'It was started anew with the same files; ask again.',
  },
  internal: {
    message: 'A defect of Gatescope stopped the request: {reason}.',
    hint: 'Report it with the file and the action; the rest of the program goes on.',
  },
} as const satisfies Record<string, MessageTemplate>;
