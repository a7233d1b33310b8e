import { LIMITS } from './limits.ts';
import { quoteForMessage } from './text.ts';

/** A stretch of a file that holds one thing: a member of a zip, the numbers of an array. */
export interface BytePart {
  /** What stands there, as text from the file: cut, control characters made visible. */
  readonly name: string;
  /** First byte, and the one behind the last. */
  readonly from: number;
  readonly to: number;
  /** `cut`: its end is missing; `missing`: all of it is; `bad`: it is there and not what was written. */
  readonly state: 'sound' | 'bad' | 'cut' | 'missing';
}

/** What stands where in a file: which bytes can be read, where it breaks, and how long it says it is. */
export interface ByteMap {
  /** Bytes that are there. */
  readonly presentBytes: number;
  /** Bytes that the file has to have at least, by its own words; more than are there where it was cut. */
  readonly declaredBytes: number;
  /** In the order of their bytes, none reaching into the next; between them stands bookkeeping. */
  readonly parts: readonly BytePart[];
}

/** A part before it is known where the file ends. */
export interface Stretch extends Pick<BytePart, 'name' | 'from' | 'to'> {
  readonly isBad?: boolean;
}

/** The map of a file from what was found in it, at most `LIMITS.treeEntries` parts. What reaches into the part before it is left out. */
export function byteMap(presentBytes: number, declaredBytes: number, stretches: readonly Stretch[]): ByteMap {
  const parts: BytePart[] = [];
  let end = 0;
  for (const { name, from, to, isBad = false } of [...stretches].sort((a, b) => a.from - b.from)) {
    if (from < end || to <= from || parts.length >= LIMITS.treeEntries) continue;
    end = to;
    const state = from >= presentBytes ? 'missing' : to > presentBytes ? 'cut' : isBad ? 'bad' : 'sound';
    parts.push({ name: quoteForMessage(name), from, to, state });
  }
  return { presentBytes, declaredBytes: Math.max(presentBytes, declaredBytes, end), parts };
}
