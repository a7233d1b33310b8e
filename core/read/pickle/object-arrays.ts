import { ReadError, refuse } from '../../errors/index.ts';
import { sizeOf, type StoredTensor, storedTensor } from '../../tensor/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { LIMITS } from '../limits.ts';
// Not by the index of that folder, which reads pickles itself.
import { toRowMajor } from '../npy/row-major.ts';
import { decodeNumbers, dtypeOf } from '../numbers.ts';
import { refusePickle } from './foreign.ts';
import { PickleMachine } from './pickle-machine.ts';
import { textOf } from './pickle-text.ts';
import { describeValue, type NumericContent, type PickleValue } from './pickle-value.ts';

/** A value with the keys and indices that lead to it. */
interface Place {
  readonly value: PickleValue;
  readonly path: readonly string[];
}

/**
 * The arrays of a pickle that begins at `start`, in its order: of one array, of lists, tuples and dictionaries of arrays in each other, of an
 * object array. `prefix` and the keys and indices that lead to an array are its path; a lone array is called `0`. Numbers are read when a
 * tensor is loaded.
 * @throws `npy-pickle`, `npy-dtype`, `npy-shape`, `npy-length`, `pickle-damaged`, `pickle-too-big`, `arrays-none`
 */
export function objectArrays(source: ByteSource, start: number, prefix: string): readonly StoredTensor[] {
  const machine = new PickleMachine(source, start);
  const tensors: StoredTensor[] = [];
  // A stack instead of recursion; the last entry is the next one.
  const open: Place[] = [{ value: machine.run(), path: prefix === '' ? [] : [prefix] }];
  for (let place = open.pop(), visited = 0; place !== undefined; place = open.pop(), visited++) {
    // Values may be shared, so that a short pickle can spell a tree without end.
    if (visited > LIMITS.weightArrays) refuseTooBig(source, LIMITS.weightArrays, 'arrays');
    if (place.path.length > LIMITS.arrayNesting) refuseTooBig(source, LIMITS.arrayNesting, 'lists in each other');
    const { value, path } = place;
    if (typeof value === 'object' && value?.kind === 'array' && value.content !== null && 'bytes' in value.content)
      tensors.push(numericTensor(source, path, value.content));
    else if (isNumberArray(value)) tensors.push(...numberTensors(source, path, value.content));
    else open.push(...childrenOf(machine, value, path).reverse());
  }
  if (tensors.length === 0) refuse(ReadError, 'arrays-none', source.name, { file: source.name });
  return tensors;
}

function childrenOf(machine: PickleMachine, value: PickleValue, path: readonly string[]): Place[] {
  if (typeof value === 'object' && value !== null) {
    if (value.kind === 'list' || value.kind === 'tuple') return numbered(value.items, path);
    if (value.kind === 'array') {
      const { content } = value;
      if (content === null || !('items' in content)) return machine.cursor.fail('an array is empty');
      if (content.items.length !== sizeOf(content.shape)) machine.cursor.fail('an array of objects has the wrong number of them');
      return content.shape.length === 0 ? content.items.map((item) => ({ value: item, path })) : numbered(content.items, path);
    }
    if (value.kind === 'dict')
      return value.entries.map(([key, item]) => ({
        value: item,
        path: [...path, typeof key === 'number' ? String(key) : textOf(machine.cursor, key)],
      }));
  }
  return refusePickle(machine, `${describeValue(value)} where an array is expected`);
}

function numbered(items: readonly PickleValue[], path: readonly string[]): Place[] {
  return items.map((value, index) => ({ value, path: [...path, String(index)] }));
}

function numericTensor(source: ByteSource, path: readonly string[], content: NumericContent): StoredTensor {
  const { shape, strides, element, littleEndian, bytes } = content;
  const load = (): ReturnType<StoredTensor['load']> => ({
    shape,
    data: toRowMajor(decodeNumbers(bytes.read(), element, littleEndian, sizeOf(shape)), shape, strides),
  });
  return { path: pathText(path), shape, dtype: dtypeOf(element), source: source.name, load };
}

interface NumberArray {
  readonly content: { readonly shape: readonly number[]; readonly strides: readonly number[]; readonly items: readonly number[] };
}

/** An object array of plain numbers: what NumPy makes of `np.array(get_weights(), dtype=object)` when all arrays have one shape. */
function isNumberArray(value: PickleValue): value is PickleValue & NumberArray {
  if (typeof value !== 'object' || value?.kind !== 'array' || value.content === null || !('items' in value.content)) return false;
  const { items, shape } = value.content;
  return items.length > 0 && items.length === sizeOf(shape) && items.every((item) => typeof item === 'number');
}

/** Its first axis counts the arrays. */
function numberTensors(source: ByteSource, path: readonly string[], content: NumberArray['content']): readonly StoredTensor[] {
  const [count = 1, ...shape] = content.shape;
  const data = toRowMajor(Float64Array.from(content.items), content.shape, content.strides);
  const size = sizeOf(shape);
  return Array.from({ length: count }, (_, index) =>
    storedTensor(pathText([...path, String(index)]), source.name, { shape, data: data.subarray(index * size, (index + 1) * size) }),
  );
}

function pathText(path: readonly string[]): string {
  return path.join('/') || '0';
}

function refuseTooBig(source: ByteSource, limit: number, what: string): never {
  return refuse(ReadError, 'pickle-too-big', source.name, { limit, what });
}
