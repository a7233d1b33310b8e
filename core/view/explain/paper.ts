import { type Activation, inPrecision, type Numbers, type Settings } from '../../layers/index.ts';
import { arrayName, type Model, type PlacedPart } from '../../model/index.ts';
import type { Trace } from '../../trace/index.ts';
import type { HandCalculation } from '../views.ts';
import type { Round } from './terms.ts';

export interface ExplainQuery {
  /** The name of the recurrence in the trace: `lstm`, `bidirectional/forward`, `rnn/0`. */
  readonly layer: string;
  readonly sample: number;
  readonly unit: number;
  readonly timestep: number;
}

/** All that one unit of a cell needs at one timestep, and what the run recorded of it. */
export interface Paper {
  readonly settings: Settings;
  readonly units: number;
  readonly unit: number;
  /** What the cell reads at this step. */
  readonly x: Numbers;
  /** Hidden state before the step, of all units. */
  readonly h: Numbers;
  /** A kernel of the part by its name within it. */
  readonly weight: (name: string) => Numbers;
  /** One number of its bias, flat; none where it has no bias there. */
  readonly bias: (index: number) => Numbers;
  /** The timestep that was processed before this one; null at the first. */
  readonly before: number | null;
  readonly round: Round;
  /** What the run recorded of the unit at this step. */
  readonly recorded: (signal: string) => number;
  /** The same for every unit. */
  readonly recordedRow: (signal: string) => Numbers;
  /** A state of the unit before the step. */
  readonly previous: (state: string) => number;
}

/** A cell written out: its gates, then its states. */
export type Written = Pick<HandCalculation, 'gates' | 'steps'>;

/** Gathers the numbers of one unit at one timestep. @throws `window-outside` */
export function paperOf(model: Model, trace: Trace, part: PlacedPart, query: ExplainQuery): Paper {
  const { precision } = trace.summary;
  const { layer: path, sample, unit, timestep } = query;
  const units = part.signals[0]?.units ?? 0;
  const prefix = part.name === '' ? '' : `${part.name}/`;
  const rowOf = (signal: string, at: number): Numbers => trace.window({ layer: path, signal, sample, units: 'all', from: at, to: at + 1 });
  const unitAt = (signal: string, at: number): number =>
    trace.window({ layer: path, signal, sample, units: [unit], from: at, to: at + 1 })[0];
  const weight = (name: string): Numbers | null => {
    const stored = part.layer.weights.get(`${prefix}${name}`);
    return stored ? inPrecision(stored.load(), precision) : null;
  };
  const bias = weight('bias') ?? new Float64Array();
  const before = stepBefore(part, timestep, trace.arrays.get(`${path}/h`)?.[1] ?? 0);
  const start = (state: string): Numbers => startOf(trace, part, `${prefix}${state}`, sample) ?? new Float64Array(units);
  return {
    settings: part.settings,
    units,
    unit,
    x: inputRow(model, trace, part, query),
    h: before === null ? start('h') : rowOf('h', before),
    weight: (name) => weight(name) ?? new Float64Array(),
    bias: (index) => bias.subarray(index, index + 1),
    before,
    round: precision === 'f32' ? Math.fround : (value) => value,
    recorded: (signal) => unitAt(signal, timestep),
    recordedRow: (signal) => rowOf(signal, timestep),
    previous: (state) => (before === null ? (start(state)[unit] ?? 0) : unitAt(state, before)),
  };
}

/** An activation among the settings of a cell. */
export function activationIn(settings: Settings, name: 'activation' | 'recurrent_activation'): Activation {
  return settings[name] as Activation; // as: computable() resolved it
}

function stepBefore({ signals }: PlacedPart, timestep: number, timesteps: number): number | null {
  const before = signals[0]?.backwards ? timestep + 1 : timestep - 1;
  return before < 0 || before >= timesteps ? null : before;
}

/** A state before the first step, (units); null when it started from zeros. `name`: `h`, `forward/c`. */
function startOf(trace: Trace, { states, use }: PlacedPart, name: string, sample: number): Numbers | null {
  const tensor = trace.initialState(use.name)?.[states.findIndex((state) => state.name === name)];
  if (!tensor) return null;
  const units = tensor.shape[1] ?? 0;
  return inPrecision({ shape: [units], data: tensor.data.slice(sample * units, (sample + 1) * units) }, trace.summary.precision);
}

/** What the cell reads: the features of the layer's input, or the output of the cell below it. */
function inputRow(model: Model, trace: Trace, { name, use }: PlacedPart, { layer: path, sample, timestep }: ExplainQuery): Numbers {
  const at = { sample, units: 'all', from: timestep, to: timestep + 1 } as const;
  const below = /\d+$/.test(name) ? Number(name.split('/').at(-1)) - 1 : -1;
  if (below >= 0) return trace.window({ layer: path.replace(/[^/]+$/, String(below)), signal: 'h', ...at });
  const source = use.inputs[0];
  if (!source) return new Float64Array();
  const array = arrayName(model, source);
  const slash = array.startsWith('input') ? -1 : array.lastIndexOf('/');
  return trace.window({ layer: array.slice(0, Math.max(0, slash)), signal: array.slice(slash + 1), ...at });
}
