export { readSequence, readSequenceText } from './read-sequence.ts';
