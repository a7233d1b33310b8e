import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readNpz } from '../golden/npz.ts';
import { ROOT, useApp } from './app.ts';
import { seriousFaults } from './serious.ts';

const app = useApp();
const CASE = `${ROOT}fixtures/unsupported/`;
/** Read-outs show six significant digits. */
const SHOWN_DIGITS = 2e-6;

test('the output that Keras gave for a layer that cannot run is brought, and the prediction is the one of Keras', async () => {
  const { page, give, picture, close } = await app.open();
  const choose = (file: string): Promise<void> => give([`${CASE}${file}`], () => page.getByTestId('bring-output').click());
  await give([`${CASE}model.keras`, `${CASE}input.npy`], () => page.keyboard.press('Control+o'));
  await page.getByTestId('no-prediction').waitFor();
  expect(await page.getByTestId('no-prediction').innerText()).toContain('(2, T, 4)');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByTestId('ask-for-layer').click();
  await expect.poll(() => page.getByTestId('asked').innerText()).toContain('Copied');
  const asked = await page.evaluate(() => navigator.clipboard.readText());
  expect(asked).toContain('SeparableConv1D');
  expect(asked).toContain('"padding":"same"');
  expect(asked).toContain('- 0 (3, 6, 1), float32');
  await picture('partial');
  expect(await seriousFaults(page), 'a layer that cannot run').toEqual([]);

  await choose('input.npy');
  await expect.poll(() => page.getByTestId('notice').innerText()).toContain('output-shape');
  expect(await page.getByTestId('notice').innerText()).toContain('(2, 9, 3); (2, None, 4) fits here');
  await choose('brought.npz');
  await page.getByTestId('brought-conv').waitFor();
  expect(await page.getByTestId('no-prediction').count()).toBe(0);
  expect(await page.getByTestId('notice').count()).toBe(0);
  await page.getByTestId('layer-second').click();
  await page.getByTestId('track-c').waitFor();
  const [expected = NaN] = readNpz(readFileSync(`${CASE}brought.npz`)).get('head/output')?.data ?? [];
  await expect
    .poll(async () => Math.abs(Number((await page.getByTestId('value-y').innerText()).split('\n')[0]?.replace('−', '-')) - expected))
    .toBeLessThan(SHOWN_DIGITS);
  await picture('brought');
  expect(await seriousFaults(page), 'a brought output').toEqual([]);
  await page.getByTestId('layer-conv').click();
  await page.getByTestId('track-y').waitFor();

  await page.getByTestId('take-away').click();
  await expect.poll(() => page.getByTestId('brought-conv').count()).toBe(0);
  await page.getByTestId('layer-first').click();
  await page.getByTestId('no-prediction').waitFor();
  await close();
});
