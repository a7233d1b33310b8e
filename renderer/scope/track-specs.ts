import type { LayerCard, ModelCard, RunCard, WindowQuery } from '../../core/session/index.ts';
import type { MessageKey } from '../i18n/index.ts';

/** Most units that one track draws at a time. */
export const MOST_UNITS_DRAWN = 8;

/** One track: which array it draws and how it is called. */
export interface TrackSpec {
  /** Unique among the tracks of a layer: the signal's letter, `x` or `y`. */
  readonly key: string;
  readonly letter: string;
  /** Text of the gutter; null: `meaning` stands there, in the core's words. */
  readonly name: MessageKey | null;
  readonly meaning: string;
  readonly layer: string;
  readonly signal: string;
  readonly range: readonly [number, number] | null;
  /** Rows of the array: units, features or outputs. */
  readonly rows: number;
  /** Steps of the array; null when it has no time axis and stands at the end of the run. */
  readonly steps: number | null;
  /** True when its rows are the units of the selected layer. */
  readonly isOfUnits: boolean;
}

const NAMES: Readonly<Record<string, MessageKey>> = {
  i: 'signal.i.name',
  f: 'signal.f.name',
  g: 'signal.g.name',
  o: 'signal.o.name',
  c: 'signal.c.name',
  h: 'signal.h.name',
};

/** The tracks of a layer: the model's inputs, the recorded signals, the model's outputs (a layer without gates: its own output). */
export function tracksOf(model: ModelCard, layer: LayerCard, run: RunCard | null): TrackSpec[] {
  const own = { layer: layer.name, isOfUnits: true };
  const gates = layer.signals.map(({ name, letter, range, meaning }) => {
    const known = layer.class.includes('LSTM') ? (NAMES[letter] ?? null) : null;
    return { ...own, key: name, letter, name: known, meaning, signal: name, range };
  });
  const outputs: Named[] =
    gates.length > 0
      ? modelOutputs(model, run)
      : [{ ...own, key: 'y', letter: 'y', name: 'scope.layerOutput', meaning: '', signal: 'output', range: null }];
  const tracks = [...modelInputs(model, run), ...gates, ...outputs].map((named) => withShape(run, named));
  return run ? tracks.filter((track) => track.rows > 0) : tracks;
}

type Named = Omit<TrackSpec, 'rows' | 'steps'>;

/** `input`, or `input/NAME` where there are several. */
function modelInputs(model: ModelCard, run: RunCard | null): Named[] {
  const names = hasArray(run, 'input') || !run ? ['input'] : model.inputs.map(({ name }) => `input/${name}`);
  return names.map((signal, index) => ofModel(signal, index === 0 ? 'x' : `x${index}`, 'x', 'signal.x.name'));
}

/** `output`, or `output/LAYER` where there are several; the states that a layer returns besides are its own c and h. */
function modelOutputs(model: ModelCard, run: RunCard | null): Named[] {
  const first = model.outputs.filter(({ output }) => output === 0).map(({ layer }) => `output/${layer}`);
  const names = hasArray(run, 'output') || !run ? ['output'] : first;
  return names.map((signal, index) => ofModel(signal, index === 0 ? 'y' : `y${index}`, 'y', 'signal.y.name'));
}

function ofModel(signal: string, key: string, letter: string, name: MessageKey): Named {
  return { key, letter, name, meaning: '', layer: '', signal, range: null, isOfUnits: false };
}

const hasArray = (run: RunCard | null, array: string): boolean => run?.arrays.some(({ name }) => name === array) ?? false;

function withShape(run: RunCard | null, named: Named): TrackSpec {
  const array = named.layer === '' ? named.signal : `${named.layer}/${named.signal}`;
  const shape = run?.arrays.find(({ name }) => name === array)?.shape;
  if (!shape || shape.length < 2) return { ...named, rows: 0, steps: null };
  return { ...named, rows: shape[shape.length - 1], steps: shape.length > 2 ? shape[1] : null };
}

/** Rows that a track draws: the selected unit first; all others too where they are few. */
export function rowsOf(track: TrackSpec, unit: number): number[] {
  const all = Array.from({ length: Math.min(track.rows, MOST_UNITS_DRAWN) }, (_, row) => row);
  if (!track.isOfUnits) return all;
  return track.rows <= MOST_UNITS_DRAWN ? [unit, ...all.filter((row) => row !== unit)] : [unit];
}

/** The window of a track's array that lies under steps `from` to `to` − 1; null when nothing of it does. */
export function queryOf(track: TrackSpec, sample: number, units: readonly number[] | 'all', from: number, to: number): WindowQuery | null {
  const { layer, signal, steps } = track;
  if (track.rows === 0) return null;
  if (steps === null) return { layer, signal, sample, units, from: 0, to: 1 };
  const end = Math.min(to, steps);
  return from < end ? { layer, signal, sample, units, from, to: end } : null;
}
