export type * from './trace.ts';
export { TraceKeeper } from './kept-trace.ts';
