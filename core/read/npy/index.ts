export { readNpy } from './npy.ts';
export { readArrays } from './read-arrays.ts';
