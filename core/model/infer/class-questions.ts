import { type Phrase, phrase } from '../../errors/index.ts';
import { formatShape } from '../../tensor/index.ts';
import type { OpenQuestion } from './asking.ts';
import { costOfClass, type Lattice, type Parse, parseLayers, type Placed } from './parse.ts';
import { type Reading, unitsOf } from './reading.ts';

/** Another reading of the same arrays is worth a question when it is at most this much less likely. */
const WORTH_ASKING = 4;
/** Only the first ambiguous layers are asked for: nobody answers more. */
const MOST_ASKED = 24;

/** A question about the class of a layer, with the place of its first array. */
export interface ClassQuestion {
  readonly at: number;
  readonly likely: string;
  readonly choices: readonly string[];
  readonly why: Phrase;
  readonly effect: Phrase;
}

/** Layers whose arrays may well be those of another class, given that all others chain. */
export function classQuestions(parse: Parse, lattice: Lattice): readonly ClassQuestion[] {
  const costOf = costOfClass(lattice);
  const questions: ClassQuestion[] = [];
  for (const placed of parse.layers) {
    if (placed.reading.role === 'unknown' || questions.length >= MOST_ASKED) continue;
    const classes = new Set(lattice.steps(placed.at).flatMap(({ reading }) => (reading.role === 'unknown' ? [] : [reading.className])));
    const others = [...classes].flatMap((className) => {
      if (className === placed.reading.className || costOf(placed.at, className) - parse.cost > WORTH_ASKING) return [];
      return [{ className, layers: layersFrom(nearby(lattice, placed, className), placed.reading.count) }];
    });
    if (others.length > 0) questions.push(questionOf(placed, others));
  }
  return questions;
}

/** Arrays after an ambiguous layer that are read again to say what another class makes of it. */
const NEARBY = 48;

/** Layers from the place of an ambiguous one on, counted from there, if it is of another class. */
function nearby(lattice: Lattice, { at }: Placed, className: string): readonly Placed[] {
  const count = Math.min(NEARBY, lattice.total - at);
  const view: Lattice = {
    total: count,
    steps: (place) => lattice.steps(at + place).filter(({ reading }) => place + reading.count <= count),
  };
  return parseLayers(view, { classes: new Map([[0, className]]), joins: new Map() })?.layers ?? [];
}

interface Other {
  readonly className: string;
  /** What it makes of the arrays: `Dense(6), Dense(6)`. */
  readonly layers: string;
}

function questionOf({ reading, at }: Placed, others: readonly Other[]): ClassQuestion {
  const shapes = reading.arrays().map((tensor) => formatShape(tensor.shape));
  const classes = others.map((other) => other.className);
  return {
    at,
    likely: reading.className,
    choices: [reading.className, ...classes],
    why: phrase('why-class', { reason: reading.reason, shapes: shapes.slice(0, 3).join(', '), classes: classes.join(', ') }),
    effect: phrase('effect-class', { likely: labelOf(reading), others: others.map(({ layers }) => layers).join('; ') }),
  };
}

/** Of layers counted from the first of `count` arrays those that begin among them. */
function layersFrom(layers: readonly Placed[], count: number): string {
  const own = layers.filter((layer) => layer.at < count);
  return own.map(({ reading }) => labelOf(reading)).join(', ');
}

/** `Dense(6)`, `Bidirectional(LSTM(5))` */
function labelOf(reading: Reading): string {
  const { className, inner, output } = reading;
  return `${className}(${inner ? `${inner.className}(${unitsOf(reading)})` : (output ?? '')})`;
}

/** The question with the name of its layer. */
export function named({ likely, choices, why, effect }: ClassQuestion, layer: string): OpenQuestion {
  return { id: `${layer}.class`, choices, likely, why, effect };
}
