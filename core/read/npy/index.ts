export { readNpy } from './npy.ts';
export { isArrayZip, readArrays } from './read-arrays.ts';
