import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readNpz } from '../golden/npz.ts';
import { type App, ROOT, useApp } from './app.ts';

const app = useApp();
const CASE = `${ROOT}fixtures/lstm-5u-3f-7t/`;
/** Read-outs show six significant digits. */
const SHOWN_DIGITS = 2e-6;

async function choose({ page }: App, button: string, files: string | string[]): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByTestId(button).first().click()]);
  await chooser.setFiles(files);
}

async function paste({ page }: App, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

test('a .keras and its sequence open, and the screen shows what Keras computed', async () => {
  const opened = await app.open();
  const { page, picture, close } = opened;
  await choose(opened, 'open', `${CASE}model.keras`);
  await page.getByTestId('empty').waitFor();
  await picture('empty');
  await choose(opened, 'empty-open', `${CASE}input.npy`);
  await page.getByTestId('track-h').waitFor();
  await page.keyboard.press('Home');
  await page.getByTestId('unit-2').click(); // from here on Home would belong to the list of units
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowRight');
  const arrays = readNpz(readFileSync(`${CASE}expected.npz`));
  const [name, h] = [...arrays].find(([key]) => key.endsWith('/h')) ?? ['', undefined];
  expect(name).not.toBe('');
  const expected = h?.data[3 * (h.shape[2] ?? 0) + 2] ?? NaN;
  await expect
    .poll(async () => Math.abs(Number((await page.getByTestId('value-h').innerText()).replace('−', '-')) - expected))
    .toBeLessThan(SHOWN_DIGITS);
  await picture('opened');
  await close();
});

test('a pasted sequence runs; a blank cell is refused by row and column and the run stays', async () => {
  const opened = await app.open();
  const { page, close } = opened;
  await page.getByTestId('open-scope').click();
  await paste(opened, '1\t3\n1\t1\n2\t3\n4\t5');
  await expect.poll(() => page.getByTestId('sequence-title').innerText()).toContain('1 × 4 × 2');
  await page.getByTestId('sequence').first().click();
  await expect.poll(() => page.getByTestId('sequence-form').innerText()).toBe('Read as cells parted by tabs.');
  await page.keyboard.press('Escape');
  await paste(opened, '1\t3\n1\t\n2\t3');
  await expect.poll(() => page.locator('body').innerText()).toMatch(/row 2/i);
  expect(await page.getByTestId('sequence-title').innerText()).toContain('1 × 4 × 2');
  await close();
});

test.each([
  ['wrong-crc.keras', 'zip-crc'],
  ['cut-50.keras', 'zip-truncated'],
  ['text.h5', /./],
])('%s is refused with its place and a way on, and the open model stays', async (file, code) => {
  const opened = await app.open();
  const { page, cell, picture, close } = opened;
  await choose(opened, 'open', `${ROOT}fixtures/bad/${file}`);
  await page.getByTestId('error-page').waitFor();
  expect(await cell('error-code')).toMatch(code);
  expect(await page.getByTestId('error-page').innerText()).toContain(file);
  await picture(`refused-${file}`);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByTestId('cell-h-1').innerText()).toBe('4');
  await close();
});

test('a long run shows how far it is and stops on Escape', async () => {
  const opened = await app.open();
  const { page, picture, close } = opened;
  await page.getByTestId('new-layer').first().click();
  await page.getByTestId('new-layer-units').fill('128');
  await page.getByTestId('new-layer-features').fill('1');
  await page.getByTestId('new-layer-create').click();
  await page.getByTestId('unit-3').waitFor();
  await paste(opened, Array.from({ length: 20_000 }, (_, step) => String(Math.sin(step / 50))).join('\n'));
  await page.getByTestId('busy').waitFor();
  await picture('running');
  await page.keyboard.press('Escape');
  await page.getByTestId('busy').waitFor({ state: 'detached' });
  await close();
});

test('a model and its sequence dropped together run at once', async () => {
  const { page, close } = await app.open();
  const dropped = ['model.keras', 'input.npy'].map((name) => ({ name, bytes: [...readFileSync(`${CASE}${name}`)] }));
  await page.evaluate((files) => {
    const dataTransfer = new DataTransfer();
    for (const { name, bytes } of files) dataTransfer.items.add(new File([Uint8Array.from(bytes)], name));
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, dropped);
  await page.getByTestId('track-h').waitFor();
  await expect.poll(() => page.getByTestId('model-title').innerText()).toContain('model.keras');
  await close();
});
