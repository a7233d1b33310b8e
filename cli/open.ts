import {
  formatShape,
  type LayerCard,
  type ModelCard,
  type Question,
  type WeightCard,
  type WeightStatistics,
} from '../core/session/index.ts';
import type { CommandLine, Outcome } from './command-line.ts';
import { modelDocument } from './document.ts';
import { openModel, warningsOf } from './lab-run.ts';
import { type ModelNumbers, modelNumbers, numbersWarning } from './numbers.ts';
import { shortNumber, table, valueText } from './print.ts';

/** `gatescope open FILE…`: what the file is. */
export function open(line: CommandLine): Outcome {
  const lab = openModel(line);
  const { card } = lab;
  const numbers = modelNumbers(lab);
  return {
    status: 0,
    lines: () => modelLines(card.model, numbers),
    document: () => modelDocument(card, numbers),
    warnings: [...warningsOf(card), ...(line.options.json ? numbersWarning(card) : [])],
  };
}

function modelLines(model: ModelCard, numbers: ModelNumbers | null): string[] {
  const layers = model.layers.flatMap((layer) => layerLines(layer, numbers?.statistics.get(layer.name) ?? null));
  return [...headLines(model, numbers?.hashes ?? null), ...layers, ...leftoverLines(model.leftovers), ...questionLines(model.questions)];
}

/** Title, format, producer and date; one line per file. */
export function headLines({ title, format, producer, savedAt, files, pairs }: ModelCard, hashes: readonly string[] | null): string[] {
  const version = producer.version ?? '(version unknown)';
  return [
    `${title}: ${format}, written by ${producer.name} ${version}${savedAt === null ? '' : `, saved ${savedAt}`}`,
    ...table(
      files.map(({ name, bytes }, index) => [name, `${bytes} bytes`, ...(hashes ? [`sha256 ${hashes[index] ?? ''}`] : [])]),
      '  ',
    ),
    ...(pairs ? [`  ${pairs.count} test pairs in the file: max |Δ| ${pairs.maxAbs.toExponential(1)}`] : []),
  ];
}

function layerLines(layer: LayerCard, statistics: readonly WeightStatistics[] | null): string[] {
  const settings = Object.entries(layer.settings).map(([name, { value, from, note }]) => [
    name,
    valueText(value),
    from + (note === null ? '' : `: ${note.text}`),
  ]);
  const weights = layer.weights.map((weight, index) => weightCells(weight, statistics?.[index] ?? null));
  return ['', layerLine(layer), ...table(settings, '  '), ...table(weights, '  ')];
}

function layerLine({ name, class: className, inputShape, outputShape, parameters, supported, runs }: LayerCard): string {
  const shapes = [inputShape, outputShape].map((shape) => (shape === null ? '?' : formatShape(shape))).join(' -> ');
  const state = supported ? (runs ? '' : '  (does not run: a layer before it is not supported)') : '  (not supported)';
  return `${name}  ${className}  ${shapes}  ${parameters} parameters${state}`;
}

function weightCells({ name, shape, dtype, gates }: WeightCard, statistics: WeightStatistics | null): string[] {
  const columns = gates === null ? '' : `columns ${gates.join(' ')}`;
  return [name, formatShape(shape), dtype, statistics === null ? '' : numbersText(statistics), columns];
}

function numbersText({ min, max, mean, std, nan, infinite }: WeightStatistics): string {
  const number = (value: number | null): string => (value === null ? '-' : shortNumber(value));
  const lost = nan + infinite === 0 ? '' : `, ${nan + infinite} not finite`;
  return `${number(min)} to ${number(max)}, mean ${number(mean)}, std ${number(std)}${lost}`;
}

/** What the file holds beside the model. */
function leftoverLines(leftovers: readonly string[]): string[] {
  return leftovers.length === 0 ? [] : ['', `read past: ${leftovers.join(', ')}`];
}

/** What nothing in the file decides, with the answer that runs until somebody says otherwise. */
export function questionLines(questions: readonly Question[]): string[] {
  return questions
    .filter((question) => !question.answered)
    .flatMap(({ id, choices, likely, why, effect }) => [
      '',
      `question ${id}: ${choices.map(valueText).join(' or ')}? Likely ${valueText(likely)}.`,
      `  why: ${why.text}`,
      `  effect: ${effect.text}`,
      `  answer: --set ${id}=VALUE`,
    ]);
}
