import type { Model } from '../../model/index.ts';
import { ModelMaker, type Rebuild } from './altered-model.ts';
import { changesIn, changesOf, changesOfPair, countOf, countOfPair, keyOf } from './combinations.ts';
import type { Answer, Factor, Hypothesis, Suspect } from './factor.ts';
import { differenceOf, type KnownPair, oneSample, requireComparable, samplesOf } from './known-pair.ts';
import { suspectsOf } from './suspects.ts';
import { waysToAnswer } from './ways-to-answer.ts';

/** Pairs of layers are tried while there are at most so many combinations of them, and so is what is inside a Bidirectional. */
const COMBINATIONS_LIMIT = 10_000;
/** So many of the best are measured on every sample and listed. */
const LISTED = 24;
/** Settings of a layer are fewer than that. */
const MOST_FACTORS = 12;

/** What is searched: a model, how to build it with other answers, and what it is known to give. */
export interface Problem {
  readonly model: Model;
  readonly rebuild: Rebuild;
  /** Samples of one length each; together they are what is known. */
  readonly pairs: readonly KnownPair[];
  /** A hypothesis explains the pair when no number is farther from it. */
  readonly tolerance: number;
}

/** A hypothesis with how far it is from the known output. */
export interface Trial {
  readonly hypothesis: Hypothesis;
  readonly maxAbs: number;
  /** The answers that make the model of the hypothesis, run and found equal; null where none do, or nobody needs them. */
  readonly answers: readonly Answer[] | null;
}

/** What a search found. */
export interface Search {
  readonly suspects: readonly Suspect[];
  /** The nearest first; of those that explain the pair, the one with the fewest changes. */
  readonly best: readonly Trial[];
  readonly combinations: number;
  /** Most settings changed together in one layer, and in a pair of layers; 0 for none. */
  readonly depth: { readonly layer: number; readonly pair: number };
  /** Combinations of pairs of layers, or of the halves of a layer, with no more changes than were tried, that were too many to try. */
  readonly leftOut: number;
}

interface SearchProgress {
  /** Combinations tried so far, of all that may have to be tried. */
  readonly done: number;
  readonly of: number;
}

type Steps<T> = Generator<SearchProgress, T, 'go' | 'stop'>;

/**
 * Which settings explain a known output. Hypotheses with fewer changes come first: the model as it is, one setting of one layer, … up to
 * all settings of one layer, and of pairs of layers while these are few. It ends with the first number of changes that explains the pair,
 * after every further change on top of what explains it: those that make no difference are ties. Samples do not touch each other, so a
 * hypothesis that the first one refutes is not run on the others. @throws `expected-unknown`, `cancelled`, RunError
 */
export function* searchSettings(problem: Problem): Steps<Search> {
  return yield* new Searching(problem).search();
}

interface Measured {
  readonly hypothesis: Hypothesis;
  readonly maxAbs: number;
  /** False where only the first sample was run, whose difference is the least that it can be. */
  readonly isWhole: boolean;
}

class Searching {
  readonly #problem: Problem;
  readonly #maker: ModelMaker;
  /** The first sample alone; all that is known where that is one sample. */
  readonly #first: readonly KnownPair[];
  readonly #layers: readonly Suspect[];
  /** Layers one by one, those of one class alike, and each half of a Bidirectional. */
  readonly #single: readonly Suspect[];
  /** Pairs of layers. */
  readonly #pairs: Pairs;
  /** The halves of each Bidirectional, changed apart from one another. */
  readonly #halves: Pairs;
  readonly #of: number;
  readonly #seen = new Set<string>();
  #measured: Measured[] = [];
  #done = 0;

  constructor(problem: Problem) {
    this.#problem = problem;
    this.#maker = new ModelMaker(problem.model, problem.rebuild);
    this.#first = firstSample(problem.pairs);
    const { layers, alike, halves } = suspectsOf(problem.model);
    this.#layers = layers;
    this.#single = [...layers, ...alike, ...halves.flat().filter((half) => countUpTo(half) <= COMBINATIONS_LIMIT)];
    this.#pairs = withDepth(pairsOf(layers));
    this.#halves = withDepth(halves);
    const ofPairs = sum([this.#pairs, this.#halves], ({ pairs, depth }) => pairCount(pairs, depth));
    this.#of = 1 + sum(this.#single, (suspect) => countUpTo(suspect)) + ofPairs;
  }

  *search(): Steps<Search> {
    yield* this.#through(requireComparable(this.#problem.model, this.#problem.pairs));
    const deepest = Math.max(0, ...this.#single.map(({ factors }) => factors.length));
    let count = 0;
    yield* this.#measure([]);
    while (!this.#isExplained() && count < deepest) {
      count++;
      for (const hypothesis of this.#ofCount(count)) yield* this.#measure(hypothesis);
    }
    if (this.#isExplained()) for (const hypothesis of this.#further()) yield* this.#measure(hypothesis);
    return {
      suspects: [...this.#layers, ...this.#halves.pairs.flat()],
      best: yield* this.#best(),
      combinations: this.#measured.length,
      depth: { layer: count, pair: Math.min(count, this.#pairs.depth) },
      leftOut: sum([this.#pairs, this.#halves], ({ pairs, depth }) => pairCount(pairs, count) - pairCount(pairs, Math.min(depth, count))),
    };
  }

  /** All hypotheses with so many changes. */
  *#ofCount(count: number): Generator<Hypothesis, void, void> {
    for (const suspect of this.#single) yield* changesOf(suspect, count);
    for (const { pairs, depth } of [this.#pairs, this.#halves]) {
      if (count <= depth) for (const [one, other] of pairs) yield* changesOfPair(one, other, count);
    }
  }

  /** Every further change of one setting on top of what explains the pair. */
  *#further(): Generator<Hypothesis, void, void> {
    const explaining = this.#measured.filter((measured) => this.#explains(measured));
    for (const { hypothesis } of explaining) {
      const isChanged = (factor: Factor): boolean =>
        hypothesis.some(
          (change) => change.factor.setting === factor.setting && change.factor.cells.some((cell) => factor.cells.includes(cell)),
        );
      for (const factor of this.#layers.flatMap(({ factors }) => factors)) {
        if (!isChanged(factor)) for (const change of changesIn(factor)) yield [...hypothesis, change];
      }
    }
  }

  /** Runs a hypothesis on the first sample, and on all where that does not refute it. */
  *#measure(hypothesis: Hypothesis): Steps<void> {
    const key = keyOf(hypothesis);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#done++;
    const { pairs, tolerance } = this.#problem;
    const least = yield* this.#difference(hypothesis, this.#first);
    const isWhole = this.#first === pairs || least <= tolerance;
    const maxAbs = isWhole && this.#first !== pairs ? yield* this.#difference(hypothesis, pairs) : least;
    this.#measured.push({ hypothesis, maxAbs, isWhole });
    yield this.#progress;
  }

  /** The nearest hypotheses, on all samples, and the model as it is. */
  *#best(): Steps<readonly Trial[]> {
    const { pairs } = this.#problem;
    const order = (a: Measured, b: Measured): number =>
      this.#explains(a) && this.#explains(b)
        ? a.hypothesis.length - b.hypothesis.length || a.maxAbs - b.maxAbs
        : Number(this.#explains(b)) - Number(this.#explains(a)) || (a.maxAbs < b.maxAbs ? -1 : a.maxAbs > b.maxAbs ? 1 : 0);
    const [asIs, ...others] = this.#measured;
    const explaining = others.filter((measured) => this.#explains(measured)).length;
    const near = others.filter(({ maxAbs }) => maxAbs < Infinity).sort(order);
    const listed = [...(asIs ? [asIs] : []), ...near.slice(0, Math.max(LISTED, explaining))];
    const whole: Measured[] = [];
    for (const { hypothesis, maxAbs, isWhole } of listed)
      whole.push({ hypothesis, maxAbs: isWhole ? maxAbs : yield* this.#difference(hypothesis, pairs), isWhole: true });
    const best: Trial[] = [];
    for (const measured of whole.sort(order))
      best.push({ ...measured, answers: this.#explains(measured) ? yield* this.#answers(measured) : null });
    return best;
  }

  /** Answers with which the model gives the same as the hypothesis, tried out; null where there are none. */
  *#answers({ hypothesis, maxAbs }: Measured): Steps<readonly Answer[] | null> {
    for (const answers of waysToAnswer(this.#maker.answersOf(hypothesis))) {
      const model = this.#maker.withAnswers(answers);
      const found = model === null ? Infinity : yield* this.#through(differenceOf(model, this.#problem.pairs));
      if (found === maxAbs) return answers;
    }
    return null;
  }

  *#difference(hypothesis: Hypothesis, pairs: readonly KnownPair[]): Steps<number> {
    const model = this.#maker.of(hypothesis);
    return model === null ? Infinity : yield* this.#through(differenceOf(model, pairs));
  }

  /** Work of one hypothesis, with the progress of all. */
  *#through<T>(work: Generator<undefined, T, 'go' | 'stop'>): Steps<T> {
    for (let word: 'go' | 'stop' = 'go'; ;) {
      const step = work.next(word);
      if (step.done === true) return step.value;
      word = yield this.#progress;
    }
  }

  get #progress(): SearchProgress {
    return { done: Math.min(this.#done, this.#of), of: this.#of };
  }

  #explains({ maxAbs }: Measured): boolean {
    return maxAbs <= this.#problem.tolerance;
  }

  #isExplained(): boolean {
    return this.#measured.some((measured) => this.#explains(measured));
  }
}

function firstSample(pairs: readonly KnownPair[]): readonly KnownPair[] {
  const isOne = pairs.length === 1 && pairs.every((pair) => samplesOf(pair) === 1);
  return isOne ? pairs : pairs.slice(0, 1).map((pair) => oneSample(pair, 0));
}

/** Suspects that are changed two at a time. */
interface Pairs {
  readonly pairs: readonly (readonly [Suspect, Suspect])[];
  /** Most changes for which all of them together are few enough; 0 where two changes are too many already. */
  readonly depth: number;
}

function withDepth(pairs: Pairs['pairs']): Pairs {
  let depth = 1;
  while (depth < 2 * MOST_FACTORS && pairCount(pairs, depth + 1) <= COMBINATIONS_LIMIT) depth++;
  return { pairs, depth: depth === 1 || pairs.length === 0 ? 0 : depth };
}

/** Hypotheses of all pairs with up to `depth` changes. */
function pairCount(pairs: Pairs['pairs'], depth: number): number {
  let count = 0;
  for (let changes = 2; changes <= depth; changes++) count += sum(pairs, ([one, other]) => countOfPair(one, other, changes));
  return count;
}

function pairsOf(layers: readonly Suspect[]): Pairs['pairs'] {
  return layers.flatMap((one, index) => layers.slice(index + 1).map((other) => [one, other] as const));
}

function countUpTo(suspect: Suspect): number {
  return sum(suspect.factors, (_, index) => countOf(suspect, index + 1));
}

function sum<T>(items: readonly T[], of: (item: T, index: number) => number): number {
  return items.reduce((total, item, index) => total + of(item, index), 0);
}
