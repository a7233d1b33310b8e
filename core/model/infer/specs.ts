import { type Phrase, phrase } from '../../errors/index.ts';
import { layerKindOf } from '../../layers/index.ts';
import type { Producer } from '../../read/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import type { LayerSpec } from '../config/graph-spec.ts';
import type { Answers, TensorRef } from '../model.ts';
import { ask, decide, type OpenQuestion, type Settling } from './asking.ts';
import { type NameGiver, type Part, type Piece, readsSequence } from './pieces.ts';
import { settlePlain } from './plain-questions.ts';
import { settleRecurrent, type Surroundings } from './recurrent-questions.ts';
import { type Decided, unitsOf } from './reading.ts';

/** Layers of one piece as a configuration would describe them, with their arrays and what had to be guessed. */
export interface Built {
  readonly layers: readonly LayerSpec[];
  readonly arrays: ReadonlyMap<string, readonly StoredTensor[]>;
  readonly questions: readonly OpenQuestion[];
  readonly output: TensorRef;
}

/** What all pieces share. */
export interface Context {
  readonly answers: Answers;
  readonly producer: Producer;
  readonly names: NameGiver;
  /** The piece is the last one, so its end is that of the model. */
  readonly isLast: boolean;
}

const GIVEN: ReadonlySet<string> = new Set(['InputLayer', 'Input']);

/** A chain of layers behind an input of its own, (timesteps, features), token ids, or (features) where nothing reads a sequence. */
export function buildPiece(piece: Piece, context: Context): Built {
  const questions: OpenQuestion[] = [];
  const parts = withReshaping(
    piece.filter((part) => !GIVEN.has(part.className)),
    context,
    questions,
  );
  const input = piece[0] && GIVEN.has(piece[0].className) ? piece[0].name : context.names('InputLayer', '');
  const layers: LayerSpec[] = [{ name: input, className: 'InputLayer', config: inputConfig(parts), calls: [{ inputs: [], states: [] }] }];
  const arrays = new Map<string, readonly StoredTensor[]>();
  parts.forEach((part, index) => {
    const before = layers.at(-1)?.name ?? input;
    layers.push({ ...settled(part, parts, index, context, questions), calls: [{ inputs: [refTo(before)], states: [] }] });
    if (part.placed) arrays.set(part.name, part.placed.reading.arrays());
  });
  return { layers, arrays, questions, output: refTo(layers.at(-1)?.name ?? input) };
}

function refTo(layer: string): TensorRef {
  return { layer, call: 0, output: 0 };
}

/** Layers without arrays that the widths ask for: a Flatten before a Dense that takes several steps, a RepeatVector in an autoencoder. */
function withReshaping(piece: Piece, { names, answers }: Context, questions: OpenQuestion[]): readonly Part[] {
  const decoder = decoderOf(piece);
  return piece.flatMap((part, index): readonly Part[] => {
    const inserted = (className: string): Part => ({ name: names(className, ''), className, placed: null, settings: {} });
    if (part.placed?.join === 'flatten' && !piece.slice(0, index).some((earlier) => earlier.className === 'Flatten')) {
      questions.push(flattenQuestion(part, piece[index - 1]));
      return [inserted('Flatten'), part];
    }
    if (part !== decoder) return [part];
    const id = `${part.name}.before`;
    questions.push({
      id,
      choices: ['nothing', 'RepeatVector'],
      likely: 'nothing',
      why: phrase('why-repeat'),
      effect: phrase('effect-repeat', { layer: part.name, before: piece[index - 1]?.name ?? '…' }),
    });
    return answers.get(id) === 'RepeatVector' ? [inserted('RepeatVector'), part] : [part];
  });
}

function flattenQuestion(part: Part, before: Part | undefined): OpenQuestion {
  const features = part.placed?.reading.input ?? 0;
  const width = before?.placed?.reading.output ?? 1;
  return {
    id: `${part.name}.before`,
    choices: ['Flatten', 'apart'],
    likely: 'Flatten',
    why: phrase('why-flatten', { layer: part.name, features, times: features / width, width, before: before?.name ?? '…' }),
    effect: phrase('effect-flatten', { times: features / width, layer: part.name }),
  };
}

/** First layer of the second half where the recurrent layers mirror each other and the last Dense gives as many features as came in. */
function decoderOf(piece: Piece): Part | null {
  const recurrent = piece.filter((part) => part.placed?.reading.role === 'recurrent');
  const units = recurrent.map((part) => part.placed?.reading.output ?? 0);
  const last = piece.at(-1)?.placed?.reading;
  const isMirrored = units.length >= 2 && units.length % 2 === 0 && units.every((width, index) => width === units.at(-1 - index));
  const isAutoencoder = isMirrored && last?.role === 'dense' && last.output === recurrent[0]?.placed?.reading.input;
  return isAutoencoder ? (recurrent[units.length / 2] ?? null) : null;
}

/** Where nothing in the piece reads a sequence, rows are samples. A Flatten says how many timesteps there have to be. */
function inputConfig(parts: readonly Part[]): Readonly<Record<string, unknown>> {
  const readings = parts.flatMap((part) => part.placed?.reading ?? []);
  const [first] = readings;
  if (!first || first.role === 'unknown') return {};
  const timesteps = stepsBeforeFlatten(parts);
  if (first.role === 'embedding') return { batch_shape: [null, timesteps], dtype: 'int32' };
  const axes = first.axes ?? (readings.some((reading) => reading.axes !== null) || parts.some(readsSequence) ? 1 : 0);
  return { batch_shape: [null, ...Array.from({ length: axes }, (_, axis) => (axis === 0 ? timesteps : null)), first.input] };
}

function stepsBeforeFlatten(parts: readonly Part[]): number | null {
  const at = parts.findIndex((part) => part.placed?.join === 'flatten');
  const before = parts.slice(0, Math.max(0, at)).flatMap((part) => part.placed?.reading ?? []);
  const width = before.at(-1)?.output;
  if (at < 0 || !width || before.some((reading) => reading.role === 'convolution')) return null;
  return (parts[at]?.placed?.reading.input ?? 0) / width;
}

/** Decides what shapes, names and neighbours tell of a layer, and asks for the rest. */
function settled(
  part: Part,
  parts: readonly Part[],
  index: number,
  { answers, producer, isLast }: Context,
  questions: OpenQuestion[],
): Omit<LayerSpec, 'calls'> {
  const { name, className, placed, settings } = part;
  const reading = placed?.reading;
  const settling = (of: string, inner: string): Settling => ({
    name: of,
    className: inner,
    config: {},
    reasons: new Map(),
    questions,
    answers,
    producer,
  });
  if (reading?.role === 'unknown') return { name, className, config: {}, isAsStored: true };
  const around = surroundings(parts, index);
  const own = settling(name, className);
  const following = parts.slice(index + 1);
  const isEnd = isLast && following.every((other) => NEUTRAL.has(other.className));
  const isActivated = ACTIVATING.has(
    following.find((other) => !NEUTRAL.has(other.className) || ACTIVATING.has(other.className))?.className ?? '',
  );
  if (!reading?.inner) {
    decide(own, { ...reading?.settings, ...settings });
    if (reading?.role === 'recurrent' && reading.axes === 1) settleRecurrent(own, unitsOf(reading), around, false);
    else settlePlain(own, reading?.output ?? widthBefore(parts, index), isEnd, isActivated);
    if (className === 'RepeatVector') askRepeats(own);
    if (className === 'PReLU' && reading?.axes === null && hasSteps(parts, index)) sharedAxes(own, reading.arrays()[0]?.shape.length ?? 1);
    return { name, className, config: { name, ...own.config }, inferred: own.reasons };
  }
  const isBoth = className === 'Bidirectional';
  const inner = settling(isBoth ? `${name}/forward` : name, reading.inner.className);
  const { merge_mode: merge, ...ofInner } = settings;
  decide(inner, { ...reading.inner.settings, ...ofInner });
  decide(own, { ...reading.settings, ...(merge && { merge_mode: merge }) });
  if (isBoth) {
    askMerge(own, unitsOf(reading), reading.output, around.next !== null);
    settleRecurrent(inner, unitsOf(reading), around, true);
  } else settlePlain(inner, reading.output ?? 0, isEnd, isActivated);
  const layer = { class_name: inner.className, config: { name: inner.className.toLowerCase(), ...inner.config } };
  const reasons = new Map<string, Phrase>([...own.reasons, ['layer', reading.reason]]);
  for (const [key, reason] of inner.reasons) reasons.set(`layer.${key}`, reason);
  return { name, className, config: { name, layer, ...own.config }, inferred: reasons };
}

/** Layers behind the last Dense that leave it the last. */
const NEUTRAL: ReadonlySet<string> = new Set([
  'Dropout',
  'GaussianNoise',
  'ActivityRegularization',
  'Activation',
  'Softmax',
  'ReLU',
  'LeakyReLU',
  'ELU',
]);
const ACTIVATING: ReadonlySet<string> = new Set(['Activation', 'Softmax', 'ReLU', 'LeakyReLU', 'ELU', 'PReLU', 'BatchNormalization']);

function surroundings(parts: readonly Part[], index: number): Surroundings {
  const after = parts.slice(index + 1);
  const repeat = after.findIndex((part) => part.className === 'RepeatVector');
  // A Flatten alone does not tell: behind a layer that gives its last step only it changes nothing.
  const reader = after.slice(0, repeat < 0 ? undefined : repeat).find((part) => part.className !== 'Flatten' && readsSequence(part));
  const next = after.find((part) => part.placed !== null);
  return {
    reader: reader?.name ?? null,
    next: next?.name ?? null,
    isNextOpen:
      next?.placed?.reading.role === 'unknown' && /attention|crf|time_?distributed|conv|pool/i.test(`${next.name} ${next.className}`),
    isRepeated: repeat >= 0 && reader === undefined,
  };
}

function widthBefore(parts: readonly Part[], index: number): number {
  return (
    parts
      .slice(0, index)
      .flatMap((part) => part.placed?.reading.output ?? [])
      .at(-1) ?? 0
  );
}

function askMerge(own: Settling, units: number, output: number | null, isFollowed: boolean): void {
  if (isFollowed && output !== units) return;
  if (!isFollowed) {
    delete own.config.merge_mode;
    own.reasons.delete('merge_mode');
  }
  ask(own, 'merge_mode', {
    choices: isFollowed ? ['sum', 'ave', 'mul'] : ['concat', 'sum', 'ave', 'mul'],
    why: isFollowed ? phrase('why-merge-width', { units }) : phrase('why-merge'),
    effect: phrase('effect-merge', { both: 2 * units, units }),
  });
}

function askRepeats(own: Settling): void {
  ask(own, 'n', {
    choices: [10, 1, 5, 20, 50],
    why: phrase('why-repeats'),
    effect: phrase('effect-repeats'),
  });
}

/** Whether a sequence, not a single row, goes through the layer. */
function hasSteps(parts: readonly Part[], index: number): boolean {
  return parts.slice(index + 1).some(readsSequence);
}

/** One slope per feature, whatever the timestep. */
function sharedAxes(own: Settling, rank: number): void {
  if (rank !== 1 || layerKindOf('PReLU')?.settings.shared_axes === undefined) return;
  const decided: Decided = { value: [1], note: phrase('note-alpha') };
  decide(own, { shared_axes: decided });
}
