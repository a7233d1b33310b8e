import type { LabCard, ModelCard, RunCard, SelectedArray, Setting } from '../core/session/index.ts';
import { warningsOf } from './lab-run.ts';

type Document = Readonly<Record<string, unknown>>;

/** What `--json` says of a model: the keys of the contract. */
export function modelDocument(card: LabCard, run: RunCard | null = null): Document {
  const { format, producer, files, layers, questions } = card.model;
  return { format, producer, files, layers: layers.map(layerDocument), questions, warnings: warningsOf(card, run) };
}

function layerDocument(layer: ModelCard['layers'][number]): Document {
  return {
    ...layer,
    settings: Object.fromEntries(Object.entries(layer.settings).map(([name, setting]) => [name, settingDocument(setting)])),
  };
}

function settingDocument({ value, from, note }: Setting): Document {
  return note === null ? { value, from } : { value, from, note };
}

/** The same after a run, with its summary and the arrays that were asked for. */
export function runDocument(card: LabCard, run: RunCard, arrays: readonly SelectedArray[]): Document {
  const { samples, timesteps, kernel, precision, ms, firstNonFinite } = run;
  return {
    ...modelDocument(card, run),
    run: { samples, timesteps, kernel, precision, ms, firstNonFinite },
    arrays: Object.fromEntries(arrays.map((array) => [array.name, arrayDocument(array)])),
  };
}

/** Numbers up to which an array carries its values. */
const VALUES_LIMIT = 256;

function arrayDocument(array: SelectedArray): Document {
  const { shape } = array;
  const size = shape.reduce((product, axis) => product * axis, 1);
  return size <= VALUES_LIMIT ? { shape, values: array.load().data } : { shape };
}
