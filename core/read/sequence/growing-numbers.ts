import { ReadError, refuse } from '../../errors/index.ts';
import { LIMITS } from '../limits.ts';

const FIRST_LENGTH = 1024;

/** Numbers that come one by one, in memory that grows with them: what a file promises takes none. @throws `seq-too-big` */
export function growingNumbers(name: string): { push(number: number): void; all(): Float64Array } {
  let numbers = new Float64Array(FIRST_LENGTH);
  let filled = 0;
  return {
    push(number) {
      if (filled === numbers.length) {
        if (filled >= LIMITS.sequenceValues)
          refuse(ReadError, 'seq-too-big', name, { found: `more than ${filled} values`, limit: `${LIMITS.sequenceValues} values` });
        const larger = new Float64Array(Math.min(2 * numbers.length, LIMITS.sequenceValues));
        larger.set(numbers);
        numbers = larger;
      }
      numbers[filled++] = number;
    },
    all: () => numbers.slice(0, filled),
  };
}
