import type { Bag, Candidate } from './bag.ts';
import { snakeCase } from '../adopt/store-name.ts';
import { classHint, statedClass } from './class-hints.ts';
import type { Placed, Stretch } from './parse.ts';
import type { Reading } from './reading.ts';

/** A layer on its way into the graph: one with arrays, or one without that the file lists (`dropout_1`) or the widths ask for. */
export interface Part {
  readonly name: string;
  readonly className: string;
  /** Null for a layer without arrays. */
  readonly placed: Placed | null;
  /** What the file says of its settings. */
  readonly settings: Candidate['settings'];
}

/** Layers that pass their output on to each other, behind one input. */
export type Piece = readonly Part[];

/** Arrays of a bag as stretches without a gap. */
export function stretchesOf(bag: Bag, ordered: readonly Candidate[]): readonly Stretch[] {
  if (bag.kind === 'flat') return [{ candidate: null, tensors: bag.tensors }];
  return ordered.map((candidate) => ({ candidate, tensors: candidate.tensors }));
}

/**
 * Layers in their order with their names, cut where one cannot take what the one before gives. A layer whose output is not known ends a
 * piece where a recurrent layer follows, so that its gates can be seen.
 */
export function piecesOf(layers: readonly Placed[], stretches: readonly Stretch[], names: NameGiver): readonly Piece[] {
  const pieces: Part[][] = [];
  let piece: Part[] = [];
  const byStretch = new Map<number, Placed[]>();
  for (const layer of layers) {
    const own = byStretch.get(layer.stretch) ?? [];
    own.push(layer);
    byStretch.set(layer.stretch, own);
  }
  const parts = stretches.flatMap((stretch, index): readonly Part[] => {
    const own = byStretch.get(index) ?? [];
    return own.length > 0 ? own.map((placed) => weighted(placed, stretch.candidate, names)) : bareLayer(stretch.candidate);
  });
  parts.forEach((part, index) => {
    const before = piece.filter((earlier) => earlier.placed !== null).at(-1);
    const isApart = part.placed?.join === 'apart' || (before?.placed?.reading.role === 'unknown' && needsInput(parts, index));
    if (isApart && piece.length > 0) {
      pieces.push(piece);
      piece = [];
    }
    piece.push(part);
  });
  return [...pieces, piece].filter((found) => found.length > 0);
}

/** Whether a recurrent layer stands from `index` on, before the chain is cut anyway or the next unknown layer comes. */
function needsInput(parts: readonly Part[], index: number): boolean {
  if (parts[index]?.placed?.reading.role === 'unknown') return false;
  for (let at = index; at < parts.length; at++) {
    const { placed } = parts[at] ?? {};
    if (at > index && (placed?.join === 'apart' || placed?.reading.role === 'unknown')) return false;
    if (placed?.reading.role === 'recurrent') return true;
  }
  return false;
}

function weighted(placed: Placed, candidate: Candidate | null, names: NameGiver): Part {
  const { reading, isPart } = placed;
  const own = candidate?.name ?? null;
  const name = own === null ? names(reading.className, '') : isPart ? names(reading.className, `${own}/`) : own;
  return { name, className: reading.className, placed, settings: candidate?.settings ?? {} };
}

/** A layer without arrays whose class its name tells; without a class nothing is known of it but its name. */
function bareLayer(candidate: Candidate | null): readonly Part[] {
  if (candidate?.name == null || candidate.tensors.length > 0) return [];
  const className = statedClass(candidate) ?? classHint(candidate.name).className;
  if (className === null || !TRANSPARENT.has(className)) return [];
  return [{ name: candidate.name, className, placed: null, settings: candidate.settings }];
}

/** Classes without arrays that can stand in a chain although no setting of theirs is stored. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  ...['InputLayer', 'Input', 'Dropout', 'SpatialDropout1D', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout', 'ActivityRegularization'],
  ...['Activation', 'Flatten', 'RepeatVector', 'GlobalMaxPooling1D', 'GlobalAveragePooling1D', 'Softmax', 'ReLU', 'LeakyReLU', 'ELU'],
]);

/** Gives Keras' default name for the next layer of a class, behind a prefix: `lstm`, `lstm_1`, `encoder/dense`. */
export type NameGiver = (className: string, prefix: string) => string;

/** Names are counted by class, past those that the file has. */
export function nameGiver(taken: readonly string[]): NameGiver {
  const used = new Set(taken);
  const counts = new Map<string, number>();
  return (className, prefix) => {
    const base = prefix + snakeCase(className);
    for (let count = counts.get(base) ?? 0; ; count++) {
      const name = count === 0 ? base : `${base}_${count}`;
      if (used.has(name)) continue;
      used.add(name);
      counts.set(base, count + 1);
      return name;
    }
  };
}

/** Whether a part reads its input step by step, so that a recurrent layer before it has to return every step. */
export function readsSequence(part: Part): boolean {
  const reading: Reading | undefined = part.placed?.reading;
  if (reading === undefined) return ['Flatten', 'GlobalMaxPooling1D', 'GlobalAveragePooling1D', 'RepeatVector'].includes(part.className);
  return (
    reading.role === 'recurrent' ||
    reading.role === 'convolution' ||
    reading.className === 'TimeDistributed' ||
    part.placed?.join === 'flatten'
  );
}
