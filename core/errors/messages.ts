import { EXCHANGE_MESSAGES } from './messages-exchange.ts';
import { CARD_MESSAGES } from './messages-card.ts';
import { ANSWER_MESSAGES } from './messages-answers.ts';
import { ARRAY_MESSAGES } from './messages-arrays.ts';
import { CONFIG_MESSAGES } from './messages-config.ts';
import { HDF5_MESSAGES } from './messages-hdf5.ts';
import { MODEL_MESSAGES } from './messages-model.ts';
import { NET_MESSAGES } from './messages-nets.ts';
import { READ_MESSAGES } from './messages-read.ts';
import { RUN_MESSAGES } from './messages-run.ts';
import { SESSION_MESSAGES } from './messages-session.ts';
import { WRITE_MESSAGES } from './messages-write.ts';

/** One row of the table: what happened (`message`) and the one action that helps (`hint`), with `{places}` for values. */
export interface MessageTemplate {
  readonly message: string;
  readonly hint: string;
}

/** Every error and warning that the core can give, by its code. docs/messages.md is made from it. */
export const MESSAGES = {
  ...READ_MESSAGES,
  ...ARRAY_MESSAGES,
  ...NET_MESSAGES,
  ...CONFIG_MESSAGES,
  ...HDF5_MESSAGES,
  ...MODEL_MESSAGES,
  ...RUN_MESSAGES,
  ...SESSION_MESSAGES,
  ...WRITE_MESSAGES,
  ...EXCHANGE_MESSAGES,
  ...ANSWER_MESSAGES,
  ...CARD_MESSAGES,
} as const;

export type MessageCode = keyof typeof MESSAGES;
