import { seeded } from '../../fixtures/read/files.ts';

/** A stream of damaged copies of sound files, the same for the same seed. */
export interface Mutator {
  /** A damaged copy of a seed; `others` give blocks to splice in. `marks` are offsets near which damage tells most. */
  next(bytes: Uint8Array, others: readonly Uint8Array[], marks: readonly number[]): Uint8Array;
}

/** Numbers at which readers go wrong: empty, signs, limits of widths, sizes just beyond a limit. */
const WORDS = [
  0, 1, 2, 3, 4, 7, 8, 16, 32, 64, 127, 128, 255, 256, 511, 512, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff,
];

/** Random damage: flipped bits, telling numbers of 1 to 8 bytes, moved, doubled, cut and spliced blocks. Source of randomness: mulberry32. */
export function mutator(seed: number): Mutator {
  const random = seeded(seed);
  const below = (limit: number): number => Math.floor(random() * limit);

  function place(bytes: Uint8Array, marks: readonly number[]): number {
    // Half of the damage falls close to a structure: bookkeeping is small beside the numbers.
    if (marks.length > 0 && random() < 0.5) return Math.min(bytes.length - 1, (marks[below(marks.length)] ?? 0) + below(64));
    return random() < 0.3 ? below(Math.min(bytes.length, 4096)) : below(bytes.length);
  }

  function damage(bytes: Uint8Array, others: readonly Uint8Array[], marks: readonly number[]): Uint8Array {
    const at = place(bytes, marks);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const word = random() < 0.2 ? bytes.length + below(3) - 1 : (WORDS[below(WORDS.length)] ?? 0);
    switch (below(9)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
        return bytes;
      case 1:
        bytes[at] = below(256);
        return bytes;
      case 2:
        bytes[at] = word;
        return bytes;
      case 3:
        if (at + 2 <= bytes.length) view.setUint16(at, word, random() < 0.9);
        return bytes;
      case 4:
        if (at + 4 <= bytes.length) view.setUint32(at, word, random() < 0.9);
        return bytes;
      case 5:
        if (at + 8 <= bytes.length) view.setBigUint64(at, random() < 0.2 ? 2n ** BigInt(below(64)) - 1n : BigInt(word), random() < 0.9);
        return bytes;
      case 6: {
        const length = 1 + below(32);
        bytes.copyWithin(at, below(bytes.length), Math.min(bytes.length, below(bytes.length) + length));
        return bytes;
      }
      case 7:
        return random() < 0.5
          ? bytes.slice(0, at)
          : joined(bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + 1 + below(16))));
      default: {
        const other = others[below(others.length)] ?? bytes;
        const from = below(other.length);
        const block = other.slice(from, from + 1 + below(256));
        if (random() < 0.5) bytes.set(block.subarray(0, bytes.length - at), at);
        else return joined(bytes.subarray(0, at), block, bytes.subarray(at));
        return bytes;
      }
    }
  }

  return {
    next(bytes, others, marks) {
      let copy: Uint8Array = bytes.slice();
      for (let rounds = 1 + below(4); rounds > 0 && copy.length > 0; rounds--) copy = damage(copy, others, marks);
      return copy;
    },
  };
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
