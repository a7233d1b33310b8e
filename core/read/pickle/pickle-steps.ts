import { refusePickle } from './foreign.ts';
import { applyState, callGlobal, globalNamed } from './numpy-globals.ts';
import type { PickleCursor } from './pickle-cursor.ts';
import type { PickleMachine } from './pickle-machine.ts';
import { escapedText, quotedBytes, textOf, utf8Text } from './pickle-text.ts';
import { describeValue, type PickleValue } from './pickle-value.ts';

/** What one opcode does. */
type Step = (machine: PickleMachine) => void;

const pushing =
  (value: (machine: PickleMachine) => PickleValue): Step =>
  (machine) => {
    machine.push(value(machine));
  };

const SCALARS: [number, Step][] = [
  [0x4e, pushing(() => null)], // NONE
  [0x88, pushing(() => true)], // NEWTRUE
  [0x89, pushing(() => false)], // NEWFALSE
  [0x49, pushing(({ cursor }) => decimal(cursor.line(), cursor))], // INT
  [0x4c, pushing(({ cursor }) => decimal(cursor.line(), cursor))], // LONG
  [0x46, pushing(({ cursor }) => decimal(cursor.line(), cursor))], // FLOAT
  [0x4a, pushing(({ cursor }) => cursor.i32())], // BININT
  [0x4b, pushing(({ cursor }) => cursor.u8())], // BININT1
  [0x4d, pushing(({ cursor }) => cursor.u16())], // BININT2
  [0x47, pushing(({ cursor }) => cursor.f64BigEndian())], // BINFLOAT
  [0x8a, pushing((machine) => longOf(machine, machine.cursor.u8()))], // LONG1
  [0x8b, pushing((machine) => longOf(machine, machine.cursor.u32()))], // LONG4
];

const TEXTS: [number, Step][] = [
  [0x53, pushing(({ cursor }) => ({ kind: 'bytes', bytes: quotedBytes(cursor, cursor.lineRange()) }))], // STRING
  [0x54, pushing(({ cursor }) => ({ kind: 'bytes', bytes: cursor.range(cursor.i32()) }))], // BINSTRING
  [0x55, pushing(({ cursor }) => ({ kind: 'bytes', bytes: cursor.range(cursor.u8()) }))], // SHORT_BINSTRING
  [0x42, pushing(({ cursor }) => ({ kind: 'bytes', bytes: cursor.range(cursor.u32()) }))], // BINBYTES
  [0x43, pushing(({ cursor }) => ({ kind: 'bytes', bytes: cursor.range(cursor.u8()) }))], // SHORT_BINBYTES
  [0x8e, pushing(({ cursor }) => ({ kind: 'bytes', bytes: cursor.range(cursor.u64()) }))], // BINBYTES8
  [0x96, pushing(({ cursor }) => ({ kind: 'bytes', bytes: cursor.range(cursor.u64()) }))], // BYTEARRAY8
  [0x56, pushing(({ cursor }) => escapedText(cursor, cursor.lineRange()))], // UNICODE
  [0x58, pushing(({ cursor }) => utf8Text(cursor, cursor.range(cursor.u32())))], // BINUNICODE
  [0x8c, pushing(({ cursor }) => utf8Text(cursor, cursor.range(cursor.u8())))], // SHORT_BINUNICODE
  [0x8d, pushing(({ cursor }) => utf8Text(cursor, cursor.range(cursor.u64())))], // BINUNICODE8
];

const CONTAINERS: [number, Step][] = [
  [0x5d, pushing(() => ({ kind: 'list', items: [] }))], // EMPTY_LIST
  [0x29, pushing(() => ({ kind: 'tuple', items: [] }))], // EMPTY_TUPLE
  [0x7d, pushing(() => ({ kind: 'dict', entries: [] }))], // EMPTY_DICT
  [0x6c, pushing((machine) => ({ kind: 'list', items: machine.popToMark() }))], // LIST
  [0x74, pushing((machine) => ({ kind: 'tuple', items: machine.popToMark() }))], // TUPLE
  [0x64, pushing((machine) => ({ kind: 'dict', entries: pairsOf(machine, machine.popToMark()) }))], // DICT
  [0x85, pushing((machine) => ({ kind: 'tuple', items: machine.popMany(1) }))], // TUPLE1
  [0x86, pushing((machine) => ({ kind: 'tuple', items: machine.popMany(2) }))], // TUPLE2
  [0x87, pushing((machine) => ({ kind: 'tuple', items: machine.popMany(3) }))], // TUPLE3
  [0x61, (machine) => append(machine, [machine.pop()])], // APPEND
  [0x65, (machine) => append(machine, machine.popToMark())], // APPENDS
  [0x73, (machine) => setItems(machine, machine.popMany(2))], // SETITEM
  [0x75, (machine) => setItems(machine, machine.popToMark())], // SETITEMS
];

const STACK_AND_MEMO: [number, Step][] = [
  [0x28, (machine) => machine.mark()], // MARK
  [0x30, (machine) => void machine.pop()], // POP
  [0x31, (machine) => void machine.popToMark()], // POP_MARK
  [0x32, (machine) => machine.push(machine.top())], // DUP
  [0x70, (machine) => remember(machine, memoIndex(machine))], // PUT
  [0x71, (machine) => remember(machine, machine.cursor.u8())], // BINPUT
  [0x72, (machine) => remember(machine, machine.cursor.u32())], // LONG_BINPUT
  [0x94, (machine) => remember(machine, machine.memo.size)], // MEMOIZE
  [0x67, (machine) => recall(machine, memoIndex(machine))], // GET
  [0x68, (machine) => recall(machine, machine.cursor.u8())], // BINGET
  [0x6a, (machine) => recall(machine, machine.cursor.u32())], // LONG_BINGET
];

const NAMES: [number, Step][] = [
  [
    0x80, // PROTO
    ({ cursor }) => {
      const protocol = cursor.u8();
      if (protocol > 5) cursor.fail(`it is of protocol ${protocol}; 0 to 5 are read`);
    },
  ],
  [0x95, ({ cursor }) => void cursor.u64()], // FRAME: a hint for buffering
  [0x63, pushing((machine) => globalNamed(machine, ascii(machine.cursor.line()), ascii(machine.cursor.line())))], // GLOBAL
  [
    0x93, // STACK_GLOBAL
    (machine) => {
      const [module, name] = machine.popMany(2);
      machine.push(globalNamed(machine, textOf(machine.cursor, module), textOf(machine.cursor, name)));
    },
  ],
  [
    0x52, // REDUCE: a call of one of the five names, which builds an array, a type or bytes
    (machine) => {
      const args = machine.pop();
      machine.push(callGlobal(machine, machine.pop(), args));
    },
  ],
  [
    0x62, // BUILD: the state of an array or of a type
    (machine) => {
      const state = machine.pop();
      applyState(machine, machine.top(), state);
    },
  ],
];

/** Every opcode that is taken, by its byte. Source: CPython Lib/pickle.py. */
export const STEPS: ReadonlyMap<number, Step> = new Map([...SCALARS, ...TEXTS, ...CONTAINERS, ...STACK_AND_MEMO, ...NAMES]);

function ascii(line: Uint8Array): string {
  return String.fromCharCode(...line.subarray(0, 200));
}

/** `3`, `3L`, `0.5`; `00` and `01` are the truth values of protocol 0. */
function decimal(line: Uint8Array, cursor: PickleCursor): number | boolean {
  const text = ascii(line).replace(/\r$/, '');
  if (text === '00' || text === '01') return text === '01';
  return /^[+-]?(?:\d+L?|\d*\.?\d+(?:[eE][+-]?\d+)?|\d+\.|inf|nan)$/.test(text)
    ? Number(text.replace('L', '').replace('inf', 'Infinity'))
    : cursor.fail('a number is broken');
}

/** A whole number of so many bytes, two's complement. No size of an array takes more than eight. */
function longOf({ cursor }: PickleMachine, length: number): number {
  if (length > 8) return cursor.fail('a whole number is too long');
  const view = cursor.view(length);
  let value = 0n;
  for (let index = 0; index < length; index++) value |= BigInt(view.getUint8(index)) << BigInt(8 * index);
  return Number(BigInt.asIntN(8 * length, value));
}

function append(machine: PickleMachine, items: readonly PickleValue[]): void {
  const list = machine.top();
  if (typeof list !== 'object' || list?.kind !== 'list') return refusePickle(machine, `${describeValue(list)} that is used as a list`);
  for (const item of items) list.items.push(item);
}

function setItems(machine: PickleMachine, items: readonly PickleValue[]): void {
  const dict = machine.top();
  if (typeof dict !== 'object' || dict?.kind !== 'dict')
    return refusePickle(machine, `${describeValue(dict)} that is used as a dictionary`);
  for (const pair of pairsOf(machine, items)) dict.entries.push(pair);
}

function pairsOf({ cursor }: PickleMachine, items: readonly PickleValue[]): [PickleValue, PickleValue][] {
  if (items.length % 2 !== 0) cursor.fail('a dictionary has a key without a value');
  return Array.from({ length: items.length / 2 }, (_, index) => [items[2 * index], items[2 * index + 1]]);
}

function memoIndex({ cursor }: PickleMachine): number {
  return Number(decimal(cursor.line(), cursor)); // protocol 0 writes 1 as it writes True: 01
}

function remember(machine: PickleMachine, index: number): void {
  machine.memo.set(index, machine.top());
}

function recall(machine: PickleMachine, index: number): void {
  const value = machine.memo.get(index);
  machine.push(value === undefined ? machine.cursor.fail('it refers to a value that it does not keep') : value);
}
