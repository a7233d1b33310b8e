import {
  formatShape,
  type Lab,
  type LabCard,
  type RunCard,
  type SelectedArray,
  samplesFirst,
  selectArrays,
  writeCsv,
  writeJson,
  writeNpz,
} from '../core/session/index.ts';
import type { CommandLine, Options, Outcome } from './command-line.ts';
import { runDocument } from './document.ts';
import { requireFolder, writeWhole } from './files.ts';
import { runModel, warningsOf } from './lab-run.ts';
import { type ModelNumbers, modelNumbers } from './numbers.ts';
import { headLines, questionLines } from './open.ts';
import { shortNumber, table } from './print.ts';

/** `gatescope run FILE… --input X`: records every gate and state, and with `--out` writes them. */
export async function run(line: CommandLine): Promise<Outcome> {
  const { lab, run: result, arrays, out } = await recordRun(line);
  const { card } = lab;
  const numbers = modelNumbers(lab);
  return {
    status: 0,
    lines: () => runLines(card, numbers?.hashes ?? null, result, arrays, out),
    document: () => ({ ...runDocument(card, numbers, result, arrays), out: out ?? undefined }),
    warnings: warningsOf(card, result),
  };
}

/** A run with what was asked of its trace, written where `--out` says. */
export interface Recorded {
  readonly lab: Lab;
  readonly run: RunCard;
  readonly arrays: readonly SelectedArray[];
  /** Path of the file that was written. */
  readonly out: string | null;
}

export async function recordRun(line: CommandLine): Promise<Recorded> {
  const { options } = line;
  if (options.out !== null) requireFolder(options.out.path);
  const { lab, run: result } = await runModel(line);
  if (lab.trace === null) throw new Error('a finished run left no trace');
  const arrays = selectArrays(lab.trace, { signals: options.signals, ...options.steps, sample: options.sample });
  if (options.out !== null) writeArrays(arrays, options.out);
  return { lab, run: ofSample(result, options.sample), arrays, out: options.out?.path ?? null };
}

function writeArrays(arrays: readonly SelectedArray[], { path, format }: NonNullable<Options['out']>): void {
  writeWhole(path, WRITERS[format](loaded(arrays, format === 'csv' ? samplesFirst : (array) => array.load())));
}

const WRITERS = { npz: writeNpz, csv: writeCsv, json: writeJson } as const;

type Load = (array: SelectedArray) => ReturnType<SelectedArray['load']>;

/** A table has a column for samples; the other formats hold arrays as Keras lays them. */
function* loaded(arrays: readonly SelectedArray[], load: Load): Generator<[string, ReturnType<Load>]> {
  for (const array of arrays) yield [array.name, load(array)];
}

/** The summary as it reads when only one sample was asked for. */
function ofSample(result: RunCard, sample: number | null): RunCard {
  if (sample === null) return result;
  const bad = result.firstNonFinite;
  return { ...result, samples: 1, firstNonFinite: bad?.sample === sample ? bad : null };
}

function runLines(
  card: LabCard,
  hashes: ModelNumbers['hashes'] | null,
  result: RunCard,
  arrays: readonly SelectedArray[],
  out: string | null,
): string[] {
  const { samples, timesteps, precision, kernel, ms } = result;
  return [
    ...headLines(card.model, hashes),
    ...table(
      card.model.layers.map(({ name, class: className, runs }) => [name, className, runs ? '' : 'left out']),
      '  ',
    ),
    '',
    `${count(samples, 'sample')}, ${count(timesteps, 'timestep')}, ${precision}, ${kernel} kernel, ${ms.toFixed(1)} ms`,
    ...textLine(card),
    ...table(
      arrays.map((array) => [array.name, formatShape(array.shape), fewValues(array)]),
      '  ',
    ),
    nonFiniteLine(result),
    ...questionLines(card.model.questions),
    ...(out === null ? [] : [`written: ${out}`]),
  ];
}

const PARTED_BY = { '\t': 'tabs', ';': 'semicolons', ',': 'commas', ' ': 'blanks' } as const;

/** What the text of the input does not say and was found out: its encoding, and how its cells are parted. */
function textLine({ sequence }: LabCard): string[] {
  if (sequence?.text == null) return [];
  const { encoding, delimiter } = sequence.text;
  const read = [encoding?.toUpperCase() ?? 'text', delimiter === null ? 'nested lists' : `cells parted by ${PARTED_BY[delimiter]}`];
  return [`${sequence.title}: read as ${read.join(', ')}`];
}

/** Most numbers that a summary prints beside an array. */
const FEW_VALUES = 12;

/** The numbers themselves where they are few, as in an experiment by hand. */
function fewValues(array: SelectedArray): string {
  const size = array.shape.reduce((product, axis) => product * axis, 1);
  return size > FEW_VALUES ? '' : [...array.load().data].map(shortNumber).join('  ');
}

/** `1 sample`, `20 timesteps` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function nonFiniteLine({ firstNonFinite: bad }: RunCard): string {
  if (bad === null) return 'every value is finite';
  return `first value that is not finite: ${bad.layer}/${bad.signal}, sample ${bad.sample}, timestep ${bad.timestep}, unit ${bad.unit} (${bad.cause})`;
}
