export { LabError, ModelError, ProtocolError, ReadError, RunError, TraceError, fillTemplate, labErrorData, refuse } from './lab-error.ts';
export type { LabErrorData, MessageValues, Warning } from './lab-error.ts';
export { MESSAGES } from './messages.ts';
export type { MessageCode, MessageTemplate } from './messages.ts';
export { PHRASES, phrase } from './phrase.ts';
export type { Phrase, PhraseCode } from './phrase.ts';
export { quoteForMessage } from './quote.ts';
