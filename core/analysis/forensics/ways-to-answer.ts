import type { Answer } from './factor.ts';

/** A release of each family whose defaults are the same: what to say for `keras` when it is hard_sigmoid that decides. */
const RELEASES = ['2.2.4', '2.15.0', '3.15.1'];
const DEFINITE = /^hard_sigmoid_keras_\d$/;

/**
 * Ways to say the same, the plainest first. hard_sigmoid under the name that every Keras uses, if need be with the release that meant it
 * so; last under the name that only this program knows, which says it for one layer.
 */
export function waysToAnswer(answers: readonly Answer[] | null): readonly (readonly Answer[])[] {
  if (answers === null) return [];
  if (!answers.some(({ value }) => isDefinite(value))) return [answers];
  const plain = answers.map((answer) => (isDefinite(answer.value) ? { ...answer, value: 'hard_sigmoid' } : answer));
  return [plain, ...RELEASES.map((release) => [{ id: 'keras', value: release }, ...plain]), answers];
}

function isDefinite(value: Answer['value']): boolean {
  return typeof value === 'string' && DEFINITE.test(value);
}
