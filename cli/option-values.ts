import type { WeightFormat } from '../core/session/index.ts';
import { type Options, type OutFormat, UsageError } from './command-line.ts';

/** A whole number from 0, as `--sample`, `--unit` and `--port` take it. */
export function wholeNumber(option: string, text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value)) throw new UsageError(`--${option} takes a whole number from 0, not '${text}'`);
  return value;
}

export function oneOf<T extends string>(option: string, text: string, words: readonly T[]): T {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw new UsageError(`--${option} takes ${words.join(' or ')}, not '${text}'`);
  return word;
}

/** `i,f,c` */
export function wordList(option: string, text: string): string[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.includes('')) throw new UsageError(`--${option} takes names with commas between them, not '${text}'`);
  return words;
}

/** `A:B`, `A:`, `:B` */
export function stepRange(text: string): NonNullable<Options['steps']> {
  const [, from, to] = /^(\d*):(\d*)$/.exec(text) ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) throw new UsageError(`--steps takes A:B, not '${text}'`);
  const range = { from: from === '' ? null : wholeNumber('steps', from), to: to === '' ? null : wholeNumber('steps', to) };
  if (range.to !== null && range.to <= (range.from ?? 0)) throw new UsageError(`--steps ${text} holds no timestep`);
  return range;
}

/** `ABS` or `ABS,REL` */
export function toleranceOf(text: string): Options['tolerance'] {
  const parts = text.split(',');
  const [absolute = NaN, relative = 0] = parts.map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (parts.length > 2 || !(absolute >= 0) || !(relative >= 0)) {
    throw new UsageError(`--tolerance takes ABS or ABS,REL, numbers from 0, not '${text}'`);
  }
  return { absolute, relative };
}

/** `lstm.recurrent_activation=hard_sigmoid`, `keras=2.2.4` */
export function answerOf(text: string): Options['set'][number] {
  const equals = text.indexOf('=');
  const id = text.slice(0, Math.max(0, equals));
  const value = text.slice(equals + 1);
  if (!(id.includes('.') || id === 'keras') || value === '') throw new UsageError(`--set takes LAYER.SETTING=VALUE, not '${text}'`);
  return { id, value };
}

const OUT_FORMATS: readonly OutFormat[] = ['npz', 'csv', 'json'];

/** Keras loads a store of weights only from a name that ends in `.weights.h5`. */
const WEIGHT_ENDINGS: readonly (readonly [ending: RegExp, format: WeightFormat])[] = [
  [/\.npz$/i, 'npz'],
  [/\.weights\.h5$/, 'weights.h5'],
];

/** As `save` writes: the ending of the name says the format. */
export function weightsFile(path: string): NonNullable<Options['weightsOut']> {
  const format = WEIGHT_ENDINGS.find(([ending]) => ending.test(path))?.[1];
  if (format === undefined) throw new UsageError(`--out takes a name that ends in .npz or .weights.h5, not '${path}'`);
  return { path, format };
}

/** As `run` writes: the ending of the name says the format. */
export function outFile(path: string): NonNullable<Options['out']> {
  const ending = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase();
  const format = OUT_FORMATS.find((candidate) => candidate === ending);
  if (format === undefined) throw new UsageError(`--out takes a name that ends in .npz, .csv or .json, not '${path}'`);
  return { path, format };
}

/** As `check` writes: a certificate is JSON. */
export function certificateFile(path: string): string {
  if (!/\.json$/i.test(path)) throw new UsageError(`--certificate takes a name that ends in .json, not '${path}'`);
  return path;
}
