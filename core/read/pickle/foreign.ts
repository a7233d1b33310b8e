import { ReadError, refuse } from '../../errors/index.ts';
import { quoteForMessage } from '../text.ts';
import type { PickleMachine } from './pickle-machine.ts';

/** Steps by which a pickle makes objects of its own or reaches outside, with what they ask for. None is ever taken. */
export const FOREIGN_STEPS: ReadonlyMap<number, string> = new Map([
  [0x50, 'a persistent id (an object kept elsewhere)'], // PERSID
  [0x51, 'a persistent id (an object kept elsewhere)'], // BINPERSID
  [0x69, ''], // INST: names its class
  [0x6f, 'an object of a class'], // OBJ
  [0x81, 'an object of a class'], // NEWOBJ
  [0x92, 'an object of a class'], // NEWOBJ_EX
  [0x82, 'a registered extension'], // EXT1
  [0x83, 'a registered extension'], // EXT2
  [0x84, 'a registered extension'], // EXT4
  [0x8f, 'a set'], // EMPTY_SET
  [0x90, 'a set'], // ADDITEMS
  [0x91, 'a set'], // FROZENSET
  [0x97, 'a buffer outside of the file'], // NEXT_BUFFER
  [0x98, 'a buffer outside of the file'], // READONLY_BUFFER
]);

/** @throws `npy-pickle` always */
export function refuseForeign(machine: PickleMachine, opcode: number): never {
  const found = FOREIGN_STEPS.get(opcode);
  if (found) return refusePickle(machine, found);
  return refuseGlobal(machine, latin1(machine.cursor.line()), latin1(machine.cursor.line()));
}

/** Refuses a name that belongs to no plain array. It is only written into the message. @throws `npy-pickle` always */
export function refuseGlobal(machine: PickleMachine, module: string, name: string): never {
  return refusePickle(machine, `the global "${quoteForMessage(`${module}.${name}`)}"`);
}

/** @throws `npy-pickle` always */
export function refusePickle(machine: PickleMachine, found: string): never {
  return refuse(ReadError, 'npy-pickle', machine.cursor.source.name, { found });
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 200));
}
