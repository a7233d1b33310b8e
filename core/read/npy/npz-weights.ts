import { labErrorData, ReadError, refuse, type Warning } from '../../errors/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import { bufferSource, type ByteSource } from '../byte-source.ts';
import { objectArrays } from '../pickle/index.ts';
import { describeKind, recognise } from '../recognise.ts';
import { quoteForMessage } from '../text.ts';
import type { WeightFile } from '../weight-file.ts';
import type { ZipFile } from '../zip/index.ts';
import { isNpy, NPY_HEAD_BYTES, readNpyLayout } from './npy-layout.ts';
import { storedNpy } from './npy.ts';

/** Members that make a zip the parts of a model rather than one .npz. */
const OTHER_PART = /\.(?:json|h5|hdf5|keras|npz|zip|safetensors|index|bin)$/i;

/** Whether a zip is a `.npz`: it holds NumPy arrays, and no other part of a model. */
export function isArrayZip(zip: ZipFile): boolean {
  return zip.names.some((name) => name.endsWith('.npy')) && !zip.names.some((name) => OTHER_PART.test(name));
}

/**
 * Opens the weights of a `.npz`: `np.savez(path, *get_weights())`, or with names. The header of each member is read and checked now, its
 * numbers and its checksum when it is loaded. Arrays keep the order of the file; `arr_10` comes after `arr_9` whatever packed them.
 * @throws `npy-…`, `arrays-none` and what zip refuses
 */
export function openNpzWeights(source: ByteSource, zip: ZipFile): WeightFile {
  const warnings: Warning[] = [];
  const leftovers: string[] = [];
  const tensors: StoredTensor[] = [];
  for (const name of zip.names) {
    const { bytes, declaredBytes } = zip.peek(name, NPY_HEAD_BYTES);
    const where = `${source.name}/${name}`;
    if (isNpy(bytes)) {
      // As far as a header may reach; what it declares is compared with the size of the whole member.
      const head = { name: where, size: declaredBytes, read: (offset: number, length: number) => bytes.subarray(offset, offset + length) };
      tensors.push(...memberArrays(name, head, zip));
      continue;
    }
    if (name.endsWith('.npy')) refuse(ReadError, 'npy-header', where, { reason: 'the member does not begin as a NumPy array' });
    leftovers.push(quoteForMessage(name));
    const found = bytes.length === 0 ? 'empty' : describeKind(recognise(bufferSource(where, bytes)));
    warnings.push(labErrorData('npz-member', where, { member: quoteForMessage(name), found }));
  }
  if (tensors.length === 0) refuse(ReadError, 'arrays-none', source.name, { file: source.name });
  return {
    format: 'npz',
    producer: { name: 'keras', version: null },
    savedAt: null,
    config: null,
    groups: [{ name: null, tensors: inNumberedOrder(tensors).map((tensor) => ({ ...tensor, source: source.name })) }],
    pairs: [],
    leftovers,
    warnings,
  };
}

function memberArrays(name: string, head: ByteSource, zip: ZipFile): readonly StoredTensor[] {
  const key = name.replace(/\.npy$/, '');
  const layout = readNpyLayout(head);
  if (layout.header.element !== 'object') return [storedNpy(key, head, layout, () => zip.open(name))];
  // The one name of a list of all arrays says nothing of any of them.
  const isWhole = zip.names.length === 1 && !key.includes('/');
  return objectArrays(zip.open(name), layout.start, isWhole ? '' : key);
}

/** Names that differ in a number only count upwards: `arr_0`, `arr_1`, … `arr_10`. All others keep their order. */
function inNumberedOrder(tensors: readonly StoredTensor[]): readonly StoredTensor[] {
  const numbered = tensors.map((tensor) => ({ tensor, parts: /^(\D*)(\d{1,9})$/.exec(tensor.path) }));
  const prefix = numbered[0]?.parts?.[1];
  if (prefix === undefined || numbered.some(({ parts }) => parts?.[1] !== prefix)) return tensors;
  return [...numbered].sort((a, b) => Number(a.parts?.[2]) - Number(b.parts?.[2])).map(({ tensor }) => tensor);
}
