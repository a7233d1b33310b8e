import { labErrorData, ModelError, refuse, type Warning } from '../errors/index.ts';
import { isRecurrent, type LayerKind, layerKindOf, type Settings } from '../layers/index.ts';
import type { WeightFile } from '../read/index.ts';
import { formatShape, type Shape, type StoredTensor } from '../tensor/index.ts';
import { adopt } from './adopt/index.ts';
import { answeredProducer } from './answer.ts';
import { callName } from './array-name.ts';
import type { LayerSpec } from './config/graph-spec.ts';
import { inputShapeOf } from './input-shape.ts';
import type { Answers, LayerNode, LayerUse, Model, TensorRef } from './model.ts';
import { runningOrder } from './order.ts';
import { computable, settingsOf } from './settings.ts';

/**
 * Makes the model that a file describes: layers in an order in which they can run, settings with their provenance, arrays checked
 * against what the settings ask for. @throws ModelError with the codes of `messages-model.ts`
 */
export function buildModel(given: WeightFile, answers: Answers = new Map()): Model {
  const file = { ...given, producer: answeredProducer(given.producer, answers) };
  const { graph, arrays, unclaimed, questions, warnings: found } = adopt(file, answers);
  const specs = runningOrder(graph.layers);
  const warnings: Warning[] = [...file.warnings, ...found];
  const built = new Map<string, LayerNode>();
  for (const spec of specs) {
    const node = buildLayer(spec, file, answers, arrays.get(spec.name) ?? [], built);
    if (!node.supported) warnings.push(labErrorData('layer-unsupported', spec.name, { layer: spec.name, className: spec.className }));
    built.set(spec.name, node);
  }
  const layers = [...built.values()];
  for (const output of graph.outputs) referred(output, built, 'output_layers');
  if (unclaimed.length > 0) {
    warnings.push(labErrorData('weights-left-over', null, { count: unclaimed.length, names: unclaimed.slice(0, 5).join(', ') }));
  }
  if (!layers.some((layer) => isRecurrent(layerKindOf(layer.className)))) warnings.push(labErrorData('no-recurrent-layer', null));
  return {
    format: file.format,
    producer: file.producer,
    layers,
    inputs: layers
      .filter((layer) => layer.className === 'InputLayer')
      .map((layer) => ({ name: layer.name, shape: layer.calls[0]?.outputs[0] ?? [], dtype: 'float' as const })),
    outputs: graph.outputs,
    questions: questions.map((question) => ({ ...question, answered: answers.has(question.id) })),
    warnings,
  };
}

/** Checks one layer and works out what it returns in each of its uses. */
function buildLayer(
  spec: LayerSpec,
  file: WeightFile,
  answers: Answers,
  stored: readonly StoredTensor[],
  built: ReadonlyMap<string, LayerNode>,
): LayerNode {
  const kind = layerKindOf(spec.className);
  const uses = spec.calls.map((call) => ({
    inputs: call.inputs.map((ref) => referred(ref, built, spec.name)),
    states: call.states.map((ref) => referred(ref, built, spec.name)),
  }));
  const reached = uses.every((use) => [...use.inputs, ...use.states].every((input) => input.runs));
  if (!kind) return unsupportedLayer(spec, stored);

  const settings = settingsOf(kind, spec, file.producer, answers);
  const resolved = computable(kind, { name: spec.name, settings }, file.producer);
  const weights = nameWeights(kind, resolved, spec, stored, uses[0]?.inputs[0]?.shape ?? null);
  const features = weights.get('kernel')?.shape[0];
  const calls = spec.calls.map((call, index): LayerUse => {
    const inputs = uses[index]?.inputs.map((input) => input.shape ?? [-1, features ?? -1]) ?? [];
    const outputs = spec.className === 'InputLayer' ? [inputShapeOf(spec, built.size)] : kind.outputShapes(resolved, inputs);
    return { ...call, name: callName(spec.name, index), outputs };
  });
  return {
    name: spec.name,
    className: kind.className,
    supported: kind.evaluate !== null,
    runs: reached && kind.evaluate !== null,
    settings,
    weights,
    calls,
  };
}

/** Names a layer's arrays in Keras' order and checks each shape. @throws `weight-missing`, `shape-mismatch` */
function nameWeights(
  kind: LayerKind,
  settings: Settings,
  spec: LayerSpec,
  stored: readonly StoredTensor[],
  input: Shape | null,
): ReadonlyMap<string, StoredTensor> {
  const expected = kind.weights(settings, [input ?? [-1, -1]]);
  const named = expected.map((weight, index): [string, StoredTensor] => {
    const tensor = stored[index];
    const needed = { layer: spec.name, className: kind.className, weight: weight.name, expected: formatShape(weight.shape) };
    if (!tensor) return refuse(ModelError, 'weight-missing', spec.name, { ...needed, found: stored.length });
    const fits = tensor.shape.length === weight.shape.length && weight.shape.every((axis, at) => axis < 0 || axis === tensor.shape[at]);
    if (!fits) refuse(ModelError, 'shape-mismatch', tensor.path, { ...needed, found: formatShape(tensor.shape) });
    return [weight.name, tensor];
  });
  const extra = stored[expected.length];
  if (extra) {
    refuse(ModelError, 'shape-mismatch', extra.path, {
      layer: spec.name,
      weight: extra.path.split('/').at(-1) ?? extra.path,
      found: formatShape(extra.shape),
      expected: `only ${expected.length} arrays`,
    });
  }
  return new Map(named);
}

/** A class that cannot run still shows its settings and its arrays as stored. */
function unsupportedLayer(spec: LayerSpec, stored: readonly StoredTensor[]): LayerNode {
  const plain = Object.entries(spec.config).filter(([, value]) => value === null || typeof value !== 'object');
  return {
    name: spec.name,
    className: spec.className,
    supported: false,
    runs: false,
    settings: Object.fromEntries(plain.map(([name, value]) => [name, { value, from: 'file' as const, note: null }])),
    weights: new Map(stored.map((tensor, index) => [String(index), tensor])),
    calls: spec.calls.map((call, index) => ({ ...call, name: callName(spec.name, index), outputs: [] })),
  };
}

/** What a reference points at. @throws `config-invalid` */
function referred(
  ref: TensorRef,
  built: ReadonlyMap<string, LayerNode>,
  where: string,
): { readonly runs: boolean; readonly shape: Shape | null } {
  const node = built.get(ref.layer);
  const call = node?.calls[ref.call];
  const missing = !call || (node.supported && ref.output >= call.outputs.length);
  if (missing)
    refuse(ModelError, 'config-invalid', where, {
      reason: `it refers to output ${ref.output} of use ${ref.call} of the layer "${ref.layer}", which does not exist`,
    });
  return { runs: node.runs, shape: call.outputs[ref.output] ?? null };
}
