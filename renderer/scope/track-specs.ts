import type { LayerCard, RunCard, WindowQuery } from '../../core/session/index.ts';
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

/** The tracks of a layer: the model's input, the recorded signals, the model's output (a layer without gates: its own output). */
export function tracksOf(layer: LayerCard, run: RunCard | null): TrackSpec[] {
  const hasGates = layer.signals.length > 0;
  const tracks: TrackSpec[] = [trackOf(run, { key: 'x', letter: 'x', name: 'signal.x.name', meaning: '', layer: '', signal: 'input', range: null, isOfUnits: false })];
  for (const { name, letter, range, meaning } of layer.signals) {
    const known = layer.class.includes('LSTM') ? (NAMES[letter] ?? null) : null;
    tracks.push(trackOf(run, { key: name, letter, name: known, meaning, layer: layer.name, signal: name, range, isOfUnits: true }));
  }
  if (hasGates) {
    tracks.push(trackOf(run, { key: 'y', letter: 'y', name: 'signal.y.name', meaning: '', layer: '', signal: 'output', range: null, isOfUnits: false }));
  } else {
    tracks.push(trackOf(run, { key: 'y', letter: 'y', name: 'scope.layerOutput', meaning: '', layer: layer.name, signal: 'output', range: null, isOfUnits: true }));
  }
  return run ? tracks.filter((track) => track.rows > 0) : tracks;
}

type Named = Omit<TrackSpec, 'rows' | 'steps'>;

function trackOf(run: RunCard | null, named: Named): TrackSpec {
  const array = named.layer === '' ? named.signal : `${named.layer}/${named.signal}`;
  const shape = run?.arrays.find(({ name }) => name === array)?.shape ?? null;
  if (!shape) return { ...named, rows: 0, steps: null };
  const hasTime = shape.length > 2 || (shape.length === 2 && named.signal === 'input' && shape[1] === run?.timesteps);
  return { ...named, rows: shape.length > 2 || !hasTime ? shape[shape.length - 1] : 1, steps: hasTime ? shape[1] : null };
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
