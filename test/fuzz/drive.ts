import { LabError } from '../../core/errors/index.ts';
import { MESSAGES } from '../../core/errors/messages.ts';
import type { FuzzFormat, FuzzSeed } from './formats.ts';
import { mutator } from './mutate.ts';

/** A damaged file that did something else than open or be refused in time. */
export interface Find {
  readonly seed: string;
  readonly run: number;
  readonly what: string;
  readonly bytes: Uint8Array;
}

export interface FuzzReport {
  readonly format: string;
  readonly runs: number;
  readonly opened: number;
  readonly codes: ReadonlyMap<string, number>;
  readonly slowestMs: number;
  /** Most bytes held above those at the start, sampled. */
  readonly peakBytes: number;
  readonly finds: readonly Find[];
}

const LIMIT_MS = 2_000;
const SAMPLE_EVERY = 500;
const FINDS_LIMIT = 20;
const MEMORY_LIMIT = 256 * 1024 * 1024;

/**
 * Opens `count` damaged files of a format. Each has to open, or be refused with a listed code, a place or file, and words without holes;
 * within 2 s; without holding more than 256 MiB above the start.
 */
export function fuzz(format: FuzzFormat, count: number, seed: number): FuzzReport {
  const random = mutator(seed);
  const codes = new Map<string, number>();
  const finds: Find[] = [];
  const idleBytes = heldBytes();
  let opened = 0;
  let slowestMs = 0;
  let peakBytes = 0;
  let runs = 0;
  for (; runs < count && finds.length < FINDS_LIMIT; runs++) {
    const target = format.seeds[runs % format.seeds.length]; // as: formats without seeds are left out
    const bytes = target.damaged(random);
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    const outcome = outcomeOf(target, bytes);
    // Beside other work the clock also counts what the machine did for others.
    const { user, system } = process.cpuUsage(cpu);
    const ms = Math.min(performance.now() - began, (user + system) / 1000);
    slowestMs = Math.max(slowestMs, ms);
    if (outcome.code === null) opened += 1;
    else codes.set(outcome.code, (codes.get(outcome.code) ?? 0) + 1);
    const what = outcome.fault ?? (ms > LIMIT_MS ? `took ${ms.toFixed(0)} ms` : null);
    if (what !== null) finds.push({ seed: target.name, run: runs, what, bytes });
    if (runs % SAMPLE_EVERY === 0 || ms > 100) {
      const held = heldBytes() - idleBytes;
      peakBytes = Math.max(peakBytes, held);
      if (held > MEMORY_LIMIT && ms > 100) finds.push({ seed: target.name, run: runs, what: `holds ${held} bytes`, bytes });
    }
  }
  return { format: format.name, runs, opened, codes, slowestMs, peakBytes, finds };
}

function heldBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** `code` is null for a file that opened; `fault` says what must not happen. */
function outcomeOf(target: FuzzSeed, bytes: Uint8Array): { readonly code: string | null; readonly fault: string | null } {
  try {
    target.open(bytes);
    return { code: null, fault: null };
  } catch (error) {
    if (!(error instanceof LabError)) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { code: 'none', fault: `threw ${text.split('\n').slice(0, 4).join(' | ')}` };
    }
    const words = `${error.message} ${error.where ?? ''} ${error.hint}`;
    const isSound = isFilled(error) && !/undefined|\[object |NaN bytes/.test(words);
    return { code: error.code, fault: isSound ? null : `${error.code} says "${words.slice(0, 200)}"` };
  }
}

/** A listed code whose every place got a value. A quoted piece of the file may itself look like a place: `{c}`. */
function isFilled({ code, values }: LabError): boolean {
  const template = Object.entries(MESSAGES).find(([known]) => known === code)?.[1];
  if (template === undefined) return false;
  const places = `${template.message} ${template.hint}`.match(/(?<=\{)\w+(?=\})/g) ?? [];
  return places.every((place) => Object.hasOwn(values, place));
}
