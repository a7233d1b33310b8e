import { refuse, RunError } from '../errors/index.ts';
import { formatShape, sizeOf, type Shape, type Tensor } from '../tensor/index.ts';
import { versionDefault } from './defaults.ts';
import type { InnerLayer, LayerCall, LayerKind, LayerProgress, LayerResult, Mask, Recorder, Settings } from './layer-kind.ts';
import { numbers, type Precision } from './numbers.ts';
import { isStateful } from './reading.ts';
import { required } from './settings.ts';

/** Applies a layer to every timestep by itself; weights under the inner layer's own names. A recurrent layer inside records nothing. */
export const TIME_DISTRIBUTED: LayerKind = {
  className: 'TimeDistributed',
  aliases: [],
  isRecurrent: false,
  reach: 'step',
  settings: { layer: required('layer', 'Keras 3.15 keras/src/layers/rnn/time_distributed.py') },
  weights: (settings, inputs) => innerOf(settings).kind.weights(innerOf(settings).settings, ofOneStep(inputs)),
  outputShapes(settings, inputs) {
    const { kind, settings: inner } = innerOf(settings);
    const timesteps = inputs[0]?.[0] ?? -1;
    return kind.outputShapes(inner, ofOneStep(inputs)).map((shape) => [timesteps, ...shape]);
  },
  signals: () => [],
  obstacle(settings, producer) {
    const { kind, settings: inner } = innerOf(settings);
    if (kind.evaluate === null) return kind.className;
    if (isStateful(inner) && versionDefault('time_distributed_states', producer) === 'unknown') return `stateful ${kind.className}`;
    return kind.obstacle?.(inner, producer) ?? null;
  },
  evaluate: evaluateTimeDistributed,
};

function innerOf(settings: Settings): InnerLayer {
  return settings.layer as InnerLayer; // as: computable() made it
}

/** Shapes without the samples axis lose the time axis too. */
function ofOneStep(inputs: readonly Shape[]): readonly Shape[] {
  return inputs.map((shape) => shape.slice(1));
}

/**
 * Every timestep of every sample is a sample of the inner layer: (samples, timesteps, …) is (samples · timesteps, …) in the same memory.
 * Source: Keras 3.15 `TimeDistributed.call`; tf-keras 2.21 layers/rnn/time_distributed.py.
 */
function* evaluateTimeDistributed(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const { kind, settings } = innerOf(call.settings);
  if (kind.evaluate === null) throw new Error('the model room lets only layers run that can');
  if (isStateful(settings)) return yield* evaluateStateful(call);
  const extent = call.inputs[0].shape.slice(0, 2); // as: the model room checked the rank
  const inner = yield* kind.evaluate({
    ...call,
    settings,
    inputs: call.inputs.map(flattened),
    // A mask of timesteps says nothing about the inside of one.
    masks: call.masks.map((mask) => (mask !== null && mask.shape.length > 2 ? flattened(mask) : null)),
    initialState: null,
    recorder: SILENT,
  });
  const outputs = inner.outputs.map((output) => unflattened(extent, output));
  return { outputs, masks: outputs.map((_, index) => passedMask(call, extent, inner.masks[index] ?? null)), state: [] };
}

/**
 * One timestep after the other, each from the states that the one before left. tf-keras runs the first one twice, once to see what it
 * returns, and a mask does not fit there. Source: Keras 3.15 `TimeDistributed.call`; tf-keras 2.21 backend.py `rnn`, `output_time_zero`.
 * @throws `mask-shape`
 */
function* evaluateStateful(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const { kind, settings } = innerOf(call.settings);
  if (kind.evaluate === null) throw new Error('the model room lets only layers run that can');
  const extent = call.inputs[0].shape.slice(0, 2);
  const [samples = 0, timesteps = 0] = extent;
  const isRepeated = versionDefault('time_distributed_states', call.producer) === 'first step twice';
  const [given = null] = call.masks;
  if (isRepeated && given !== null) {
    const found = { found: formatShape(given.shape), input: formatShape(call.inputs[0].shape) };
    refuse(RunError, 'mask-shape', call.name, { layer: call.name, ...found });
  }
  let state: readonly Tensor[] = call.initialState ?? [];
  const made: Tensor[][] = [];
  for (const timestep of [...(isRepeated ? [0] : []), ...Array(timesteps).keys()]) {
    const steps = kind.evaluate({
      ...call,
      settings,
      inputs: call.inputs.map((input) => atStep(input, timestep)),
      masks: call.masks.map((mask) => (mask !== null && mask.shape.length > 2 ? atStep(mask, timestep) : null)),
      initialState: state.length > 0 ? state : null,
      recorder: SILENT,
    });
    const result = yield* oneOf(steps, timestep, timesteps);
    state = result.state;
    result.outputs.forEach((output, index) => ((made[index] ??= [])[timestep] = output));
  }
  const outputs = made.map((parts) => fromSteps(parts, samples, call.precision));
  return { outputs, masks: outputs.map(() => passedMask(call, extent, null)), state };
}

/**
 * Keras 3 passes on the mask that came. tf.keras passes on what the inner layer makes of it, and where that is nothing, whether a timestep
 * has any part that counts.
 */
function passedMask({ masks: [given = null], producer }: LayerCall, extent: Shape, inner: Mask | null): Mask | null {
  if (versionDefault('rnn_passes_mask', producer) === false) return null;
  if (versionDefault('time_distributed_mask', producer) === 'given') return given;
  return inner === null ? given && anyOfStep(given) : unflattened(extent, inner);
}

/** (samples, timesteps, …) to (samples, timesteps): 1 where anything of the timestep counts. */
function anyOfStep(mask: Mask): Mask {
  const shape = mask.shape.slice(0, 2);
  const perStep = sizeOf(mask.shape.slice(2));
  const data = Uint8Array.from({ length: sizeOf(shape) }, (_, step) => (mask.data.subarray(step * perStep, (step + 1) * perStep).includes(1) ? 1 : 0)); // prettier-ignore
  return { shape, data };
}

/** (samples, timesteps, …) as (samples · timesteps, …), the same numbers. */
function flattened<T extends Tensor | Mask>(tensor: T): T {
  const [samples = 0, timesteps = 0, ...rest] = tensor.shape;
  return { ...tensor, shape: [samples * timesteps, ...rest] };
}

function unflattened<T extends Tensor | Mask>(extent: Shape, tensor: T): T {
  return { ...tensor, shape: [...extent, ...tensor.shape.slice(1)] };
}

/** A layer that runs as one part of a whole. */
function* oneOf(steps: Generator<LayerProgress, LayerResult, void>, done: number, of: number): Generator<LayerProgress, LayerResult, void> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield { done, of };
  }
}

/** One timestep of (samples, timesteps, …) as (samples, …). */
function atStep<T extends Tensor | Mask>(tensor: T, timestep: number): T {
  const [samples = 0, timesteps = 0, ...rest] = tensor.shape;
  const width = sizeOf(rest);
  const data = tensor.data.slice(0, samples * width);
  for (let sample = 0; sample < samples; sample++) {
    const from = (sample * timesteps + timestep) * width;
    data.set(tensor.data.subarray(from, from + width), sample * width);
  }
  return { ...tensor, shape: [samples, ...rest], data };
}

/** (samples, …) for each timestep as (samples, timesteps, …). */
function fromSteps(parts: readonly Tensor[], samples: number, precision: Precision): Tensor {
  const [first] = parts;
  const width = sizeOf(first.shape.slice(1));
  const data = numbers(precision, first.data.length * parts.length);
  for (const [timestep, part] of parts.entries()) {
    for (let sample = 0; sample < samples; sample++)
      data.set(part.data.subarray(sample * width, (sample + 1) * width), (sample * parts.length + timestep) * width);
  }
  return { shape: [samples, parts.length, ...first.shape.slice(1)], data };
}

/** Nobody listens inside a timestep. */
const SILENT: Recorder = { chunk: () => undefined };
