import { RunError, refuse } from '../errors/index.ts';
import {
  inPrecision,
  isRecurrent,
  isStateful,
  isTimeMajor,
  layerKindOf,
  type LayerKind,
  type Mask,
  type Precision,
  type StateSpec,
  swapAxes,
  versionDefault,
} from '../layers/index.ts';
import {
  arrayName,
  computable,
  featuresOf,
  inputName,
  type LayerNode,
  type Model,
  outputName,
  readsTimeFirst,
  type TensorRef,
} from '../model/index.ts';
import { formatShape, indexOf, type Tensor } from '../tensor/index.ts';
import { checkInput } from './check-input.ts';
import { idleLayers } from './idle-layers.ts';
import type { RunListener } from './listener.ts';
import { NonFiniteWatch } from './non-finite.ts';
import type { NonFinite, Run } from './run.ts';
import { refuseLength } from './timesteps.ts';

export interface RunPlan {
  readonly model: Model;
  /** (samples, timesteps, features) or (samples, features) for each input of the model, by its name. */
  readonly inputs: ReadonlyMap<string, Tensor>;
  /** States to start from, by layer, in the order of its kind: [h, c] of an LSTM, each (samples, units). */
  readonly states: ReadonlyMap<string, readonly Tensor[]>;
  /** States at which stateful layers stopped in a former run, by layer: this one goes on there, as a second call of a Keras model does. */
  readonly carried?: ReadonlyMap<string, readonly Tensor[]>;
  readonly precision: Precision;
  /** Outputs of layers that cannot run, by the name of the array (`conv/output`), where the model has them brought. */
  readonly brought?: ReadonlyMap<string, Tensor>;
}

/**
 * Runs a sequence through a model, layer by layer in the model's order, and tells the listener every signal and every output. Layers that
 * cannot run, and what lies behind them, are left out. @throws `nothing-runs`, `features-mismatch`, `timesteps-mismatch`, `state-shape`
 */
export function* runModel(plan: RunPlan, listener: RunListener): Run {
  const { model, precision } = plan;
  requireRecurrent(model);
  const startedAt = performance.now();
  const values = new Map<string, Value>();
  const kept = new Map([...(plan.carried ?? [])].map(([layer, states]) => [layer, states.map((state) => cast(state, precision))] as const));
  const idle = idleLayers(model, new Set(plan.inputs.keys()));
  for (const input of model.inputs) {
    if (idle.has(input.name)) continue;
    const tensor = cast(inputTensor(plan, input.name), precision);
    values.set(inputName(model, input.name), { tensor, mask: null });
    listener.array(inputName(model, input.name), tensor, input.dtype === 'integer' ? 'timesteps' : 'features');
  }
  const watch = new NonFiniteWatch();
  const calls = model.order.flatMap(({ layer: name, call }) => {
    const layer = model.named.get(name);
    return layer && !idle.has(name) && layer.className !== 'InputLayer' && layer.calls[call]?.runs ? [{ layer, call }] : [];
  });
  let stoppedAt: number | null = null;
  for (const [index, { layer, call }] of calls.entries()) {
    try {
      stoppedAt = yield* runLayer(plan, layer, call, { values, kept }, watch, listener, { index, count: calls.length });
    } catch (error) {
      refuseLength(model, plan.inputs, error);
    }
    if (stoppedAt !== null) break;
  }
  for (const [layer, states] of kept) listener.stopped(layer, states);
  for (const ref of model.outputs) {
    const value = values.get(arrayName(model, ref));
    if (!value) continue;
    listener.array(outputName(model, ref), value.tensor);
    if (value.mask) listener.mask(outputName(model, ref), value.mask);
  }
  const first = [...values.values()][0]?.tensor.shape ?? [0, 0];
  const hasTime = first.length > 2 || model.inputs.find(({ name }) => !idle.has(name))?.dtype === 'integer';
  const timeMajor = hasTime && readsTimeFirst(model);
  const [samples = 0, timesteps = 0] = timeMajor ? [first[1], first[0]] : first;
  return {
    samples,
    timesteps: hasTime ? timesteps : 1,
    timeMajor,
    kernel: 'reference',
    precision,
    ms: performance.now() - startedAt,
    stoppedAt,
    firstNonFinite: watch.first ? { ...watch.first, cause: causeOf(plan, watch.first) } : null,
  };
}

/** A tensor of the graph, and which of its timesteps count. */
interface Value {
  readonly tensor: Tensor;
  readonly mask: Mask | null;
}

/** What the layers before have left. */
interface SoFar {
  /** By the name of the array. */
  readonly values: Map<string, Value>;
  /** By stateful layer, the states at which its last use stopped: its next use goes on there. */
  readonly kept: Map<string, readonly Tensor[]>;
}

/** A model whose recurrent layers all lie behind something that cannot run has nothing to record. @throws `nothing-runs` */
function requireRecurrent(model: Model): void {
  const recurrent = model.layers.filter((layer) => isRecurrent(layerKindOf(layer.className)));
  if (recurrent.length === 0 || recurrent.some((layer) => layer.calls.some((use) => use.runs))) return;
  const blocking = model.layers.find((layer) => !layer.supported);
  refuse(RunError, 'nothing-runs', blocking?.name ?? null, { layer: blocking?.name ?? '', className: blocking?.className ?? '' });
}

/** One use of one layer. Gives the timestep at which it was stopped, or null. */
function* runLayer(
  plan: RunPlan,
  layer: LayerNode,
  call: number,
  { values, kept }: SoFar,
  watch: NonFiniteWatch,
  listener: RunListener,
  place: { readonly index: number; readonly count: number },
): Generator<{ readonly done: number; readonly of: number }, number | null, 'go' | 'stop'> {
  const { model, precision } = plan;
  if (layer.isBrought) {
    takeBrought(plan, layer, call, values, listener);
    return null;
  }
  const kind = layerKindOf(layer.className) as LayerKind; // as: only layers that run come here
  const settings = computable(kind, layer, model.producer);
  const use = layer.calls[call]; // as: the order names uses that are there
  const valueOf = (ref: TensorRef): Value => values.get(arrayName(model, ref)) as Value; // as: the order of layers is a running order
  const inputs = use.inputs.map((ref) => valueOf(ref).tensor);
  const named = use.mask && asMask(valueOf(use.mask).tensor);
  const masks = use.inputs.map((ref, index) => (index === 0 && named ? named : valueOf(ref).mask));
  const name = use.name;
  const given = use.states.length > 0 ? use.states.map((ref) => valueOf(ref).tensor) : null;
  const initialState =
    startingStates(given, kept.get(layer.name) ?? null, model) ??
    plan.states.get(layer.name)?.map((state) => cast(state, precision)) ??
    null;
  checkInput(kind, layer, settings, inputs);

  const isMaskHidden = given !== null && named === null && versionDefault('states_hide_mask', model.producer) === true;
  const signals = kind.signals(settings);
  let recorder: LayerRecorder = listener;
  if (signals.length > 0) {
    const [first = 0, second = 0] = inputs[0]?.shape ?? [];
    const extent = isTimeMajor(settings) ? ([second, first] as const) : ([first, second] as const);
    const arriving = isMaskHidden ? null : (masks[0] ?? null);
    const mask = arriving && isTimeMajor(settings) ? swapAxes(arriving) : arriving;
    checkStates(layer, initialState, extent[0], kind.states?.(settings) ?? []);
    listener.begin(name, signals, extent, initialState);
    if (mask) listener.array(`${name}/mask`, mask, 'timesteps');
    recorder = watch.around(listener, signals, extent, mask);
  }
  const weights = new Map([...layer.weights].map(([weight, stored]) => [weight, stored.load()]));
  if (kind.evaluate === null) throw new Error('the model room lets only layers run that can');
  const steps = kind.evaluate({
    name,
    settings,
    weights,
    inputs,
    masks,
    isMaskHidden,
    producer: model.producer,
    initialState,
    precision,
    recorder,
  });
  for (;;) {
    const step = steps.next();
    if (step.done) {
      const { outputs, masks: passed, state } = step.value;
      if (isStateful(settings) && state.length > 0) kept.set(layer.name, state);
      outputs.forEach((output, index) => {
        const array = arrayName(model, { layer: layer.name, call, output: index });
        const mask = passed[index] ?? null;
        values.set(array, { tensor: output, mask });
        listener.array(array, output);
        if (mask) listener.mask(array, mask);
      });
      const [source] = use.inputs;
      const counted = masks[0] ?? passed[0] ?? null;
      if (source && counted && model.inputs.some((input) => input.name === source.layer)) listener.mask(arrayName(model, source), counted);
      return null;
    }
    const of = 1000;
    const done = Math.floor(((place.index + step.value.done / step.value.of) / place.count) * of);
    if ((yield { done, of }) === 'stop') return step.value.done;
  }
}

/** The outputs of a layer that cannot run, as they were brought; no mask comes with them. */
function takeBrought(plan: RunPlan, layer: LayerNode, call: number, values: SoFar['values'], listener: RunListener): void {
  layer.calls[call]?.outputs.forEach((_, output) => {
    const array = arrayName(plan.model, { layer: layer.name, call, output });
    const brought = plan.brought?.get(array);
    if (brought === undefined) return; // an output that nothing reads
    const tensor = cast(brought, plan.precision);
    values.set(array, { tensor, mask: null });
    listener.array(array, tensor);
  });
}

/** A mask that a call names; nonzero where a timestep counts. */
function asMask({ shape, data }: Tensor): Mask {
  return { shape, data: Uint8Array.from(data, (value) => (value === 0 ? 0 : 1)) };
}

type LayerRecorder = Pick<RunListener, 'chunk'>;

function cast(tensor: Tensor, precision: Precision): Tensor {
  return { shape: tensor.shape, data: inPrecision(tensor, precision) };
}

/** The tensor for one input, its shape checked against the model's. @throws `input-missing`, `input-rank`, `features-mismatch` */
function inputTensor({ model, inputs }: RunPlan, name: string): Tensor {
  const input = model.inputs.find((candidate) => candidate.name === name);
  const tensor = inputs.get(name);
  if (!tensor || !input) return refuse(RunError, 'input-missing', name, { input: name, given: [...inputs.keys()].join(', ') || 'none' });
  const features = featuresOf(input);
  const found = tensor.shape.at(-1) ?? 0;
  if (tensor.shape.length !== input.shape.length + 1) {
    refuse(RunError, 'input-rank', name, { input: name, found: formatShape(tensor.shape), expected: formatShape([-1, ...input.shape]) });
  }
  if (features !== null && features >= 0 && features !== found)
    refuse(RunError, 'features-mismatch', name, { input: name, found, expected: features });
  return tensor;
}

/** States that a use starts from: those that the graph gives it, or those that a stateful layer kept from its last use. */
function startingStates(given: readonly Tensor[] | null, kept: readonly Tensor[] | null, { producer }: Model): readonly Tensor[] | null {
  const keeps = versionDefault('stateful_keeps_states', producer) === true && kept?.some(({ data }) => data.some((value) => value !== 0));
  return keeps ? kept : (given ?? kept);
}

/** @throws `state-shape` */
function checkStates(layer: LayerNode, states: readonly Tensor[] | null, samples: number, specs: readonly StateSpec[]): void {
  states?.forEach((state, index) => {
    const units = specs[index]?.units ?? -1;
    if (state.shape.length === 2 && state.shape[0] === samples && state.shape[1] === units) return;
    refuse(RunError, 'state-shape', layer.name, {
      layer: layer.name,
      found: formatShape(state.shape),
      expected: formatShape([samples, units]),
    });
  });
}

/**
 * Why a value is not finite: `weight kernel[3,17] = NaN` when an array of the layer holds one, the first of them; `input` when the sequence
 * does; else `overflow`.
 */
function causeOf(plan: RunPlan, first: Omit<NonFinite, 'cause'>): string {
  const name = first.layer.replace(/@\d+$/, '');
  const layer = plan.model.layers.find((candidate) => name === candidate.name || name.startsWith(`${candidate.name}/`));
  for (const [weight, stored] of layer?.weights ?? []) {
    const { shape, data } = stored.load();
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) return `weight ${weight}[${indexOf(at, shape).join(',')}] = ${data[at]}`;
  }
  const fromInput = [...plan.inputs.values()].some((tensor) => tensor.data.some((value) => !Number.isFinite(value)));
  return fromInput ? 'input' : 'overflow';
}
