import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readNpz } from '../golden/npz.ts';
import { useApp } from './app.ts';
import { seriousFaults } from './serious.ts';

const app = useApp();

test('typed weights are saved from the page, as .npz and as .weights.h5', async () => {
  const { page, picture, close } = await app.open();
  await page.getByTestId('tab-scope').click();
  await page.getByTestId('weights').click();
  await page.getByTestId('weights-dialog').waitFor();
  await page.getByTestId('weights-tab-bias').click();
  const field = page.getByTestId('weights-text');
  await field.fill('[3 1 0 1 1 0 0 1 0 2 0 1]');
  expect(await page.getByTestId('weights-save-npz').isDisabled()).toBe(true);
  await page.getByTestId('weights-apply').click();
  await expect.poll(() => page.getByTestId('weights-applied').innerText()).toContain('bias');
  await picture('save');
  const files = new Map<string, Uint8Array>();
  for (const format of ['npz', 'weights.h5']) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId(`weights-save-${format}`).click()]);
    files.set(download.suggestedFilename(), new Uint8Array(readFileSync(await download.path())));
  }
  const [npz, h5] = [...files.keys()];
  expect([npz?.endsWith('.npz'), h5?.endsWith('.weights.h5')]).toEqual([true, true]);
  const arrays = readNpz(files.get(npz ?? '') ?? new Uint8Array());
  expect([...arrays.keys()]).toEqual(['lstm/kernel', 'lstm/recurrent_kernel', 'lstm/bias']);
  expect([...(arrays.get('lstm/bias')?.data ?? [])]).toEqual([3, 1, 0, 1, 1, 0, 0, 1, 0, 2, 0, 1]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+E');
  await page.getByTestId('export-dialog').waitFor();
  expect(await seriousFaults(page), 'export').toEqual([]);
  await picture('export');
  const [again] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-save-npz').click()]);
  expect(readFileSync(await again.path())).toEqual(Buffer.from(files.get(npz ?? '') ?? []));
  await expect.poll(() => page.getByTestId('export-saved').innerText()).toContain('.npz');
  const [certificate] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-save-certificate').click()]);
  expect(JSON.parse(readFileSync(await certificate.path(), 'utf8'))).toMatchObject({ certificate: 'gatescope-parity' });
  expect(new TextDecoder('latin1').decode(files.get(h5 ?? '')?.subarray(0, 8))).toBe('\x89HDF\r\n\x1a\n');
  await close();
});
