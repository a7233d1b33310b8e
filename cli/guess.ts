import { expectedArrays, type Guess, type GuessResult } from '../core/session/index.ts';
import type { CommandLine, Outcome } from './command-line.ts';
import { modelDocument } from './document.ts';
import { fileSource } from './files.ts';
import { drive, readyModel, warningsOf } from './lab-run.ts';
import { modelNumbers } from './numbers.ts';
import { shortNumber, table } from './print.ts';

/** Combinations that are printed, beside those that fit alike. */
const PRINTED = 9;

/** `gatescope guess FILE… --input X --expected Y`: which settings explain a known output. */
export async function guess(line: CommandLine): Promise<Outcome> {
  const { expected, tolerance, sample } = line.options;
  const reference = expectedArrays([fileSource(expected ?? '')]);
  const lab = readyModel(line);
  const result = await drive(lab.guess(reference, tolerance.absolute, sample), line);
  const { card } = lab;
  return {
    status: 0,
    lines: () => guessLines(result),
    document: () => ({ ...modelDocument(card, modelNumbers(lab)), ...guessDocument(result) }),
    warnings: warningsOf(card),
  };
}

function guessLines({ words, why, leftOutWords, guesses, tied, combinations, ms, tolerance }: GuessResult): string[] {
  const [first] = guesses;
  const apply = first?.explains ? setText(first) : '';
  const rows = guesses.slice(0, Math.max(PRINTED, tied)).map((each) => [shortNumber(each.maxAbs), each.words, setText(each)]);
  return [
    words,
    ...(apply === '' ? [] : [`  ${apply}`]),
    ...[why, leftOutWords].filter((line) => line !== null),
    '',
    ...table([['', 'max |Δ|', 'reading', ''], ...rows.map((row, index) => [String(index + 1), ...row])], '  '),
    '',
    `${combinations} ${combinations === 1 ? 'combination' : 'combinations'} in ${(ms / 1000).toFixed(1)} s, tolerance ${tolerance}`,
  ];
}

/** `--set lstm.activation=relu`, as it is typed. */
function setText(guess: Guess): string {
  return answersOf(guess)
    .map((answer) => `--set ${answer}`)
    .join(' ');
}

function answersOf({ set }: Guess): readonly string[] {
  return (set ?? []).map(({ id, value }) => `${id}=${String(value)}`);
}

/** `ties` are the settings that this pair cannot tell; `set` is null where no answer applies a combination, or it does not explain the pair. */
function guessDocument(result: GuessResult): Readonly<Record<string, unknown>> {
  const { kind, words, why, leftOut, tolerance, combinations, ms, guesses, undecided } = result;
  return {
    verdict: { kind, words, why, leftOut, tolerance, combinations, ms },
    guess: guesses.map((each) => ({
      settings: Object.fromEntries(each.settings.map(({ id, value }) => [id, value])),
      words: each.words,
      maxAbs: each.maxAbs,
      explains: each.explains,
      set: each.set === null ? null : answersOf(each),
    })),
    ties: undecided,
  };
}
