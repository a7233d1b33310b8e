/** A bad input of the torture list, with what it has to be answered with. */
export interface TortureCase {
  /** Its row in the list. */
  readonly row: number;
  readonly what: string;
  /** How it is opened: as a model with all its numbers, as a sequence, or as HDF5 that need not be a model (its dataset or link `/x`). */
  readonly as: 'model' | 'sequence' | 'hdf5';
  /** Files that are given together, made when they are asked for. */
  readonly files: () => readonly CaseFile[];
  readonly code: string;
  /** The whole place, exactly. */
  readonly where: string;
}

export interface CaseFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Zeros behind the bytes, which take no room on the disk. */
  readonly zeros?: number;
}

/** A case of one file. */
export function oneFile(
  row: number,
  what: string,
  name: string,
  bytes: () => Uint8Array,
  code: string,
  where = name,
  as: TortureCase['as'] = 'model',
): TortureCase {
  return { row, what, as, files: () => [{ name, bytes: bytes() }], code, where };
}
