import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ROOT, useApp } from './app.ts';
import { seriousFaults } from './serious.ts';

const app = useApp();
const CASE = `${ROOT}fixtures/lstm-5u-3f-7t/`;
const scratch = mkdtempSync(join(tmpdir(), 'gatescope-damaged-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

test('a download that stopped shows where it breaks, opens by its structure, and runs once it is complete and read again', async () => {
  const file = join(scratch, 'speech.keras');
  const whole = readFileSync(`${CASE}model.keras`);
  writeFileSync(file, whole.subarray(0, 11_000));
  const { page, give, picture, close } = await app.open();
  const text = async (id: string): Promise<string> => (await page.getByTestId(id).first().innerText()).replaceAll('\u2009', ' ');
  await give([file], () => page.keyboard.press('Control+o'));
  await page.getByTestId('byte-map').waitFor();
  expect(await text('break')).toBe('byte 11 000');
  expect(await text('cut-bytes')).toBe(
    'At least 18 529 bytes are declared, 11 000 are there: 7 529 bytes or more are missing from the end.',
  );
  expect(whole.length).toBe(18_529);
  await expect.poll(() => page.getByTestId('read-again').evaluate((button) => button === document.activeElement)).toBe(true);
  await page.getByTestId('byte-map').locator('summary').click();
  expect(await text('byte-map')).toContain('model.weights.h5\t2 947\t18 329\tcut off');
  await page.getByTestId('byte-map').locator('summary').click();
  await picture('damaged');
  expect(await seriousFaults(page), 'a damaged file').toEqual([]);

  await page.keyboard.press('F5');
  await expect.poll(() => page.getByTestId('same-again').count()).toBe(1);
  await page.getByTestId('show-structure').click();
  await page.getByTestId('structure').waitFor();
  expect(await text('structure-badge')).toBe('structure only');
  expect(await text('layer-lstm')).toContain('(5)');
  expect(await text('facts-lstm')).toContain('(5, 20)');
  expect(await page.getByTestId('weights').isDisabled()).toBe(true);
  await picture('structure');
  expect(await seriousFaults(page), 'a structure').toEqual([]);

  copyFileSync(`${CASE}model.keras`, file);
  // The page holds the file as it was: it asks for it once more.
  await give([file], () => page.keyboard.press('F5'));
  await page.getByTestId('empty').waitFor();
  expect(await page.getByTestId('structure-badge').count()).toBe(0);
  await give([`${CASE}input.npy`], () => page.getByTestId('empty-open').click());
  await page.getByTestId('track-h').waitFor();
  await close();
});

test('a damaged member is marked on the map, in Chinese too', async () => {
  const { page, give, picture, close } = await app.open({ colorScheme: 'light' });
  await page.getByTestId('language').selectOption('zh-CN');
  await give([`${ROOT}fixtures/bad/wrong-crc.keras`], () => page.keyboard.press('Control+o'));
  await page.getByTestId('byte-map').waitFor();
  expect(await page.getByTestId('byte-map').locator('[role=img]').getAttribute('aria-label')).toContain('model.weights.h5');
  await picture('damaged-zh');
  await close();
});
