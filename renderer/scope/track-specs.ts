import type { LayerCard, ModelCard, PartCard, RunCard, WindowQuery } from '../../core/session/index.ts';
import type { MessageKey } from '../i18n/index.ts';

/** Most units that one track draws at a time. */
export const MOST_UNITS_DRAWN = 8;

/** One track: which array it draws and how it is called. */
export interface TrackSpec {
  /** Unique among the tracks of a layer: the signal, with its part where several are shown (`f`, `forward/f`), `x` or `y`. */
  readonly key: string;
  /** What shows and hides it, the same signal of every part together. */
  readonly chip: string;
  readonly letter: string;
  /** Text of the gutter; null: its letter has a name. */
  readonly name: MessageKey | null;
  /** Which of several inputs or outputs it is; empty where there is one. */
  readonly note: string;
  /** The class that holds the formulas, which says what g and h are; empty outside of a recurrence. */
  readonly cell: string;
  /** The recurrence that it belongs to; null for inputs and outputs. */
  readonly part: PartCard | null;
  readonly layer: string;
  readonly signal: string;
  readonly range: readonly [number, number] | null;
  /** Its array has a time axis alone: token ids. */
  readonly isTimeline: boolean;
  /** Rows of the array: units, features or outputs. */
  readonly rows: number;
  /** Steps of the array; null when it has no time axis and stands at the end of the run. */
  readonly steps: number | null;
  /** True when its rows are the units of the selected layer. */
  readonly isOfUnits: boolean;
}

/** The tracks of a layer: the model's inputs, the signals of the parts shown, the model's outputs (a layer without gates: its own output). */
export function tracksOf(model: ModelCard, layer: LayerCard, parts: readonly PartCard[], run: RunCard | null): TrackSpec[] {
  const gates = parts.flatMap((part) => signalsOf(part, parts.length > 1));
  const own = { ...BARE, key: 'y', chip: 'y', letter: 'y', name: 'scope.layerOutput', layer: layer.name, signal: 'output' } as const;
  const outputs: Named[] = layer.parts.length > 0 ? modelOutputs(model, run) : [{ ...own, isOfUnits: true }];
  const tracks = [...modelInputs(model, run), ...gates, ...outputs].map((named) => withShape(run, named));
  return run ? tracks.filter((track) => track.rows > 0) : tracks;
}

type Named = Omit<TrackSpec, 'rows' | 'steps'>;

const BARE = { note: '', cell: '', part: null, range: null, isOfUnits: false, isTimeline: false } as const;

function signalsOf(part: PartCard, isOneOfSeveral: boolean): Named[] {
  return part.signals.map(({ name: signal, letter, range }) => ({
    key: isOneOfSeveral ? `${part.path}/${signal}` : signal,
    chip: signal,
    letter,
    name: null,
    note: '',
    cell: part.class,
    part,
    layer: part.path,
    signal,
    range,
    isOfUnits: true,
    isTimeline: false,
  }));
}

/** `input`, or `input/NAME` where there are several. */
function modelInputs(model: ModelCard, run: RunCard | null): Named[] {
  const names = hasArray(run, 'input') || !run ? ['input'] : model.inputs.map(({ name }) => `input/${name}`);
  return names.map((signal, index) => ({
    ...ofModel(signal, index === 0 ? 'x' : `x${index}`, 'x'),
    isTimeline: model.inputs[index]?.dtype === 'integer',
  }));
}

/** `output`, or `output/LAYER` where there are several; the states that a layer returns besides are its own c and h. */
function modelOutputs(model: ModelCard, run: RunCard | null): Named[] {
  const first = model.outputs.filter(({ output }) => output === 0).map(({ layer }) => `output/${layer}`);
  const names = hasArray(run, 'output') || !run ? ['output'] : first;
  return names.map((signal, index) => ofModel(signal, index === 0 ? 'y' : `y${index}`, 'y'));
}

function ofModel(signal: string, key: string, letter: string): Named {
  const slash = signal.indexOf('/');
  return { ...BARE, key, chip: key, letter, name: null, note: slash < 0 ? '' : signal.slice(slash + 1), layer: '', signal };
}

const hasArray = (run: RunCard | null, array: string): boolean => run?.arrays.some(({ name }) => name === array) ?? false;

function withShape(run: RunCard | null, named: Named): TrackSpec {
  const array = named.layer === '' ? named.signal : `${named.layer}/${named.signal}`;
  const shape = run?.arrays.find(({ name }) => name === array)?.shape;
  if (!run || !shape || shape.length < 2) return { ...named, rows: 0, steps: null };
  const steps = shape[run.timeMajor && named.part === null ? 0 : 1];
  if (named.isTimeline && shape.length === 2) return { ...named, rows: 1, steps };
  return { ...named, rows: shape[shape.length - 1], steps: shape.length > 2 ? steps : null };
}

/** Rows that a track draws: the selected unit first, where the part has it; all others too where they are few. */
export function rowsOf(track: TrackSpec, unit: number): number[] {
  const all = Array.from({ length: Math.min(track.rows, MOST_UNITS_DRAWN) }, (_, row) => row);
  if (!track.isOfUnits) return all;
  const own = unit < track.rows ? [unit] : [];
  return track.rows <= MOST_UNITS_DRAWN ? [...own, ...all.filter((row) => row !== unit)] : own;
}

/** The window of a track's array that lies under steps `from` to `to` − 1; null when nothing of it does. */
export function queryOf(track: TrackSpec, sample: number, units: readonly number[] | 'all', from: number, to: number): WindowQuery | null {
  const { layer, signal, steps } = track;
  if (track.rows === 0 || units.length === 0) return null;
  if (steps === null) return { layer, signal, sample, units, from: 0, to: 1 };
  const end = Math.min(to, steps);
  return from < end ? { layer, signal, sample, units, from, to: end } : null;
}
