export { archiveNames } from './array-names.ts';
export type { RunFacts } from './graph-code.ts';
export { rebuildScript } from './script.ts';
