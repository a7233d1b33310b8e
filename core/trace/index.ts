export type * from './trace.ts';
export { TraceKeeper } from './kept-trace.ts';
export { unevenTrace } from './uneven-trace.ts';
export type { TracePart } from './uneven-trace.ts';
