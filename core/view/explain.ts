import { RunError, refuse } from '../errors/index.ts';
import {
  type Activation,
  gateColumn,
  inPrecision,
  layerKindOf,
  LSTM_GATES,
  type LstmGate,
  type Numbers,
  type Settings,
} from '../layers/index.ts';
import { arrayName, computable, type LayerNode, layerNamed, type Model } from '../model/index.ts';
import type { Trace } from '../trace/index.ts';
import type { GateCalculation, HandCalculation, Term } from './views.ts';

export interface ExplainQuery {
  readonly layer: string;
  readonly sample: number;
  readonly unit: number;
  readonly timestep: number;
}

/** One row of numbers and the arrays that weigh it. */
interface Step {
  readonly settings: Settings;
  readonly units: number;
  readonly unit: number;
  readonly x: Numbers;
  readonly h: Numbers;
  readonly kernel: Numbers;
  readonly recurrentKernel: Numbers;
  readonly bias: Numbers | null;
  readonly round: (value: number) => number;
}

/**
 * One unit of an LSTM at one timestep as one would write it on paper: every product in index order, subtotals, gates, then
 * c = f · c₋ + i · g and h = o · φ(c). Sums follow the run's precision and order, so they add up to what the run computed.
 * @throws `layer-unknown`, `layer-not-recurrent`, `window-outside`
 */
export function explainUnit(model: Model, trace: Trace, query: ExplainQuery): HandCalculation {
  const node = layerNamed(model, query.layer);
  const kind = layerKindOf(node.className);
  if (kind?.className !== 'LSTM' || !node.runs)
    return refuse(RunError, 'layer-not-recurrent', query.layer, { layer: query.layer, className: node.className });
  const settings = computable(kind, node, model.producer);
  const step = stepOf(node, settings, model, trace, query);
  const at = (signal: string, timestep: number): number =>
    trace.window({ layer: query.layer, signal, sample: query.sample, units: [query.unit], from: timestep, to: timestep + 1 })[0] ?? NaN;
  const gates = LSTM_GATES.map((gate) => gateCalculation(gate, step, at(gate, query.timestep)));
  const before = previousStep(settings, query.timestep, stepsOf(trace, query.layer));
  const previous = {
    c: before === null ? startOf(trace, query, 1) : at('c', before),
    h: before === null ? startOf(trace, query, 0) : at('h', before),
  };
  const [i, f, g, o] = LSTM_GATES.map((signal) => at(signal, query.timestep));
  const c = at('c', query.timestep);
  const h = at('h', query.timestep);
  const phi = settings.activation as Activation; // as: computable() resolved it
  const cellOut = step.round(phi.at(c));
  const name = phi.name === 'linear' ? 'c' : `${phi.name}(c)`;
  return {
    ...query,
    masked: false,
    gates,
    steps: [
      { signal: 'c', formula: 'c = f · c₋₁ + i · g', filled: `${show(f)} · ${show(previous.c)} + ${show(i)} · ${show(g)}`, value: c },
      { signal: 'h', formula: `h = o · ${name}`, filled: `${show(o)} · ${phi.wholeRow ? name : show(cellOut)}`, value: h },
    ],
    previous,
  };
}

function stepOf(node: LayerNode, settings: Settings, model: Model, trace: Trace, query: ExplainQuery): Step {
  const { precision } = trace.summary;
  const units = settings.units as number; // as: validated by the model room
  const load = (name: string): Numbers | null => {
    const stored = node.weights.get(name);
    return stored ? inPrecision(stored.load(), precision) : null;
  };
  const source = node.calls[0]?.inputs[0];
  const x = source ? rowOf(trace, arrayName(model, source), query) : new Float64Array();
  const before = previousStep(settings, query.timestep, stepsOf(trace, query.layer));
  const initial = trace.initialState(query.layer)?.[0]?.data;
  const start = initial ? Float64Array.from(initial.subarray(query.sample * units, (query.sample + 1) * units)) : new Float64Array(units);
  const h =
    before === null
      ? start
      : trace.window({ layer: query.layer, signal: 'h', sample: query.sample, units: 'all', from: before, to: before + 1 });
  return {
    settings,
    units,
    unit: query.unit,
    x,
    h,
    kernel: load('kernel') ?? new Float64Array(),
    recurrentKernel: load('recurrent_kernel') ?? new Float64Array(),
    bias: load('bias'),
    round: precision === 'f32' ? Math.fround : (value) => value,
  };
}

/** z = x · W + h · U + b of one gate; `value` is what the run recorded, since softmax needs the whole row. */
function gateCalculation(gate: LstmGate, step: Step, value: number): GateCalculation {
  const column = gateColumn(gate, step.units) + step.unit;
  const input = termsOf('x', step.x, step.kernel, column, step);
  const recurrent = termsOf('h', step.h, step.recurrentKernel, column, step);
  const bias = step.bias ? [step.bias[column]] : [];
  const total = (terms: readonly Term[]): number => terms.reduce((sum, term) => step.round(sum + term.product), 0);
  const sums = { input: total(input), recurrent: total(recurrent), bias: bias[0] ?? 0 };
  const z = step.round(step.round(sums.input + sums.recurrent) + sums.bias);
  const activation = step.settings[gate === 'g' ? 'activation' : 'recurrent_activation'] as Activation;
  return {
    signal: gate,
    letter: gate,
    activation: activation.name,
    input,
    recurrent,
    bias,
    sums: { ...sums, z },
    value,
    slope: activation.slope(z),
    curve: curveOf(activation, z),
  };
}

function termsOf(letter: string, row: Numbers, matrix: Numbers, column: number, { units, round }: Step): readonly Term[] {
  return Array.from(row, (value, index) => {
    const weight = matrix[index * 4 * units + column];
    return { name: `${letter}[${index}]`, value, weight, product: round(value * weight) };
  });
}

/** The activation over a stretch that holds z and 0. */
function curveOf(activation: Activation, at: number): GateCalculation['curve'] {
  const reach = Math.max(6, Number.isFinite(at) ? Math.abs(at) * 1.2 : 6);
  const z = Array.from({ length: 61 }, (_, index) => -reach + (index * reach) / 30);
  return { z, value: z.map((value) => activation.at(value)) };
}

/** The step that was processed before; null for the first. */
function previousStep(settings: Settings, timestep: number, timesteps: number): number | null {
  const before = settings.go_backwards === true ? timestep + 1 : timestep - 1;
  return before < 0 || before >= timesteps ? null : before;
}

function stepsOf(trace: Trace, layer: string): number {
  return trace.arrays.get(`${layer}/h`)?.[1] ?? 0;
}

/** h (0) or c (1) of one unit before the first step. */
function startOf(trace: Trace, query: ExplainQuery, state: 0 | 1): number {
  const tensor = trace.initialState(query.layer)?.[state];
  return tensor ? (tensor.data[query.sample * (tensor.shape[1] ?? 0) + query.unit] ?? 0) : 0;
}

/** The features of one timestep of an array by its name in the trace. */
function rowOf(trace: Trace, name: string, { sample, timestep }: ExplainQuery): Numbers {
  const slash = name.lastIndexOf('/');
  const layer = name.startsWith('input') || slash < 0 ? '' : name.slice(0, slash);
  const signal = layer === '' ? name : name.slice(slash + 1);
  return trace.window({ layer, signal, sample, units: 'all', from: timestep, to: timestep + 1 });
}

/** Six significant digits, as on paper; the screen and the command print the exact numbers beside. */
function show(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))).replace('-', '−') : String(value);
}
