import { unzipSync } from 'fflate';

/** An array as a reference file holds it; numbers are widened to float64, which keeps float32 exactly. */
export interface ReferenceArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** The arrays of an .npz by name. Reads what `fixtures/make` writes, apart from the reader under test: little-endian, C order. */
export function readNpz(bytes: Uint8Array): Map<string, ReferenceArray> {
  return new Map(Object.entries(unzipSync(bytes)).map(([member, npy]) => [member.replace(/\.npy$/, ''), readNpy(npy)]));
}

/** Source: NEP 1, format versions 1 and 2. */
function readNpy(bytes: Uint8Array): ReferenceArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isFirstVersion = bytes[6] === 1;
  const begin = (isFirstVersion ? 10 : 12) + (isFirstVersion ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = new TextDecoder('latin1').decode(bytes.subarray(8, begin));
  const found = /'descr': '([^']+)', 'fortran_order': False, 'shape': \(([^)]*)\)/.exec(header);
  if (found === null) throw new Error(`not a plain .npy: ${header}`);
  const shape = found[2]
    .split(',')
    .filter((axis) => axis.trim() !== '')
    .map(Number);
  const size = shape.reduce((product, axis) => product * axis, 1);
  return { shape, data: Float64Array.from({ length: size }, NUMBERS[found[1]](view, begin)) };
}

type NumberAt = (element: unknown, index: number) => number;

const NUMBERS: Readonly<Record<string, (view: DataView, begin: number) => NumberAt>> = {
  '<f4': (view, begin) => (_, index) => view.getFloat32(begin + index * 4, true),
  '<f8': (view, begin) => (_, index) => view.getFloat64(begin + index * 8, true),
  '<i4': (view, begin) => (_, index) => view.getInt32(begin + index * 4, true),
  '|u1': (view, begin) => (_, index) => view.getUint8(begin + index),
};
