import type { LayerCard, ModelCard, Question, WeightCard } from '../core/session/index.ts';
import type { CommandLine, Outcome } from './command-line.ts';
import { modelDocument } from './document.ts';
import { openModel, warningsOf } from './lab-run.ts';
import { shapeText, shortNumber, table, valueText } from './print.ts';

/** `gatescope open FILE…`: what the file is. */
export function open(line: CommandLine): Outcome {
  const { card } = openModel(line);
  return {
    status: 0,
    lines: () => modelLines(card.model),
    document: () => modelDocument(card),
    warnings: warningsOf(card),
  };
}

function modelLines(model: ModelCard): string[] {
  return [...headLines(model), ...model.layers.flatMap(layerLines), ...questionLines(model.questions)];
}

/** Title, format and producer; one line per file. */
export function headLines({ title, format, producer, files }: ModelCard): string[] {
  const version = producer.version ?? '(version unknown)';
  return [
    `${title}: ${format}, written by ${producer.name} ${version}`,
    ...table(
      files.map(({ name, bytes, sha256 }) => [name, `${bytes} bytes`, `sha256 ${sha256}`]),
      '  ',
    ),
  ];
}

function layerLines(layer: LayerCard): string[] {
  const settings = Object.entries(layer.settings).map(([name, { value, from, note }]) => [
    name,
    valueText(value),
    from + (note === null ? '' : `: ${note}`),
  ]);
  return ['', layerLine(layer), ...table(settings, '  '), ...table(layer.weights.map(weightCells), '  ')];
}

function layerLine({ name, class: className, inputShape, outputShape, parameters, supported, runs }: LayerCard): string {
  const shapes = [inputShape, outputShape].map((shape) => (shape === null ? '?' : shapeText(shape))).join(' -> ');
  const state = supported ? (runs ? '' : '  (does not run: a layer before it is not supported)') : '  (not supported)';
  return `${name}  ${className}  ${shapes}  ${parameters} parameters${state}`;
}

function weightCells({ name, shape, dtype, gates, min, max, mean, std, nonFinite }: WeightCard): string[] {
  const numbers = `${shortNumber(min)} to ${shortNumber(max)}, mean ${shortNumber(mean)}, std ${shortNumber(std)}`;
  const columns = gates === null ? '' : `columns ${gates.join(' ')}`;
  return [name, shapeText(shape), dtype, numbers + (nonFinite === 0 ? '' : `, ${nonFinite} not finite`), columns];
}

/** What nothing in the file decides, with the answer that runs until somebody says otherwise. */
export function questionLines(questions: readonly Question[]): string[] {
  return questions
    .filter((question) => !question.answered)
    .flatMap(({ id, choices, likely, why, effect }) => [
      '',
      `question ${id}: ${choices.map(valueText).join(' or ')}? Likely ${valueText(likely)}.`,
      `  why: ${why}`,
      `  effect: ${effect}`,
      `  answer: --set ${id}=VALUE`,
    ]);
}
