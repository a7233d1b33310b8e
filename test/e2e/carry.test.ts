import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readNpz } from '../golden/npz.ts';
import { ROOT, useApp } from './app.ts';
import { seriousFaults } from './serious.ts';

const app = useApp();
const SCREEN = `${ROOT}fixtures/screen/`;
const KERAS = readNpz(readFileSync(`${SCREEN}stateful.expected.npz`));

/** The first numbers of the first output at its last step, of sample 0, as the screen writes them. */
function lastOf(name: 'first/head' | 'second/head'): number[] {
  const { shape = [], data = [] } = KERAS.get(name) ?? {};
  const [, steps = 0, units = 0] = shape;
  return [0, 1].map((unit) => data[(steps - 1) * units + unit] ?? NaN);
}

test('a stateful model carries on from the last state by a switch, and starts from zeros again', async () => {
  const { page, picture, give, close } = await app.open();
  const y = async (): Promise<number[]> => {
    await page.locator('.tracks').focus();
    await page.keyboard.press('End');
    return (await page.getByTestId('value-y').innerText()).split('\n').map((text) => Number(text.replace('−', '-')));
  };
  const gap = async (name: 'first/head' | 'second/head'): Promise<number> => {
    const shown = await y();
    return Math.max(...lastOf(name).map((value, unit) => Math.abs(value - (shown[unit] ?? NaN))));
  };
  await page.getByTestId('open-scope').click();
  await page.getByTestId('sequence').click();
  await page.getByTestId('sequence-dialog').waitFor();
  expect(await page.getByTestId('carry-on').count()).toBe(0); // nothing of it is stateful
  await page.keyboard.press('Escape');

  await give([`${SCREEN}stateful.keras`, `${SCREEN}stateful.first.npy`], () => page.keyboard.press('Control+o'));
  await page.getByTestId('track-y1').waitFor();
  await expect.poll(() => gap('first/head')).toBeLessThan(2e-6);
  await page.getByTestId('sequence').click();
  await page.getByTestId('carry-on').focus();
  await page.keyboard.press('Space');
  expect(await page.getByTestId('carry-on').isChecked()).toBe(true);
  expect(await page.getByTestId('carry-state').innerText()).toContain('zeros');
  await give([`${SCREEN}stateful.second.npy`], () => page.getByTestId('sequence-open').click());
  await expect.poll(() => page.getByTestId('carry-state').innerText()).toContain('lstm');
  await picture('carry-on');
  expect(await seriousFaults(page), 'carry on').toEqual([]);
  await page.keyboard.press('Escape');
  await expect.poll(() => gap('second/head')).toBeLessThan(2e-6);

  await page.getByTestId('precision-f64').click(); // the same sequence again: it starts where it started
  await expect.poll(() => gap('second/head')).toBeLessThan(2e-6);
  await page.getByTestId('sequence').click();
  await page.getByTestId('carry-reset').click();
  await expect.poll(() => page.getByTestId('carry-state').innerText()).toContain('zeros');
  await page.keyboard.press('Escape');
  await expect.poll(() => gap('second/head')).toBeGreaterThan(0.01);
  await close();
});
