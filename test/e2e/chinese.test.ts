import { expect, test } from 'vitest';
import { ROOT, useApp } from './app.ts';

const app = useApp();
const SCREEN = `${ROOT}fixtures/screen/`;
const CHINESE = /[\u4e00-\u9fff]/;

test('in Chinese the reasons of guesses, the effects of answers and the notes of a tree are Chinese', async () => {
  const { page, give, picture, close } = await app.open();
  await page.getByTestId('language').selectOption('zh-CN');
  await give([`${SCREEN}forecast.weights.h5`], () => page.keyboard.press('Control+o'));
  await page.getByTestId('setting-why').waitFor();
  expect(await page.getByTestId('setting-why').innerText()).toMatch(CHINESE);
  const effects = (await page.locator('td.effect').allInnerTexts()).filter((text) => text !== '');
  expect(effects.length).toBeGreaterThan(5);
  expect(effects.filter((text) => !CHINESE.test(text))).toEqual([]);
  await picture('settings-zh');
  await give([`${ROOT}fixtures/bad/cut-50.keras`], () => page.keyboard.press('Control+o'));
  await page.getByTestId('byte-map').waitFor();
  expect(await page.getByTestId('file-tree').innerText()).toContain('无法核对校验和');
  expect(await page.getByTestId('file-tree').innerText()).toContain('成员列表');
  await give([`${ROOT}fixtures/bad/text.h5`], () => page.keyboard.press('Control+o'));
  await expect.poll(() => page.getByTestId('error-page').innerText()).toContain('是 文本文件');
  await close();
});
