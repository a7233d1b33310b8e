import { labErrorData, LabError, ModelError, refuse, type Warning } from '../errors/index.ts';
import { isRecurrent, layerKindOf } from '../layers/index.ts';
import type { Producer, WeightFile } from '../read/index.ts';
import type { Shape, StoredTensor } from '../tensor/index.ts';
import { adopt } from './adopt/index.ts';
import { answeredProducer } from './answer.ts';
import { callName } from './array-name.ts';
import { inputNames } from './config/flatten.ts';
import type { GraphSpec, LayerSpec } from './config/graph-spec.ts';
import { fixedSamplesOf, inputShapeOf } from './input-shape.ts';
import type { Answers, BroughtShapes, LayerNode, LayerUse, Model, Setting, TensorRef } from './model.ts';
import { nameWeights, weightShapes } from './name-weights.ts';
import { type Known, obstacleOf } from './obstacle.ts';
import { runningOrder } from './order.ts';
import { readBy } from './read-by.ts';
import { computable, settingsOf } from './settings.ts';

/** A layer while its uses are still being worked out. */
interface Draft {
  readonly spec: LayerSpec;
  /** Null for a class that is not known here, or one with a setting that is not. */
  readonly known: Known | null;
  /** What keeps it from running. */
  readonly obstacle: Warning | null;
  readonly settings: Readonly<Record<string, Setting>>;
  readonly weights: ReadonlyMap<string, StoredTensor>;
  /** False where only the shapes of the arrays are known. */
  readonly hasNumbers: boolean;
  /** Shapes of its outputs by use, where they are brought because it cannot run. */
  readonly brought: readonly (readonly Shape[])[] | null;
  readonly calls: LayerUse[];
}

/**
 * Makes the model that a file describes: layers in an order in which they can run, settings with their provenance, arrays checked
 * against what the settings ask for. `brought`: shapes of outputs that take the place of layers which cannot run.
 * @throws ModelError with the codes of `messages-model.ts`
 */
export function buildModel(given: WeightFile, answers: Answers = new Map(), brought: BroughtShapes = new Map()): Model {
  const answered = { ...given, producer: answeredProducer(given.producer, answers) };
  const { graph, arrays, unclaimed, questions, warnings: found, producer = answered.producer } = adopt(answered, answers);
  const file = { ...answered, producer };
  const order = runningOrder(graph);
  const storedOf = ({ name }: LayerSpec): readonly StoredTensor[] | null => (isStructure(file) ? null : (arrays.get(name) ?? []));
  const warnings: Warning[] = [...file.warnings, ...found];
  const drafts = new Map<string, Draft>();
  for (const { layer: spec, call } of order) {
    let draft = drafts.get(spec.name);
    if (draft === undefined) {
      const own = draftOf(spec, storedOf(spec), firstShape(spec, drafts), file.producer, answers, warnings);
      draft = { ...own, brought: own.obstacle === null ? null : (brought.get(spec.name) ?? null) };
      drafts.set(spec.name, draft);
    }
    draft.calls[call] = useOf(draft, call, drafts);
  }
  for (const spec of graph.layers) {
    const samples = spec.className === 'InputLayer' ? fixedSamplesOf(spec) : null;
    if (samples !== null) warnings.push(labErrorData('batch-size-ignored', spec.name, { input: spec.name, samples }));
  }
  const bare = graph.layers.filter((spec) => spec.isBare);
  if (bare.length > 0) {
    const names = bare.slice(0, 5).map((spec) => spec.name);
    warnings.push(labErrorData('operations-bare', null, { count: bare.length, names: names.join(', ') }));
  }
  for (const output of graph.outputs) referred(output, drafts, 'output_layers');
  if (unclaimed.length > 0) {
    warnings.push(labErrorData('weights-left-over', null, { count: unclaimed.length, names: unclaimed.slice(0, 5).join(', ') }));
  }
  const layers = graph.layers.flatMap((spec) => drafts.get(spec.name) ?? []).map(nodeOf);
  if (!layers.some((layer) => isRecurrent(layerKindOf(layer.className)))) warnings.push(labErrorData('no-recurrent-layer', null));
  return {
    format: file.format,
    producer: file.producer,
    savedAt: file.savedAt,
    layers,
    named: new Map(layers.map((layer) => [layer.name, layer])),
    order: order.map(({ layer, call }) => ({ layer: layer.name, call })),
    inputs: inputsOf(graph, layers),
    outputs: graph.outputs,
    questions: questions.map((question) => ({ ...question, answered: answers.has(question.id) })),
    warnings: withBrought(warnings, drafts.values()),
    leftovers: [...file.leftovers, ...unclaimed],
    pairs: file.pairs,
  };
}

/** A layer whose outputs are brought stops nothing, which is said instead of what keeps it from running. */
function withBrought(warnings: readonly Warning[], drafts: Iterable<Draft>): readonly Warning[] {
  const obstacles = new Map([...drafts].flatMap(({ spec, brought, obstacle }) => (brought && obstacle ? [[obstacle, spec] as const] : [])));
  return warnings.map((warning) => {
    const spec = obstacles.get(warning);
    return spec ? labErrorData('output-brought', spec.name, { layer: spec.name, className: spec.className }) : warning;
  });
}

/** Shape of what the first use of a layer reads; null where that is not known. */
function firstShape(spec: LayerSpec, drafts: ReadonlyMap<string, Draft>): Shape | null {
  const first = spec.calls[0]?.inputs[0];
  return (first && drafts.get(first.layer)?.calls[first.call]?.outputs[first.output]) ?? null;
}

/** Whether only the structure of a model is there: its arrays have names and shapes, and no numbers. */
export function isStructure({ format }: Pick<Model, 'format'>): boolean {
  return format === 'keras-config';
}

/** Checks one layer by itself; `stored` is null where no arrays are there at all. A class or activation that is not known here leaves it unsupported, with a warning. */
function draftOf(
  spec: LayerSpec,
  stored: readonly StoredTensor[] | null,
  input: Shape | null,
  producer: Producer,
  answers: Answers,
  warnings: Warning[],
): Draft {
  const kind = spec.isAsStored === true ? null : layerKindOf(spec.className);
  const hasNumbers = stored !== null;
  if (kind === null) return unsupported(spec, stored, producer, warnings);
  try {
    const settings = settingsOf(kind, spec, producer, answers);
    const known = { kind, computable: computable(kind, { name: spec.name, settings }, producer) };
    const obstacle = obstacleOf(spec, known, producer);
    if (obstacle !== null) warnings.push(obstacle);
    const weights = hasNumbers
      ? nameWeights(kind, known.computable, spec, stored, input)
      : weightShapes(kind, known.computable, spec, input);
    return { spec, known, obstacle, settings, weights, hasNumbers, brought: null, calls: [] };
  } catch (error) {
    if (!(error instanceof LabError) || (error.code !== 'layer-unsupported' && error.code !== 'activation-unknown')) throw error;
    // The user's own answer is refused; what a file says of a custom function only keeps the layer from running.
    if ([...answers.keys()].some((id) => error.where === id)) throw error;
    return unsupported(spec, stored, producer, warnings, error.code === 'activation-unknown' ? error.toData() : null);
  }
}

/** A class that is not known still shows its plain settings and its arrays as stored. */
function unsupported(
  spec: LayerSpec,
  stored: readonly StoredTensor[] | null,
  producer: Producer,
  warnings: Warning[],
  reason: Warning | null = null,
): Draft {
  const obstacle = obstacleOf(spec, null, producer);
  warnings.push(...[reason, obstacle].filter((warning) => warning !== null));
  const plain = Object.entries(spec.config).filter(([, value]) => value === null || typeof value !== 'object');
  return {
    spec,
    known: null,
    obstacle,
    settings: Object.fromEntries(
      plain.map(([name, value]) => {
        const note = spec.inferred?.get(name) ?? null;
        return [name, { value, from: note === null ? ('file' as const) : ('inferred' as const), note }];
      }),
    ),
    weights: new Map((stored ?? []).map((tensor, index) => [String(index), tensor])),
    hasNumbers: stored !== null,
    brought: null,
    calls: [],
  };
}

/** What a layer returns in one of its uses. */
function useOf({ spec, known, obstacle, weights, hasNumbers, brought }: Draft, call: number, drafts: ReadonlyMap<string, Draft>): LayerUse {
  const { inputs, states, mask = null, name = callName(spec.name, call) } = spec.calls[call] ?? { inputs: [], states: [] };
  const read = readBy({ inputs, states, mask }).map((ref) => referred(ref, drafts, spec.name));
  const outputs = brought?.[call];
  if (outputs !== undefined) return { name, inputs, states, mask, runs: hasNumbers, outputs };
  const runs = hasNumbers && obstacle === null && read.every((use) => use.runs);
  const use = { name, inputs, states, mask, runs };
  if (known === null) return { ...use, outputs: [] };
  if (spec.className === 'InputLayer') return { ...use, outputs: [inputShapeOf(spec)] };
  const features = weights.get('kernel')?.shape[0] ?? -1;
  const shapes = read.slice(0, inputs.length).map((use) => use.shape ?? [-1, features]);
  return { ...use, outputs: known.kind.outputShapes(known.computable, shapes) };
}

/** What a reference points at. @throws `graph-ref` */
function referred(
  ref: TensorRef,
  drafts: ReadonlyMap<string, Draft>,
  where: string,
): { readonly runs: boolean; readonly shape: Shape | null } {
  const draft = drafts.get(ref.layer);
  const use = draft?.calls[ref.call];
  if (!draft || !use || (draft.known !== null && ref.output >= use.outputs.length))
    return refuse(ModelError, 'graph-ref', where, { layer: `${ref.layer}, use ${ref.call}, output ${ref.output}` });
  return { runs: use.runs, shape: use.outputs[ref.output] ?? null };
}

function nodeOf({ spec, known, obstacle, settings, weights, brought, calls }: Draft): LayerNode {
  return {
    name: spec.name,
    within: spec.within ?? [],
    className: known?.kind.className ?? spec.className,
    supported: obstacle === null,
    runs: calls.every((use) => use.runs),
    isBrought: brought !== null,
    settings,
    weights,
    calls,
  };
}

/** Inputs of the model in the order in which Keras takes them. */
function inputsOf(graph: GraphSpec, layers: readonly LayerNode[]): Model['inputs'] {
  const order = inputNames(graph);
  const entries = layers.filter((layer) => layer.className === 'InputLayer');
  const place = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...entries]
    .sort((a, b) => place(a.name) - place(b.name))
    .map((layer) => ({
      name: layer.name,
      shape: layer.calls[0]?.outputs[0] ?? [],
      dtype: readsTokens(layer, layers) ? 'integer' : 'float',
    }));
}

/** Token ids enter where the first reader is an Embedding. */
function readsTokens(input: LayerNode, layers: readonly LayerNode[]): boolean {
  return layers.some(
    (layer) => layer.className === 'Embedding' && layer.calls.some((use) => use.inputs.some((ref) => ref.layer === input.name)),
  );
}
