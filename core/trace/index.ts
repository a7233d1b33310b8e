export type * from './trace.ts';
