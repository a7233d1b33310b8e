import { LabError } from '../errors/index.ts';
import { isStateful, type LayerKind, layerKindOf, type Settings, type WeightSpec } from '../layers/index.ts';
import { computable, leftToVersion, type LayerNode, type Model, partPath, partsOf, settingChoices } from '../model/index.ts';
import { type Shape, sizeOf } from '../tensor/index.ts';
import { awaitedAxes } from './awaited.ts';
import type { LayerCard, ModelCard, PartCard } from './protocol.ts';

/** What the host needs to show of a model: facts only, no array is read for it. */
export function modelCard(model: Model, about: Pick<ModelCard, 'title' | 'example' | 'files' | 'edited' | 'pairs'>): ModelCard {
  return {
    ...about,
    format: model.format,
    producer: model.producer,
    savedAt: model.savedAt,
    layers: model.layers.map((layer) => layerCard(layer, model)),
    inputs: model.inputs.map((input) => ({ ...input, shape: withSamples(input.shape) })),
    outputs: model.outputs,
    questions: model.questions,
    warnings: model.warnings,
    leftovers: model.leftovers,
  };
}

function layerCard(layer: LayerNode, model: Model): LayerCard {
  const known = knownLayer(layer, model);
  const source = layer.calls[0]?.inputs[0];
  const input = source ? model.named.get(source.layer)?.calls[source.call]?.outputs[source.output] : undefined;
  const output = layer.calls[0]?.outputs[0];
  const specs = known?.kind.weights(known.settings, [input ?? [-1, -1]]) ?? [];
  const gates = new Map(specs.map((weight) => [weight.name, weight.gates]));
  const weights = [...layer.weights].map(([name, { shape, dtype }]) => ({ name, shape, dtype, gates: gates.get(name) ?? null }));
  const units = known?.settings['units'];
  const stated = { class: layer.className, name: layer.name, settings: layer.settings };
  return {
    name: layer.name,
    class: layer.className,
    inputShape: input ? withSamples(input) : layer.className === 'InputLayer' && output ? withSamples(output) : null,
    outputShape: output ? withSamples(output) : null,
    parameters: weights.reduce((sum, { shape }) => sum + (shape.some((axis) => axis < 0) ? 0 : sizeOf(shape)), 0),
    supported: layer.supported,
    known: known !== null,
    runs: layer.runs,
    isBrought: layer.isBrought,
    awaits: layer.supported ? null : awaitedAxes(layer, model),
    settings: layer.settings,
    choices: known ? settingChoices(stated) : {},
    leftToVersion: known ? leftToVersion(stated, model.producer) : {},
    readsFrom: [...new Set(layer.calls.flatMap((call) => [...call.inputs, ...call.states].map((ref) => ref.layer)))],
    weights,
    parts: known && layer.supported ? partCards(layer, known, specs) : [],
    units: typeof units === 'number' ? units : Math.max(0, output?.at(-1) ?? 0),
    stateful: known !== null && isStateful(known.settings),
  };
}

/** The recurrences of a layer, of each of its uses. */
function partCards(layer: LayerNode, { kind, settings }: KnownLayer, weights: readonly WeightSpec[]): readonly PartCard[] {
  const uses = layer.calls.some(({ runs }) => runs) ? layer.calls.filter(({ runs }) => runs) : layer.calls.slice(0, 1);
  const parts = partsOf(kind, settings);
  return uses.flatMap((use) =>
    parts.map((part): PartCard => {
      const kernel = part.name === '' ? 'kernel' : `${part.name}/kernel`;
      return {
        path: partPath(use, part),
        name: part.name,
        use: layer.calls.indexOf(use),
        useName: use.name,
        class: part.kind.className,
        units: part.signals[0]?.units ?? 0,
        backwards: part.signals[0]?.backwards ?? false,
        signals: part.signals,
        gates: weights.find(({ name }) => name === kernel)?.gates ?? null,
      };
    }),
  );
}

interface KnownLayer {
  readonly kind: LayerKind;
  readonly settings: Settings;
}

/** The kind of a layer and its settings ready to compute with; null for a class, or a function in its settings, that is not known here. */
function knownLayer(layer: LayerNode, model: Model): KnownLayer | null {
  const kind = layerKindOf(layer.className);
  if (kind === null) return null;
  try {
    return { kind, settings: computable(kind, layer, model.producer) };
  } catch (error) {
    if (error instanceof LabError) return null; // a custom activation: the layer is shown as unsupported, its settings as stored
    throw error;
  }
}

/** Keras' way to print a shape: the samples axis first, null where free. */
function withSamples(shape: Shape): readonly (number | null)[] {
  return [null, ...shape.map((axis) => (axis < 0 ? null : axis))];
}
