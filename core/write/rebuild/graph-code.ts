import { layerKindOf, versionDefault } from '../../layers/index.ts';
import { arrayName, type InnerSettings, inputName, type LayerNode, type Model, outputName, readBy, snakeCase } from '../../model/index.ts';
import type { Shape } from '../../tensor/index.ts';
import { namedWeights } from '../weight-arrays.ts';
import { cellsOf, cellWords } from './cells-code.ts';
import { layerCode } from './layer-code.ts';
import { argumentsOf, keyword, operationCode } from './operation-code.ts';
import { carriesStates, releaseRules } from './release-rules.ts';
import { call, literal, table } from './python-text.ts';

/** What of a run goes into a script. Names are those of the trace, `named` gives them as the archives hold them. */
export interface RunFacts {
  readonly model: Model;
  /** Every array of the run by its name, with its shape. */
  readonly arrays: ReadonlyMap<string, Shape>;
  /** Names of the arrays of the initial states that were given, by layer, in the order of its kind. */
  readonly states: ReadonlyMap<string, readonly string[]>;
  /** Timesteps of each sample, for inputs whose samples ran to their own length. */
  readonly lengths: ReadonlyMap<string, Int32Array>;
  readonly named: (name: string) => string;
}

/** The tables and the function of a script that know this model: `WRITTEN_BY`, `INPUTS`, `LENGTHS`, `LEFT_OUT`, `WEIGHTS`, `CELLS`, `SAME`, `GOES_ON`, `RULES` and `build()`. */
export function graphCode(facts: RunFacts): string {
  const { model, arrays, named } = facts;
  const uses = model.order.flatMap(({ layer: name, call: index }): Use[] => {
    const layer = model.named.get(name);
    const ran = layer && layer.className !== 'InputLayer' && arrays.has(arrayName(model, { layer: name, call: index, output: 0 }));
    return ran ? [{ layer, index }] : [];
  });
  const names = keptNames(uses);
  const inputs = inputsOf(facts, uses);
  const ran = new Set(uses.map(({ layer }) => layer));
  const leftOut = model.layers.filter((layer) => layer.className !== 'InputLayer' && !ran.has(layer));
  const lengths = [...facts.lengths].map(([name, counts]) => `${literal(named(inputName(model, name)))}: ${literal([...counts])}`);
  const outputs = model.outputs.flatMap((ref) => {
    const [given, same] = [outputName(model, ref), arrayName(model, ref)];
    return arrays.has(given) ? [`${literal(named(given))}: ${literal(named(same))}`] : [];
  });
  return [
    `# What wrote the file.\nWRITTEN_BY = ${literal([model.producer.name, model.producer.version])}`,
    `# Arrays that enter, and their type.\n${table('INPUTS', inputs, '{}')}`,
    `# Inputs whose samples ran to their own length each: timesteps of every sample.\n${table('LENGTHS', lengths, '{}')}`,
    `# Layers that did not run, or lie behind one that did not: [name, class].\n${table(
      'LEFT_OUT',
      leftOut.map((layer) => literal([layer.name, layer.className])),
      '[]',
    )}`,
    `# Outputs of the model, and the array of a layer that each is.\n${table('SAME', outputs, '{}')}`,
    `# Arrays of each layer in the order in which Keras takes them.\n${table('WEIGHTS', weightEntries(facts, names), '{}')}`,
    `# Recurrent cells, for NumPy: what each reads and the arrays that it gives.\n${table(
      'CELLS',
      uses.flatMap((use) => cellEntries(facts, use)),
      '[]',
    )}`,
    `# Stateful layers that are used more than once: the order of the uses counts.\n${table('GOES_ON', goesOn(uses), '[]')}`,
    releaseRules(model, ran),
    ['\ndef build(arrays):', ...buildLines(facts, uses, names)].join('\n'),
  ].join('\n\n');
}

interface Use {
  readonly layer: LayerNode;
  readonly index: number;
}

function goesOn(uses: readonly Use[]): readonly string[] {
  const again = uses.filter(({ layer, index }) => index > 0 && carriesStates(layer)).map(({ layer }) => layer.name);
  return [...new Set(again)].map((name) => literal(name));
}

/** What Keras and Python call a layer: its class and a number, `lstm_3`. What a file calls it stays in the names of arrays. */
function keptNames(uses: readonly Use[]): ReadonlyMap<LayerNode, string> {
  const layers = [...new Set(uses.map(({ layer }) => layer))];
  return new Map(layers.map((layer, index) => [layer, `${snakeCase(layer.className.replace(/^ops\./, ''))}_${index + 1}`]));
}

/** The model's inputs that something reads, then the states. */
function inputsOf({ model, arrays, states, named }: RunFacts, uses: readonly Use[]): readonly string[] {
  const read = new Set(
    uses.flatMap(({ layer, index }) => {
      const use = layer.calls[index];
      return use ? readBy(use).map((ref) => ref.layer) : [];
    }),
  );
  const entries = model.inputs.flatMap(({ name, dtype }) => {
    const shape = arrays.get(inputName(model, name));
    if (shape === undefined || !read.has(name)) return [];
    return [`${literal(named(inputName(model, name)))}: ${dtype === 'integer' ? '"int32"' : 'FLOAT'}`];
  });
  const given = [...states.values()].flat().flatMap((name) => {
    const shape = arrays.get(name);
    return shape === undefined ? [] : [`${literal(named(name))}: FLOAT`];
  });
  return [...entries, ...given];
}

function weightEntries({ model }: RunFacts, names: ReadonlyMap<LayerNode, string>): readonly string[] {
  const members = membersOf(model);
  return [...names].flatMap(([layer, name]) => {
    const arrays = members.get(layer.name) ?? [];
    return arrays.length === 0 ? [] : [`${literal(name)}: ${literal(arrays)}`];
  });
}

/** Names of each layer's arrays in `weights.npz`, in order. */
function membersOf(model: Model): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, string[]>();
  for (const { name, layer } of namedWeights(model)) members.set(layer, [...(members.get(layer) ?? []), name]);
  return members;
}

function cellEntries({ model, arrays, states, named }: RunFacts, { layer, index }: Use): readonly string[] {
  const use = layer.calls[index];
  const input = use?.inputs[0];
  if (use === undefined || input === undefined) return [];
  const given = use.states.length > 0 ? use.states.map((ref) => arrayName(model, ref)) : (states.get(layer.name) ?? []);
  const members = membersOf(model).get(layer.name) ?? [];
  const mask = arrays.has(`${use.name}/mask`) ? named(`${use.name}/mask`) : null;
  return cellsOf(layer, use.name, arrayName(model, input), model.producer).map((cell) => {
    const weights = [...layer.weights.keys()].flatMap((name, at): [string, unknown][] =>
      name.startsWith(cell.part) && !name.slice(cell.part.length).includes('/') ? [[name.slice(cell.part.length), members[at]]] : [],
    );
    return literal({
      ...cellWords({ ...cell, input: named(cell.input) }, model.producer),
      mask,
      states: given.length === 0 ? [] : cell.states.map((at) => named(given[at] ?? '')),
      stateful: cell.stateful,
      time_major: cell.timeMajor,
      keeps: cell.stateful && versionDefault('stateful_keeps_states', model.producer),
      weights: Object.fromEntries(weights),
      gives: Object.fromEntries([...cell.signals].map(([letter, name]) => [letter, named(name)])),
    });
  });
}

const MERGING = ['Add', 'Subtract', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate', 'Dot'];

/** One line per layer where it is made, one per use. */
function buildLines(facts: RunFacts, uses: readonly Use[], names: ReadonlyMap<LayerNode, string>): readonly string[] {
  const { model, states, named } = facts;
  const tensor = (name: string): string => `arrays[${literal(named(name))}]`;
  const made = new Set<LayerNode>();
  return uses.flatMap(({ layer, index }) => {
    const use = layer.calls[index];
    if (use === undefined) return [];
    const inputs = use.inputs.map((ref) => tensor(arrayName(model, ref)));
    const outputs = use.outputs.flatMap((_, output) => {
      const name = arrayName(model, { layer: layer.name, call: index, output });
      return facts.arrays.has(name) ? [tensor(name)] : [];
    });
    const targets = `    ${outputs.join(', ')} = `;
    if (layer.className.startsWith('ops.')) return [targets + operationCode(layer, inputs, '    ')];
    const variable = names.get(layer) ?? '';
    const isList = inputs.length > 1 || MERGING.includes(layer.className);
    const given = use.states.length > 0 ? use.states.map((ref) => arrayName(model, ref)) : (states.get(layer.name) ?? []);
    const hasStates = given.length > 0 && layerKindOf(layer.className)?.isRecurrent === true;
    const args = [
      isList ? `[${inputs.join(', ')}]` : (inputs[0] ?? ''),
      ...(hasStates ? [`initial_state=${stateList(layer, given.map(tensor))}`] : []),
      ...(use.mask === null ? [] : [`mask=${tensor(arrayName(model, use.mask))}`]),
      ...[...callArguments(layer)].map(([name, value]) => `${keyword(name)}=${literal(value)}`),
    ];
    const first = made.has(layer)
      ? []
      : [`    ${variable} = ${layerCode({ class: layer.className, settings: layer.settings }, variable, model.producer, '    ')}`];
    made.add(layer);
    const returned = call(variable, args, '    ');
    return [...first, targets + (outputs.length > 1 ? `flat(${returned})` : returned)];
  });
}

/**
 * Named arguments of a layer's call; a tensor given by its name stands among the inputs. tf.keras before 2.11 gave an attention layer `causal`
 * when it was made.
 */
function callArguments({ settings }: LayerNode): ReadonlyMap<string, unknown> {
  const named = argumentsOf(settings['arguments']?.value).filter(({ name, input }) => input === undefined && !/^\d+$/.test(name));
  const causal = settings['causal']?.value === true ? [['use_causal_mask', true] as const] : [];
  return new Map([...causal, ...named.map(({ name, value }) => [name, value] as const)]);
}

/** States as Keras takes them: one list, and for stacked cells a list for each cell. */
function stateList(layer: LayerNode, tensors: readonly string[]): string {
  const cells = (layer.settings['cell']?.value as InnerSettings | undefined)?.settings['cells']?.value; // as: settingsOf made it
  if (!Array.isArray(cells)) return `[${tensors.join(', ')}]`;
  const waiting = [...tensors];
  const lists = (cells as InnerSettings[]).map((cell) => `[${waiting.splice(0, cell.class === 'LSTMCell' ? 2 : 1).join(', ')}]`);
  return `[${lists.join(', ')}]`;
}
