import { afterEach, expect, test } from 'vitest';
import { Lab } from '../../core/session/index.ts';
import { finish } from '../../core/session/progress.ts';
import { runToEnd } from '../../core/session/run-files.ts';
import type { GuessResult } from '../../core/session/index.ts';
import { setLocale } from '../i18n/index.ts';
import { whyText } from './guess-words.ts';

afterEach(() => setLocale('en'));

/** What a search says of a fresh LSTM and its own output over one timestep. */
function ofOneStep(): GuessResult {
  const lab = new Lab();
  lab.newLayer({ className: 'LSTM', settings: { units: 3 }, features: 2, seed: 4 });
  lab.setSequenceText('0.5\t-0.25');
  runToEnd(lab, 'f32');
  const shape = lab.trace?.arrays.get('output') ?? [];
  return finish(lab.guess(new Map([['output', { shape, data: lab.trace?.whole('output') as Float32Array }]]), 1e-5));
}

test('a tie says what of the pair causes it, in both languages', () => {
  const result = ofOneStep();
  expect(result.causes).toEqual(['forget-at-zero', 'one-step']);
  expect(whyText(result)).toBe(result.why);
  setLocale('zh-CN');
  expect(whyText(result)).toBe(
    `这一对数据无法区分 ${result.undecided.join('、')}：细胞状态为 0 时，无论遗忘门取何值，通过的都只是 0，并且只有一步时，从头读与从尾读并无不同。请用更长的序列再试。`,
  );
  expect(whyText({ ...result, causes: [] })).toContain('输出相同');
  expect(whyText({ ...result, why: null })).toBe('');
});
