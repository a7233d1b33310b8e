import type { ByteMap, BytePart } from '../../core/session/index.ts';

/** A stretch of the bar, in percent of the bytes that the file says it has. */
export interface Segment {
  readonly part: BytePart;
  readonly left: number;
  readonly width: number;
  /** Wide enough for its name. */
  readonly hasLabel: boolean;
}

/** What the page says of a map beside the bar. */
export interface MapFacts {
  readonly segments: readonly Segment[];
  /** Names of the first parts, too narrow to bear them; at most three. */
  readonly narrow: readonly string[];
  readonly missingBytes: number;
  /** Where the bytes that are there end, in percent. */
  readonly breakAt: number;
  /** The last part that is whole; null where none is. */
  readonly lastWhole: BytePart | null;
  /** The part in which the file stops, and how many of its bytes are there; null where it stops between two. */
  readonly cut: { readonly part: BytePart; readonly presentBytes: number } | null;
}

const LABEL_PERCENT = 18;

/** True where bytes are missing, or are not what was written. */
export function isBroken({ declaredBytes, presentBytes, parts }: ByteMap): boolean {
  return declaredBytes > presentBytes || parts.some(({ state }) => state !== 'sound');
}

/** Numbers ready to draw. */
export function mapFacts({ declaredBytes, presentBytes, parts }: ByteMap): MapFacts {
  const percent = (bytes: number): number => (100 * bytes) / Math.max(1, declaredBytes);
  const segments = parts.map((part): Segment => {
    const width = percent(Math.min(part.to, Math.max(part.from, presentBytes)) - part.from);
    return { part, left: percent(part.from), width, hasLabel: width >= LABEL_PERCENT };
  });
  const cut = parts.find(({ state }) => state === 'cut');
  return {
    segments,
    narrow: segments
      .slice(0, 3)
      .filter(({ hasLabel }) => !hasLabel)
      .map(({ part }) => part.name),
    missingBytes: declaredBytes - presentBytes,
    breakAt: percent(presentBytes),
    lastWhole: parts.filter(({ state }) => state === 'sound').at(-1) ?? null,
    cut: cut ? { part: cut, presentBytes: presentBytes - cut.from } : null,
  };
}
