export { objectArrays } from './object-arrays.ts';
export { openPickleWeights } from './pickle-weights.ts';
