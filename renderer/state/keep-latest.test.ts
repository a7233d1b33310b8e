import { expect, test } from 'vitest';
import { KeepLatest } from './keep-latest.ts';

test('of the questions asked meanwhile only the last is put, and superseded answers are dropped', async () => {
  const latest = new KeepLatest();
  const put: number[] = [];
  const taken: number[] = [];
  const answers: (() => void)[] = [];
  for (const number of [1, 2, 3]) {
    latest.ask(
      () => {
        put.push(number);
        return new Promise<number>((resolve) => answers.push(() => resolve(number)));
      },
      (answer) => taken.push(answer),
      () => undefined,
    );
  }
  answers[0]?.();
  await new Promise((resolve) => setTimeout(resolve, 0));
  answers[1]?.();
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect([put, taken]).toEqual([[1, 3], [3]]);
});
