import { plainSetting } from '../core/session/index.ts';
import type { LabCard, LayerCard, RunCard, SelectedArray, Setting, WeightCard, WeightStatistics } from '../core/session/index.ts';
import { warningsOf } from './lab-run.ts';
import { type ModelNumbers, numbersWarning } from './numbers.ts';

type Document = Readonly<Record<string, unknown>>;

/** What `--json` says of a model: the keys of the contract. Without `numbers`, hashes and statistics are null. */
export function modelDocument(card: LabCard, numbers: ModelNumbers | null, run: RunCard | null = null): Document {
  const { format, producer, savedAt, files, layers, questions, leftovers, pairs } = card.model;
  return {
    format,
    producer,
    files: files.map((file, index) => ({ ...file, sha256: numbers?.hashes[index] ?? null })),
    layers: layers.map((layer) => layerDocument(layer, numbers)),
    questions: questions.map((question) => ({ ...question, why: question.why.text, effect: question.effect.text })),
    warnings: [...warningsOf(card, run), ...numbersWarning(card)],
    savedAt,
    leftovers,
    ...(pairs && { pairs }),
  };
}

/** What only the screen asks for is left out. */
function layerDocument({ choices: _c, known: _k, isBrought: _b, awaits: _a, ...layer }: LayerCard, numbers: ModelNumbers | null): Document {
  const statistics = numbers?.statistics.get(layer.name);
  return {
    ...layer,
    weights: layer.weights.map((weight, index) => weightDocument(weight, statistics?.[index] ?? null)),
    settings: Object.fromEntries(Object.entries(layer.settings).map(([name, setting]) => [name, settingDocument(setting)])),
  };
}

function weightDocument(weight: WeightCard, of: WeightStatistics | null): Document {
  const { min = null, max = null, mean = null, std = null } = of ?? {};
  return { ...weight, min, max, mean, std, nonFinite: of === null ? null : of.nan + of.infinite };
}

function settingDocument(setting: Setting): Document {
  const { value, from, note } = plainSetting(setting);
  return note === null ? { value, from } : { value, from, note };
}

/** The same after a run, with its summary and the arrays that were asked for. */
export function runDocument(card: LabCard, numbers: ModelNumbers | null, run: RunCard, arrays: readonly SelectedArray[]): Document {
  const { samples, timesteps, kernel, precision, ms, firstNonFinite } = run;
  return {
    ...modelDocument(card, numbers, run),
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
