import { isRecurrent, layerKindOf } from '../layers/index.ts';
import { computable, type LayerNode, type Model } from '../model/index.ts';
import { type Shape, sizeOf, type StoredTensor } from '../tensor/index.ts';
import type { LayerCard, ModelCard, WeightCard } from './protocol.ts';

/** What the host needs to show of a model; `open --json` prints the same. */
export function modelCard(model: Model, about: Pick<ModelCard, 'title' | 'example' | 'files' | 'edited'>): ModelCard {
  return {
    ...about,
    format: model.format,
    producer: model.producer,
    layers: model.layers.map((layer) => layerCard(layer, model)),
    inputs: model.inputs.map((input) => ({ ...input, shape: withSamples(input.shape) })),
    outputs: model.outputs,
    questions: model.questions,
    warnings: model.warnings,
  };
}

function layerCard(layer: LayerNode, model: Model): LayerCard {
  const kind = layerKindOf(layer.className);
  const settings = kind && layer.supported ? computable(kind, layer, model.producer) : {};
  const source = layer.calls[0]?.inputs[0];
  const input = source ? model.layers.find((other) => other.name === source.layer)?.calls[source.call]?.outputs[source.output] : undefined;
  const output = layer.calls[0]?.outputs[0];
  const gates =
    kind && layer.supported
      ? new Map(kind.weights(settings, [input ?? [-1, -1]]).map((weight) => [weight.name, weight.gates]))
      : new Map<string, null>();
  const weights = [...layer.weights].map(([name, stored]) => weightCard(name, stored, gates.get(name) ?? null));
  return {
    name: layer.name,
    class: layer.className,
    inputShape: input ? withSamples(input) : layer.className === 'InputLayer' && output ? withSamples(output) : null,
    outputShape: output ? withSamples(output) : null,
    parameters: weights.reduce((sum, weight) => sum + sizeOf(weight.shape), 0),
    supported: layer.supported,
    runs: layer.runs,
    settings: layer.settings,
    weights,
    signals: kind && isRecurrent(kind) && layer.supported ? kind.signals(settings) : [],
    units: typeof settings.units === 'number' ? settings.units : Math.max(0, output?.at(-1) ?? 0),
  };
}

/** Statistics over the finite values; all 0 for an array without any. */
function weightCard(name: string, stored: StoredTensor, gates: readonly string[] | null): WeightCard {
  const { data } = stored.load();
  let count = 0;
  let sum = 0;
  let squares = 0;
  let min = Infinity;
  let max = -Infinity;
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    count++;
    sum += value;
    squares += value * value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const mean = count === 0 ? 0 : sum / count;
  const std = count === 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean * mean));
  return {
    name,
    shape: stored.shape,
    dtype: stored.dtype,
    gates,
    min: count ? min : 0,
    max: count ? max : 0,
    mean,
    std,
    nonFinite: data.length - count,
  };
}

/** Keras' way to print a shape: the samples axis first, null where free. */
function withSamples(shape: Shape): readonly (number | null)[] {
  return [null, ...shape.map((axis) => (axis < 0 ? null : axis))];
}
