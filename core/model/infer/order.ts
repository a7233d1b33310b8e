import type { Producer } from '../../read/index.ts';
import type { Candidate } from './bag.ts';
import { classHint, statedClass } from './class-hints.ts';
import { joinOf } from './join.ts';
import type { Reading, Role } from './reading.ts';
import { candidateReadings, unknownReading } from './readings.ts';

interface Entry {
  readonly candidate: Candidate;
  readonly reading: Reading;
  readonly className: string;
  /** Its place among those of its class by the number in its name. */
  readonly number: number;
}

interface Path {
  readonly used: readonly number[];
  readonly role: Role | null;
  readonly output: number | null;
  readonly cost: number;
}

/** Half-finished orders that are followed at once. */
const BEAM = 24;
/** Among layers of one class the counters in their names say the order. */
const PASSED_OVER = 1.5;
/** Where widths leave it open: embeddings first, then what reads sequences, Dense last. */
const HABIT: Readonly<Record<Role, number>> = { embedding: 0, convolution: 1, 'same-shape': 3, recurrent: 2, dense: 4, unknown: 3 };
const HABIT_COST = 0.3;
/** Longer files keep the order in which they list their layers. */
const MOST_ORDERED = 64;

/**
 * Candidates of a file that does not store their order, in the order in which their widths chain: the output of one is the input of the
 * next. Beam search, so in time quadratic in their number. Source: FORMATS §4.2.
 */
export function orderByWidths(candidates: readonly Candidate[], producer: Producer): readonly Candidate[] {
  const weighted = candidates.filter((candidate) => candidate.tensors.length > 0);
  if (weighted.length > MOST_ORDERED) return weighted;
  const entries = weighted.map((candidate) => entryOf(candidate, producer));
  let beam: readonly Path[] = [{ used: [], role: null, output: null, cost: 0 }];
  for (let length = 0; length < entries.length; length++) {
    const longer = beam.flatMap((path) =>
      entries.flatMap((entry, index) => (path.used.includes(index) ? [] : [extended(path, index, entry, entries)])),
    );
    beam = distinct(longer.sort((a, b) => a.cost - b.cost)).slice(0, BEAM);
  }
  return (beam[0]?.used ?? []).flatMap((index) => weighted[index] ?? []);
}

/** Of orders of the same candidates with the same end only the first, which costs least. */
function distinct(paths: readonly Path[]): readonly Path[] {
  const seen = new Set<string>();
  return paths.filter(({ used, output }) => {
    const key = `${[...used].sort((a, b) => a - b).join()} ${used.at(-1) ?? ''} ${output ?? ''}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function entryOf(candidate: Candidate, producer: Producer): Entry {
  const [best] = [...candidateReadings(candidate, producer)].sort((a, b) => a.cost - b.cost);
  const reading = best ?? unknownReading(candidate.tensors, 'Unknown');
  const className = statedClass(candidate) ?? classHint(candidate.name ?? '').className ?? reading.className;
  return { candidate, reading, className, number: Number(/(\d+)$/.exec(candidate.name ?? '')?.[1] ?? 0) };
}

function extended(path: Path, index: number, entry: Entry, entries: readonly Entry[]): Path {
  const { reading } = entry;
  const { cost } = joinOf(path, reading, undefined);
  const passed = entries.some(
    (other, at) => at !== index && !path.used.includes(at) && other.className === entry.className && isEarlier(other, at, entry, index),
  );
  const late = HABIT[reading.role] * ((entries.length - path.used.length) / entries.length) * HABIT_COST;
  return {
    used: [...path.used, index],
    role: reading.role === 'same-shape' ? (path.role ?? 'same-shape') : reading.role,
    output: reading.output,
    cost: path.cost + cost + (passed ? PASSED_OVER : 0) + late,
  };
}

function isEarlier(a: Entry, atA: number, b: Entry, atB: number): boolean {
  return a.number === b.number ? atA < atB : a.number < b.number;
}
