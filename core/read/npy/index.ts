export { readNpy } from './npy.ts';
export { openNpyWeights } from './npy-weights.ts';
export { isArrayZip, openNpzWeights } from './npz-weights.ts';
export { readArrays } from './read-arrays.ts';
