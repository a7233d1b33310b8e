export type * from './run.ts';
export type * from './listener.ts';
export { idleLayers } from './idle-layers.ts';
export { runModel } from './run-model.ts';
export type { RunPlan } from './run-model.ts';
