import type { KnownPair } from './known-pair.ts';
import type { Search, Trial } from './search.ts';

/** What a search says. */
export interface Verdict {
  /** The model as it is explains the pair; something else does, alone or beside others; nothing that was tried does. */
  readonly kind: 'right' | 'explained' | 'tied' | 'unexplained';
  /** The finding in one or two sentences. */
  readonly words: string;
  /** Number of trials at the head of the list that explain the pair alike; 1 where the first stands alone, 0 where none explains it. */
  readonly tied: number;
  /** Settings in which those differ, `lstm.forget_bias`: this pair cannot tell them. */
  readonly undecided: readonly string[];
  /** What of the pair keeps it from telling them; none where a longer or more varied sequence may. */
  readonly causes: readonly Cause[];
  /** Both in a sentence or two; null where nothing is undecided. */
  readonly why: string | null;
}

/** From a cell state of 0 the forget gate multiplies 0; one timestep is the first and the last. */
export type Cause = 'forget-at-zero' | 'one-step';

const CAUSES: Readonly<Record<Cause, string>> = {
  'forget-at-zero': 'from a cell state of 0 the forget gate lets nothing but 0 through',
  'one-step': 'one timestep reads alike from both ends',
};

/** What is wrong, in words, and what the pair cannot tell. `best`: nearest first, as the search gives them. */
export function verdictOf({ best }: Search, pairs: readonly KnownPair[], tolerance: number): Verdict {
  const explaining = best.filter(({ maxAbs }) => maxAbs <= tolerance);
  const [first] = explaining;
  if (!first) return { kind: 'unexplained', words: unexplained(best), tied: 0, undecided: [], causes: [], why: null };
  const undecided = differing(explaining);
  const causes = causesOf(undecided, pairs);
  const untold = { tied: explaining.length, undecided, causes, why: undecided.length === 0 ? null : reason(undecided, causes) };
  if (first.hypothesis.length === 0) return { kind: 'right', words: `Nothing is wrong: max |Δ| ${short(first.maxAbs)}.`, ...untold };
  // A further change on top of a right explanation that makes no difference leaves that explanation the plainest.
  const rivals = explaining.filter(({ hypothesis }) => hypothesis.length === first.hypothesis.length);
  if (rivals.length > 1) {
    const words = `${rivals.length} explanations fit alike: ${rivals.map(wordsOf).join('; or ')}.`;
    return { kind: 'tied', words, ...untold };
  }
  return { kind: 'explained', words: `${capital(wordsOf(first))}.`, ...untold };
}

/** What is wrong if a trial is right: `recurrent activation of lstm is hard_sigmoid of Keras 2, not sigmoid`. */
export function wordsOf({ hypothesis }: Trial): string {
  return hypothesis.length === 0 ? AS_IT_IS : hypothesis.map(({ choice }) => choice.words).join(', and ');
}

/** What a search passed over because it was too much; null where it was nothing. */
export function leftOutWords({ leftOut }: Pick<Search, 'leftOut'>): string | null {
  if (leftOut === 0) return null;
  return `Not tried, being more than 10,000: ${leftOut.toLocaleString('en')} further combinations of settings in two layers, or in both halves of one, at once.`;
}

const AS_IT_IS = 'the settings as they are';

function unexplained(best: readonly Trial[]): string {
  const [nearest] = best;
  if (!nearest || nearest.maxAbs === Infinity) return 'No combination that was tried gives an output of this shape.';
  return `No combination that was tried explains this output; the nearest is ${short(nearest.maxAbs)} away: ${wordsOf(nearest)}.`;
}

/** Ids of the settings that are not the same in all trials. */
function differing(trials: readonly Trial[]): readonly string[] {
  const valuesOf = ({ hypothesis }: Trial): ReadonlyMap<string, string> =>
    new Map(hypothesis.flatMap(({ factor, choice }) => factor.names.map((name) => [`${name}.${factor.setting}`, choice.value] as const)));
  const values = trials.map(valuesOf);
  const ids = new Set(values.flatMap((each) => [...each.keys()]));
  return [...ids].filter((id) => new Set(values.map((each) => each.get(id))).size > 1);
}

function causesOf(undecided: readonly string[], pairs: readonly KnownPair[]): readonly Cause[] {
  const has = (setting: string): boolean => undecided.some((id) => id.endsWith(`.${setting}`));
  const isOneStep = pairs.every(({ inputs }) => [...inputs.values()].every(({ shape }) => shape.length === 3 && shape[1] === 1));
  const isFromZero = pairs.every(({ states }) => states.size === 0);
  return [
    ...(isOneStep && isFromZero && has('forget_bias') ? ['forget-at-zero' as const] : []),
    ...(isOneStep && has('go_backwards') ? ['one-step' as const] : []),
  ];
}

function reason(undecided: readonly string[], causes: readonly Cause[]): string {
  const cannot = `This pair cannot tell ${undecided.join(', ')}`;
  if (causes.length > 0) return `${cannot}: ${causes.map((cause) => CAUSES[cause]).join(', and ')}. Try a longer sequence.`;
  return `${cannot}: the output is the same. Try a longer sequence with larger and more varied values.`;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function short(value: number): string {
  return value === 0 ? '0' : value.toExponential(1);
}
