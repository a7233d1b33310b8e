export * from './tensor.ts';
export { slabOf } from './slab.ts';
export type { Bounds } from './slab.ts';
