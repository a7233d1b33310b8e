import { type ByteSource, isArchitecture } from '../read/index.ts';

const TABLE = /\.(?:csv|tsv|txt)$/i;
const ARRAYS = /\.(?:npy|npz)$/i;

/**
 * Files that were opened together, as model and sequences. Tables are sequences; arrays are too, unless nothing else could be the weights:
 * then the first of them, an `.npz` before an `.npy`, goes with the model.
 */
export function splitFiles(sources: readonly ByteSource[]): {
  readonly models: readonly ByteSource[];
  readonly sequences: readonly ByteSource[];
} {
  if (sources.length < 2) return { models: sources, sequences: [] };
  const tables = sources.filter((source) => TABLE.test(source.name));
  const arrays = sources.filter((source) => ARRAYS.test(source.name));
  const rest = sources.filter((source) => !tables.includes(source) && !arrays.includes(source));
  if (arrays.length === 0 || !rest.every(isArchitecture)) return { models: rest, sequences: [...tables, ...arrays] };
  const weights = arrays.find((source) => /\.npz$/i.test(source.name)) ?? arrays[0];
  return {
    models: [...rest, ...arrays.filter((source) => source === weights)],
    sequences: [...tables, ...arrays.filter((source) => source !== weights)],
  };
}
