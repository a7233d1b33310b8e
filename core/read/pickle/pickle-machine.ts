import { ReadError, refuse } from '../../errors/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { LIMITS } from '../limits.ts';
import { PickleCursor } from './pickle-cursor.ts';
import { FOREIGN_STEPS, refuseForeign } from './foreign.ts';
import { STEPS } from './pickle-steps.ts';
import type { PickleValue } from './pickle-value.ts';

const STOP = 0x2e;

/**
 * A stack machine that reads a pickle as data. It knows plain values, containers and five names of NumPy; it has no step that imports, looks
 * up or calls anything of a program, so whatever else a pickle asks for is refused. Source: CPython Lib/pickletools.py.
 */
export class PickleMachine {
  readonly cursor: PickleCursor;
  readonly memo = new Map<number, PickleValue>();
  #stack: PickleValue[] = [];
  /** Heights of the stack at each open mark. */
  readonly #marks: number[] = [];

  constructor(source: ByteSource, start: number) {
    this.cursor = new PickleCursor(source, start);
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  pop(): PickleValue {
    const value = this.top();
    this.#stack.pop();
    return value;
  }

  /** The value on top, which no mark may hide. */
  top(): PickleValue {
    const value = this.#stack.at(-1);
    return value === undefined || this.#stack.length <= (this.#marks.at(-1) ?? 0) ? this.cursor.fail('a value is missing') : value;
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  /** Takes all values above the last mark, and the mark. */
  popToMark(): PickleValue[] {
    const height = this.#marks.pop() ?? this.cursor.fail('a mark is missing');
    return this.#stack.splice(height);
  }

  /** Takes the last `count` values, in the order in which they were pushed. */
  popMany(count: number): PickleValue[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  /** Goes through the pickle to its end. @throws `npy-pickle`, `npy-dtype`, `npy-shape`, `npy-length`, `pickle-damaged`, `pickle-too-big` */
  run(): PickleValue {
    for (let steps = 0; steps < LIMITS.pickleSteps; steps++) {
      const opcode = this.cursor.u8();
      if (opcode === STOP) {
        const result = this.pop();
        const { source, position } = this.cursor;
        if (position < source.size) this.cursor.fail(`${source.size - position} bytes stand behind its end`);
        return result;
      }
      const step = STEPS.get(opcode);
      if (step !== undefined) step(this);
      else if (FOREIGN_STEPS.has(opcode)) refuseForeign(this, opcode);
      else this.cursor.fail(`0x${opcode.toString(16).padStart(2, '0')} is no step of a pickle`);
    }
    return refuse(ReadError, 'pickle-too-big', this.cursor.source.name, { limit: LIMITS.pickleSteps, what: 'steps' });
  }
}
