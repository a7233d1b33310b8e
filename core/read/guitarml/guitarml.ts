import { ReadError, refuse } from '../../errors/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { describeJson, isJsonObject, type JsonObject, nestedTensor } from '../json/index.ts';
import { quoteForMessage } from '../text.ts';
import type { WeightFile } from '../weight-file.ts';

/** Whether parsed JSON is an amplifier model of GuitarML, Proteus or NeuralPi: `model_data` that says what the network is. */
export function isGuitarml(value: unknown): boolean {
  return isJsonObject(value) && isJsonObject(value.model_data) && (Object.hasOwn(value, 'state_dict') || isRecurrentUnit(value.model_data));
}

function isRecurrentUnit(data: JsonObject): boolean {
  return Object.hasOwn(data, 'unit_type') && Object.hasOwn(data, 'hidden_size');
}

/**
 * Opens a model that the GuitarML training wrote from PyTorch: `model_data`, and the `state_dict` as nested lists.
 * Source: Alec-Wright/CoreAudioML networks.py `SimpleRNN.save_model`.
 * @throws `guitarml-invalid`, `weights-ragged`, `weights-not-numbers`
 */
export function openGuitarml(value: unknown, source: ByteSource): WeightFile {
  if (!isJsonObject(value) || !isJsonObject(value.model_data)) return refuseGuitarml(source.name, 'it has no "model_data"');
  const { model_data: config, state_dict: state } = value;
  // `save_state` of the training can be off: then the file describes the network and holds none of its weights.
  if (!isJsonObject(state)) return refuseGuitarml(`${source.name}, state_dict`, `its "state_dict" is ${describeJson(state)}`);
  return {
    format: 'guitarml',
    producer: { name: 'GuitarML', version: null },
    savedAt: null,
    config,
    groups: [{ name: null, tensors: Object.entries(state).map(([key, array]) => nestedTensor(array, key, source.name)) }],
    pairs: [],
    leftovers: Object.keys(value)
      .filter((key) => key !== 'model_data' && key !== 'state_dict')
      .map((key) => quoteForMessage(key)),
    warnings: [],
  };
}

function refuseGuitarml(where: string, reason: string): never {
  return refuse(ReadError, 'guitarml-invalid', where, { reason });
}
