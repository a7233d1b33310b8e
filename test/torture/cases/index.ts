import type { TortureCase } from './case.ts';
import { ARRAY_CASES } from './arrays.ts';
import { CONFIG_CASES } from './config.ts';
import { HDF5_CASES } from './hdf5.ts';
import { SEQUENCE_CASES } from './sequences.ts';
import { TFJS_CASES } from './tfjs.ts';
import { ZIP_CASES } from './zip.ts';

export type { TortureCase } from './case.ts';

/** Every bad input of rows 1 to 72 that has to be refused, by row. */
export const TORTURE_CASES: readonly TortureCase[] = [
  ...HDF5_CASES,
  ...ZIP_CASES,
  ...CONFIG_CASES,
  ...ARRAY_CASES,
  ...TFJS_CASES,
  ...SEQUENCE_CASES,
].sort((one, other) => one.row - other.row);
