import { formatShape } from '../../tensor/index.ts';
import type { OpenQuestion } from './asking.ts';
import { NO_ARRAYS, type Parse, parseLayers, type Placed, type Stretch } from './parse.ts';
import type { Producer } from '../../read/index.ts';
import { candidateReadings, readingsOf } from './readings.ts';
import { unitsOf } from './reading.ts';

/** Another reading of the same arrays is worth a question when it is at most this much less likely. */
const WORTH_ASKING = 4;
/** Readings of a layer by itself that are further from likely than this are not tried. */
const MOST_TRIED = 8;
/** In files with more layers only the first ambiguous ones are asked for: each costs a reading of the whole file. */
const MOST_ASKED = 24;

/** A question about the class of a layer, with the place of its first array. */
export interface ClassQuestion {
  readonly at: number;
  readonly likely: string;
  readonly choices: readonly string[];
  readonly why: string;
  readonly effect: string;
}

/** Layers whose arrays may well be those of another class, given that all others chain. */
export function classQuestions(parse: Parse, stretches: readonly Stretch[], producer: Producer): readonly ClassQuestion[] {
  const questions: ClassQuestion[] = [];
  for (const placed of parse.layers) {
    if (placed.reading.role === 'unknown' || questions.length >= MOST_ASKED) continue;
    const others = otherClasses(placed, stretches, producer).flatMap((className) => {
      const other = parseLayers(stretches, producer, { classes: new Map([[placed.at, className]]), joins: new Map() });
      return other !== null && other.cost - parse.cost <= WORTH_ASKING ? [{ className, parse: other }] : [];
    });
    if (others.length > 0) questions.push(questionOf(placed, others));
  }
  return questions;
}

/** Classes that a layer could be by its own arrays. */
function otherClasses({ at, stretch, reading, isPart }: Placed, stretches: readonly Stretch[], producer: Producer): readonly string[] {
  const { candidate, tensors } = stretches[stretch] ?? NO_ARRAYS;
  const from = stretches.slice(0, stretch).reduce((sum, earlier) => sum + earlier.tensors.length, 0);
  const readings = candidate === null || isPart ? readingsOf(tensors.slice(at - from), producer) : candidateReadings(candidate, producer);
  const tried = readings.filter((other) => other.role !== 'unknown' && other.cost <= reading.cost + MOST_TRIED);
  return [...new Set(tried.map((other) => other.className))].filter((className) => className !== reading.className);
}

interface Other {
  readonly className: string;
  readonly parse: Parse;
}

function questionOf(placed: Placed, others: readonly Other[]): ClassQuestion {
  const { reading, at } = placed;
  const shapes = reading.arrays().map((tensor) => formatShape(tensor.shape));
  const alternatives = others.map(({ className, parse }) => `${className} reads them as ${layersFrom(parse, at, reading.count)}`);
  return {
    at,
    likely: reading.className,
    choices: [reading.className, ...others.map((other) => other.className)],
    why: `${reading.reason}; the same arrays ${shapes.slice(0, 3).join(', ')} fit ${others.map((other) => other.className).join(' and ')} too.`,
    effect: `${alternatives.join('; ')} instead of ${layersFrom({ layers: [placed], cost: 0 }, at, reading.count)}.`,
  };
}

/** `Dense(6), Dense(6)`: the layers that a parse makes of `count` arrays from `at` on. */
function layersFrom(parse: Parse, at: number, count: number): string {
  const own = parse.layers.filter((layer) => layer.at >= at && layer.at < at + count);
  return own
    .map(
      ({ reading }) =>
        `${reading.className}(${reading.inner ? `${reading.inner.className}(${unitsOf(reading)})` : (reading.output ?? '')})`,
    )
    .join(', ');
}

/** The question with the name of its layer. */
export function named({ at: _at, likely, choices, why, effect }: ClassQuestion, layer: string): OpenQuestion {
  return { id: `${layer}.class`, choices, likely, why, effect };
}
