import { ReadError, refuse } from '../../errors/index.ts';
import { formatShape, type Shape } from '../../tensor/index.ts';
import { LIMITS } from '../limits.ts';
// Not by the index of that folder, which reads pickles itself.
import { parseDescr } from '../npy/npy-header.ts';
import { checkLength } from '../npy/npy-layout.ts';
import { fortranStrides, rowMajorStrides } from '../npy/row-major.ts';
import { quoteForMessage } from '../text.ts';
import { refuseGlobal, refusePickle } from './foreign.ts';
import type { PickleMachine } from './pickle-machine.ts';
import { textOf } from './pickle-text.ts';
import { type ByteRange, describeValue, type PickleArray, type PickleDtype, type PickleGlobal, type PickleValue } from './pickle-value.ts';

/** The five names of a pickle of plain arrays, by module and name; NumPy 2 moved three of them. There is no other table. */
const GLOBALS: ReadonlyMap<string, PickleGlobal['name']> = new Map([
  ['numpy.core.multiarray _reconstruct', 'reconstruct'],
  ['numpy._core.multiarray _reconstruct', 'reconstruct'],
  ['numpy ndarray', 'ndarray'],
  ['numpy dtype', 'dtype'],
  ['_codecs encode', 'encode'],
  ['numpy.core.numeric _frombuffer', 'frombuffer'],
  ['numpy._core.numeric _frombuffer', 'frombuffer'],
]);

/** A name as a value. @throws `npy-pickle` for every name but the five */
export function globalNamed(machine: PickleMachine, module: string, name: string): PickleGlobal {
  return { kind: 'global', name: GLOBALS.get(`${module} ${name}`) ?? refuseGlobal(machine, module, name) };
}

/** What a call of one of the five names would give, worked out here. @throws `npy-pickle`, `npy-dtype`, `npy-shape`, `npy-length`, `pickle-damaged` */
export function callGlobal(machine: PickleMachine, callee: PickleValue, args: PickleValue): PickleValue {
  if (typeof callee !== 'object' || callee?.kind !== 'global' || callee.name === 'ndarray')
    return refusePickle(machine, `a call of ${describeValue(callee)}`);
  const given = itemsOf(machine, args);
  const { cursor } = machine;
  switch (callee.name) {
    case 'reconstruct': {
      const [type] = given;
      if (typeof type !== 'object' || type?.kind !== 'global' || type.name !== 'ndarray')
        return refusePickle(machine, `an array made from ${describeValue(type ?? null)}`);
      return { kind: 'array', content: null };
    }
    case 'dtype':
      return { kind: 'dtype', type: textOf(cursor, given[0]), order: '' };
    case 'encode': {
      const [text, encoding] = given;
      if (!/^latin-?1$/.test(textOf(cursor, encoding))) return cursor.fail('bytes are written in an encoding other than Latin-1');
      if (typeof text !== 'object' || text?.kind !== 'text') return cursor.fail('a text is expected');
      return { kind: 'bytes', bytes: text.bytes };
    }
    case 'frombuffer':
      return fromBuffer(machine, given);
  }
}

/** Protocol 5: bytes, type, shape, and the order in which the axes lie. Source: NumPy 2.4 numpy/_core/numeric.py `_frombuffer`. */
function fromBuffer(machine: PickleMachine, [buffer, dtype, axes, order, axisOrder]: readonly PickleValue[]): PickleArray {
  const stored = shapeOf(machine, axes);
  const layout = textOf(machine.cursor, order);
  const bytes = bytesOf(machine, buffer);
  if (layout === 'K' && axisOrder !== undefined && axisOrder !== null) {
    const places = shapeOf(machine, axisOrder);
    const strides = rowMajorStrides(stored);
    if (places.length !== stored.length || new Set(places).size !== places.length || places.some((place) => place >= stored.length))
      machine.cursor.fail('the order of axes is broken');
    const shape = places.map((place) => stored[place]);
    return numericArray(machine, { dtype, shape, strides: places.map((place) => strides[place]), bytes });
  }
  const strides = layout === 'F' ? fortranStrides(stored) : rowMajorStrides(stored);
  return numericArray(machine, { dtype, shape: stored, strides, bytes });
}

/** The state of an array or of a type. @throws `npy-pickle`, `npy-dtype`, `npy-shape`, `npy-length`, `pickle-damaged` */
export function applyState(machine: PickleMachine, target: PickleValue, state: PickleValue): void {
  if (typeof target !== 'object' || (target?.kind !== 'array' && target?.kind !== 'dtype'))
    return refusePickle(machine, `${describeValue(target)} with a state of its own`);
  const given = itemsOf(machine, state);
  if (target.kind === 'dtype') {
    // (version, byte order, sub-array, names, fields, size, alignment, flags)
    const [, order, subarray, names, fields] = given;
    if (subarray !== null || names !== null || fields !== null)
      refuse(ReadError, 'npy-dtype', machine.cursor.source.name, { found: `${quoteForMessage(target.type, 40)} of several parts` });
    target.order = textOf(machine.cursor, order);
    return;
  }
  // (version, shape, type, whether in Fortran order, bytes or objects)
  const [, axes, dtype, isFortran, content] = given;
  const shape = shapeOf(machine, axes);
  const strides = isFortran === true ? fortranStrides(shape) : rowMajorStrides(shape);
  if (typeof content === 'object' && content?.kind === 'list') target.content = { shape, strides, items: content.items };
  else target.content = numericArray(machine, { dtype, shape, strides, bytes: bytesOf(machine, content) }).content;
}

function numericArray(
  machine: PickleMachine,
  { dtype, shape, strides, bytes }: { dtype: PickleValue | undefined; shape: Shape; strides: readonly number[]; bytes: ByteRange },
): PickleArray {
  const where = machine.cursor.source.name;
  const { element, littleEndian } = parseDescr(descrOf(machine, dtype), where);
  if (element === 'object') return machine.cursor.fail('an array of objects holds bytes');
  checkLength(shape, element, bytes.length, where);
  return { kind: 'array', content: { shape, strides, element, littleEndian, bytes } };
}

function descrOf({ cursor }: PickleMachine, dtype: PickleValue | undefined): string {
  if (typeof dtype !== 'object' || dtype?.kind !== 'dtype') return cursor.fail('the type of an array is missing');
  const { order, type }: PickleDtype = dtype;
  return order + type;
}

function itemsOf({ cursor }: PickleMachine, value: PickleValue): readonly PickleValue[] {
  return typeof value === 'object' && value?.kind === 'tuple' ? value.items : cursor.fail('a tuple is expected');
}

function bytesOf({ cursor }: PickleMachine, value: PickleValue | undefined): ByteRange {
  return typeof value === 'object' && value?.kind === 'bytes' ? value.bytes : cursor.fail('the numbers of an array are missing');
}

function shapeOf(machine: PickleMachine, value: PickleValue | undefined): Shape {
  const axes = itemsOf(machine, value ?? null).map((axis) => (typeof axis === 'number' ? axis : Number.NaN));
  if (axes.length > LIMITS.npyRank || axes.some((axis) => !Number.isSafeInteger(axis) || axis < 0))
    refuse(ReadError, 'npy-shape', machine.cursor.source.name, { shape: formatShape(axes) });
  return axes;
}
