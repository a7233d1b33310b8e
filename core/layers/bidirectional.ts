import type { Producer } from '../read/index.ts';
import type { Shape, Tensor } from '../tensor/index.ts';
import { versionDefault } from './defaults.ts';
import type { InnerLayer, LayerCall, LayerKind, LayerProgress, LayerResult, Settings, StateSpec } from './layer-kind.ts';
import { inPrecision, numbers, type Precision } from './numbers.ts';
import { isTimeMajor } from './reading.ts';
import { choice, required } from './settings.ts';
import { lengthOf, withAxis } from './shapes.ts';
import { partWeights, prefixedRecorder, prefixedSignals, prefixedStates, prefixedWeights } from './wrapped.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/rnn/bidirectional.py';

/**
 * A recurrent layer that reads the sequence forwards and one that reads it backwards. Without a `backward_layer` the second is made like
 * the first, `go_backwards` turned round. Weights and signals: `forward/…`, then `backward/…`.
 */
export const BIDIRECTIONAL: LayerKind = {
  className: 'Bidirectional',
  aliases: [],
  isRecurrent: true,
  reach: 'whole',
  settings: {
    layer: { ...required('layer', SOURCE), part: 'forward' },
    backward_layer: { values: 'layer', default: () => null, source: SOURCE, isOptional: true, part: 'backward' },
    merge_mode: choice(['concat', 'sum', 'mul', 'ave', null], SOURCE),
  },
  weights: (settings, inputs) => [
    ...prefixedWeights('forward', weightsOf(forwardOf(settings), inputs)),
    ...prefixedWeights('backward', weightsOf(backwardOf(settings), inputs)),
  ],
  outputShapes: bidirectionalShapes,
  signals(settings) {
    const [forward, backward] = [forwardOf(settings), backwardOf(settings)];
    return [
      ...prefixedSignals('forward', 'forward', forward.kind.signals(forward.settings)),
      ...prefixedSignals('backward', 'backward', backward.kind.signals(backward.settings)),
    ];
  },
  states: (settings) => [
    ...prefixedStates('forward', statesOf(forwardOf(settings))),
    ...prefixedStates('backward', statesOf(backwardOf(settings))),
  ],
  obstacle: (settings, producer) => obstacleOf(forwardOf(settings), producer) ?? obstacleOf(backwardOf(settings), producer),
  evaluate: evaluateBidirectional,
};

/** The output merged (two outputs when `merge_mode` is null), then the states of the forward and those of the backward layer. */
function bidirectionalShapes(settings: Settings, inputs: readonly Shape[]): readonly Shape[] {
  const [forward = [], ...forwardStates] = shapesOf(forwardOf(settings), inputs);
  const [backward = [], ...backwardStates] = shapesOf(backwardOf(settings), inputs);
  const states = [...forwardStates, ...backwardStates];
  if (settings.merge_mode === null) return [forward, backward, ...states];
  if (settings.merge_mode !== 'concat') return [forward, ...states];
  const last = forward.length - 1;
  const width = lengthOf([forward[last] ?? -1, backward[last] ?? -1], (a, b) => a + b);
  return [withAxis(forward, last, width), ...states];
}

function weightsOf(layer: InnerLayer, inputs: readonly Shape[]): ReturnType<LayerKind['weights']> {
  return layer.kind.weights(layer.settings, inputs);
}

function shapesOf(layer: InnerLayer, inputs: readonly Shape[]): readonly Shape[] {
  return layer.kind.outputShapes(layer.settings, inputs);
}

function forwardOf(settings: Settings): InnerLayer {
  return settings.layer as InnerLayer; // as: computable() made it
}

/** Without a layer of its own, the forward one turned round. */
function backwardOf(settings: Settings): InnerLayer {
  if (settings.backward_layer !== null) return settings.backward_layer as InnerLayer; // as: computable() made it
  const forward = forwardOf(settings);
  return { ...forward, settings: { ...forward.settings, go_backwards: forward.settings.go_backwards !== true } };
}

function statesOf({ kind, settings }: InnerLayer): readonly StateSpec[] {
  return kind.states?.(settings) ?? [];
}

/** What runs both ways is a recurrent layer. */
function obstacleOf({ kind, settings }: InnerLayer, producer: Producer): string | null {
  return kind.evaluate === null || !kind.isRecurrent ? kind.className : (kind.obstacle?.(settings, producer) ?? null);
}

/**
 * Runs both layers over the same sequence and merges what they return; the sequence of the backward layer is turned round, so that row t
 * of both is about input timestep t. Initial states: those of the forward layer, then those of the backward layer.
 * Source: Keras 3.15 `Bidirectional.call`.
 */
function* evaluateBidirectional(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const { settings, initialState } = call;
  const forwardStates = statesOf(forwardOf(settings)).length;
  const forward = yield* evaluatePart(call, 'forward', forwardOf(settings), initialState?.slice(0, forwardStates) ?? null);
  const backward = yield* evaluatePart(call, 'backward', backwardOf(settings), initialState?.slice(forwardStates) ?? null);
  const { return_sequences: returnSequences, return_state: returnState } = forwardOf(settings).settings;
  const y = forward.outputs[0];
  const yBackward = returnSequences ? reversedInTime(backward.outputs[0], isTimeMajor(settings)) : backward.outputs[0];
  const merged = settings.merge_mode === null ? [y, yBackward] : [merge(settings.merge_mode as MergeMode, y, yBackward, call.precision)];
  const state = [...forward.state, ...backward.state];
  const outputs = returnState ? [...merged, ...state] : merged;
  const masks = outputs.map((_, index) => (index < merged.length ? forward.masks[0] : null));
  return { outputs, masks, state };
}

/** One of the two layers, its signals under the name of its part. */
function* evaluatePart(
  call: LayerCall,
  part: 'forward' | 'backward',
  { kind, settings }: InnerLayer,
  initialState: readonly Tensor[] | null,
): Generator<LayerProgress, LayerResult, void> {
  if (kind.evaluate === null) throw new Error('the model room lets only layers run that can');
  const zeroes = versionDefault('bidirectional_zeroes_masked', call.producer) === true;
  const steps = kind.evaluate({
    ...call,
    settings: zeroes ? { ...settings, zero_output_for_mask: settings.return_sequences } : settings,
    weights: partWeights(part, call.weights),
    initialState,
    recorder: prefixedRecorder(part, call.recorder),
  });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    const { done, of } = step.value;
    yield { done: part === 'forward' ? done : of + done, of: 2 * of };
  }
}

type MergeMode = 'concat' | 'sum' | 'mul' | 'ave';

/** y (…, units) merged with the backward layer's, along the last axis. */
function merge(mode: MergeMode, a: Tensor, b: Tensor, precision: Precision): Tensor {
  const x = inPrecision(a, precision);
  const y = inPrecision(b, precision);
  if (mode === 'concat') {
    const [left, right] = [a.shape.at(-1) ?? 0, b.shape.at(-1) ?? 0];
    const rows = left === 0 ? 0 : x.length / left;
    const joined = numbers(precision, x.length + y.length);
    for (let row = 0; row < rows; row++) {
      joined.set(x.subarray(row * left, (row + 1) * left), row * (left + right));
      joined.set(y.subarray(row * right, (row + 1) * right), row * (left + right) + left);
    }
    return { shape: [...a.shape.slice(0, -1), left + right], data: joined };
  }
  const merged = numbers(precision, x.length);
  for (let k = 0; k < merged.length; k++) merged[k] = mode === 'mul' ? x[k] * y[k] : x[k] + y[k];
  if (mode === 'ave') for (let k = 0; k < merged.length; k++) merged[k] = merged[k] / 2;
  return { shape: a.shape, data: merged };
}

/** The last timestep first: (samples, timesteps, units), or (timesteps, samples, units) as one row of wide timesteps. */
function reversedInTime({ shape, data }: Tensor, timeMajor: boolean): Tensor {
  const [first = 0, second = 0, units = 0] = shape;
  const [timesteps, width] = timeMajor ? [first, second * units] : [second, units];
  const reversed = data.slice();
  for (let row = 0; row * width < data.length; row++) {
    const timestep = row % timesteps;
    const opposite = row - timestep + (timesteps - 1 - timestep);
    reversed.set(data.subarray(row * width, (row + 1) * width), opposite * width);
  }
  return { shape, data: reversed };
}
