export { openCheckpoint } from './checkpoint.ts';
