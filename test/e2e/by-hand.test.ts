import { expect, test } from 'vitest';
import { useApp } from './app.ts';

const app = useApp();

test('at first start the experiment by hand runs and shows h = [0, 4, 0], c = [0, 4, 1] in both precisions', async () => {
  const { page, cell, picture, close } = await app.open();
  const states = async (letter: string): Promise<string[]> => Promise.all([0, 1, 2].map((unit) => cell(`cell-${letter}-${unit}`)));
  expect(await states('h')).toEqual(['0', '4', '0']);
  expect(await states('c')).toEqual(['0', '4', '1']);
  await picture('start');
  await page.getByTestId('precision-f64').click();
  await expect.poll(() => states('h')).toEqual(['0', '4', '0']);
  expect(await states('c')).toEqual(['0', '4', '1']);
  await page.getByTestId('try-0').fill('2');
  await expect.poll(() => states('h')).not.toEqual(['0', '4', '0']);
  await close();
});

test('the hand calculation opens, steps and closes by keyboard, and its terms add up', async () => {
  const { page, picture, close } = await app.open();
  const value = async (id: string): Promise<number> => Number(await page.getByTestId(id).first().getAttribute('data-value'));
  await page.getByTestId('example-by-hand').getByRole('button', { name: 'three steps' }).click();
  await page.getByTestId('track-c').waitFor();
  await page.keyboard.press('Home');
  await page.keyboard.press('h');
  await page.getByTestId('hand-value').waitFor();
  await expect.poll(() => value('hand-c')).toBe(25);
  expect(await value('hand-h')).toBe(25);
  expect(await value('hand-z')).toBe(5);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => value('hand-c')).not.toBe(25);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => value('hand-c')).toBe(25);
  await page.getByTestId('hand-gate-f').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => value('hand-value')).toBe(4);
  await picture('hand');
  await page.keyboard.press('Escape');
  await page.getByTestId('track-c').waitFor();
  await close();
});

test('typed weights run at once; a wrong shape is explained and changes nothing', async () => {
  const { page, picture, close } = await app.open();
  await page.getByTestId('open-scope').click();
  await page.getByTestId('unit-2').click();
  await page.getByTestId('weights').click();
  await page.getByTestId('weights-tab-bias').click();
  await page.getByTestId('weights-text').fill('[3, 1, 0, 1]');
  await page.getByTestId('weights-apply').click();
  await expect.poll(() => page.getByTestId('error-note').innerText()).toMatch(/\(4,\)[\s\S]*\(12,\)/);
  await picture('weights-refused');
  await page.getByTestId('weights-text').fill('[3, 1, 0, 1, 1, 0, 0, 1, 0, 2, 0, 1]');
  await page.getByTestId('weights-apply').click();
  await expect.poll(() => page.getByTestId('weights-applied').innerText()).not.toBe('');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByTestId('value-h').innerText()).toBe('1');
  await close();
});

test('a new layer is made as Keras makes it, and runs', async () => {
  const { page, picture, close } = await app.open();
  await page.getByTestId('new-layer').first().click();
  await page.getByTestId('new-layer-units').fill('4');
  await page.getByTestId('new-layer-features').fill('2');
  await page.getByTestId('new-layer-seed').fill('7');
  await picture('new-layer');
  await page.getByTestId('new-layer-create').click();
  await page.getByTestId('unit-3').waitFor();
  await page.getByTestId('weights').click();
  await page.getByTestId('weights-tab-bias').click();
  await expect
    .poll(() => page.getByTestId('weights-text').inputValue())
    .toBe('array([0., 0., 0., 0., 1., 1., 1., 1., 0., 0., 0., 0., 0., 0., 0., 0.], dtype=float32)');
  await close();
});
