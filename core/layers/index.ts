export type * from './layer-kind.ts';
