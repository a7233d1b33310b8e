/** Seeded random numbers in 0..1 (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WORDS = [
  '',
  '..',
  '../../etc/passwd',
  '/etc/passwd',
  '\\\\server\\share\\m.h5',
  'C:\\m.h5',
  'file:///etc/passwd',
  '__proto__',
  'constructor',
  'gatescope:stop',
  'f'.repeat(32),
  '\0',
  '💥',
  'open',
  'cancel',
];
const KEYS = ['id', 'type', 'body', 'token', 'path', 'files', 'kind', '__proto__', 'then', 'length'];

/** A random value that JSON can hold: nested, with the words and keys that an attacker would try. */
export function junk(random: () => number, depth = 0): unknown {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)];
  const some = (): unknown[] => Array.from({ length: Math.floor(random() * 4) }, () => junk(random, depth + 1));
  switch (Math.floor(random() * (depth > 3 ? 5 : 8))) {
    case 0:
      return null;
    case 1:
      return random() < 0.5;
    case 2:
      return pick([0, -1, 1e308, 2 ** 53, 0.5, -0]);
    case 3:
      return pick(WORDS);
    case 4:
      return Math.floor(random() * 2 ** 32);
    case 5:
      return some();
    default:
      return Object.fromEntries(some().map((value) => [pick(KEYS), value]));
  }
}
