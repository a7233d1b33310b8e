import { ModelError, phrase, refuse } from '../../errors/index.ts';
import type { WeightFile } from '../../read/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import { type JsonObject, type LayerSpec, objectAt } from '../config/graph-spec.ts';
import type { Candidate } from '../infer/bag.ts';
import type { TensorRef } from '../model.ts';
import type { Adopted } from './adopted.ts';
import { pytorchLayers } from './pytorch.ts';

const RECURRENT = 'rec';
const LINEAR = 'lin';
const PYTORCH = phrase('note-guitarml');

/**
 * Layers of an amplifier model: recurrent layers, a linear layer, and the first `skip` channels of the input added to the answer.
 * Source: Alec-Wright/CoreAudioML networks.py `SimpleRNN`.
 * @throws `guitarml-invalid`, `lstm-projection`, `weight-missing`, `shape-mismatch`
 */
export function adoptGuitarml(file: WeightFile): Adopted {
  const data = objectAt(file.config, 'model_data');
  if (data.model !== undefined && data.model !== 'SimpleRNN')
    invalid('model_data.model', `it is a network of the kind ${JSON.stringify(data.model).slice(0, 40)}; SimpleRNN is read`);
  const { candidates, unclaimed } = pytorchLayers(file.groups.flatMap((group) => group.tensors));
  const linear = candidates.find((candidate) => candidate.name === LINEAR);
  const recurrent = candidates.filter((candidate) => candidate !== linear);
  if (linear?.className !== 'Dense') return invalid('state_dict', 'it has no linear layer "lin"');
  const foreign = recurrent.find((candidate) => !['LSTM', 'GRU', 'SimpleRNN'].includes(candidate.className ?? ''));
  if (recurrent.length === 0) invalid('state_dict', 'it has no recurrent layer "rec"');
  if (foreign) invalid('state_dict', `its layer "${foreign.name ?? 'unnamed'}" is ${foreign.className ?? 'of a kind not known here'}`);
  const features = recurrent[0]?.tensors[0]?.shape[0] ?? 1;
  const layers: LayerSpec[] = [inputLayer(features)];
  for (const candidate of recurrent) layers.push(layerSpec(candidate, layers.at(-1)?.name ?? '', { return_sequences: true }));
  layers.push(layerSpec(linear, layers.at(-1)?.name ?? '', { activation: 'linear' }));
  layers.push(...skipLayers(data, features));
  const arrays = new Map<string, readonly StoredTensor[]>(candidates.map((candidate) => [candidate.name ?? RECURRENT, candidate.tensors]));
  return { graph: { layers, outputs: [ref(layers.at(-1)?.name ?? '')] }, arrays, unclaimed, questions: [], warnings: [] };
}

function inputLayer(features: number): LayerSpec {
  return { name: 'input', className: 'InputLayer', config: { batch_shape: [null, null, features] }, calls: [{ inputs: [], states: [] }] };
}

function layerSpec(candidate: Candidate, before: string, fixed: JsonObject): LayerSpec {
  const name = candidate.name ?? RECURRENT;
  const [kernel, recurrent] = candidate.tensors;
  const isDense = candidate.className === 'Dense';
  const stated = Object.entries(candidate.settings);
  return {
    name,
    className: candidate.className ?? '',
    config: {
      name,
      units: isDense ? kernel?.shape[1] : recurrent?.shape[0],
      use_bias: candidate.tensors.length === (isDense ? 2 : 3),
      ...fixed,
      ...Object.fromEntries(stated.map(([setting, { value }]) => [setting, value])),
    },
    inferred: new Map([
      ['units', phrase('note-arrays-shapes')],
      ['use_bias', phrase('note-arrays-there')],
      ...Object.keys(fixed).map((setting) => [setting, PYTORCH] as const),
      ...stated.map(([setting, { note }]) => [setting, note] as const),
    ]),
    calls: [{ inputs: [ref(before)], states: [] }],
  };
}

/** answer = lin(rec(x)) + x[:, :, :skip], in the layers that Keras makes of such a line; see functional.ts for `arguments`. */
function skipLayers(data: JsonObject, features: number): readonly LayerSpec[] {
  const skip = data.skip ?? 0;
  if (typeof skip !== 'number' || !Number.isInteger(skip) || skip < 0 || skip > features)
    return invalid('model_data.skip', `"skip" is ${JSON.stringify(skip).slice(0, 40)} and the input has ${features} channels`);
  if (skip === 0) return [];
  const add = (from: string): LayerSpec => ({
    name: 'add',
    className: 'Add',
    config: { name: 'add' },
    calls: [{ inputs: [ref(LINEAR), ref(from)], states: [] }],
  });
  if (skip === features) return [add('input')];
  const all = { class_name: '__slice__', config: { start: null, stop: null, step: null } };
  const first = { class_name: '__slice__', config: { start: 0, stop: skip, step: null } };
  const part: LayerSpec = {
    name: 'get_item',
    className: 'ops.GetItem',
    config: { name: 'get_item', arguments: [{ name: '1', value: [all, all, first] }] },
    calls: [{ inputs: [ref('input')], states: [] }],
  };
  return [part, add('get_item')];
}

function ref(layer: string): TensorRef {
  return { layer, call: 0, output: 0 };
}

function invalid(where: string, reason: string): never {
  return refuse(ModelError, 'guitarml-invalid', where, { reason });
}
