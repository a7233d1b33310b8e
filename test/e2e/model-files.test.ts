import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type App, ROOT, useApp } from './app.ts';
import { seriousFaults } from './serious.ts';

const app = useApp();
const SCREEN = `${ROOT}fixtures/screen/`;

async function open({ page }: App, ...files: string[]): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Control+o')]);
  await chooser.setFiles(files);
}

const text = async (page: Page, id: string): Promise<string> => (await page.getByTestId(id).first().innerText()).trim();

/** Nothing that a file says was taken for a program. */
async function expectInert(page: Page): Promise<void> {
  expect(await page.evaluate(() => '__pwned' in window)).toBe(false);
  expect(await page.locator('img, script:not([src]), iframe').count()).toBe(0);
}

test('weights alone lead to their questions, and an answer changes the run at once', async () => {
  const opened = await app.open();
  const { page, picture, close } = opened;
  await open(opened, `${SCREEN}forecast.weights.h5`);
  await page.getByTestId('settings-screen').waitFor();
  expect(await text(page, 'guess-count')).toBe('5 guessed');
  await picture('settings-first');
  await open(opened, `${SCREEN}forecast.csv`);
  await page.getByTestId('settings-done').click();
  await page.getByTestId('track-h').waitFor();
  expect(await text(page, 'layer-lstm')).toContain('4 guessed');
  expect(await text(page, 'inspector-guesses')).toContain('recurrent_activation');
  await page.getByTestId('unit-3').click();
  await page.keyboard.press('Escape');
  await page.getByTestId('track-h').hover();
  await page.mouse.move(5, 5);
  const before = await text(page, 'value-i');
  await picture('guessed-run');
  await page.getByTestId('status-guesses').click();
  await page.getByTestId('row-lstm.recurrent_activation').click();
  await expect.poll(() => page.getByTestId('settings-screen').innerText()).toContain('uses sigmoid unless told otherwise');
  await picture('settings');
  expect(await seriousFaults(page), 'settings').toEqual([]);
  await page.getByTestId('setting-lstm.recurrent_activation').selectOption({ label: 'hard_sigmoid' });
  await expect.poll(() => text(page, 'guess-count')).toBe('4 guessed');
  await expect.poll(() => text(page, 'row-lstm.recurrent_activation')).toContain('you');
  await page.getByTestId('tab-scope').click();
  await expect.poll(() => text(page, 'value-i')).not.toBe(before);
  expect(await page.getByTestId('unit-3').getAttribute('aria-selected')).toBe('true');
  expect(await text(page, 'sequence-title')).toContain('forecast.csv');
  expect(await page.getByTestId('inspector-guesses').innerText()).not.toContain('recurrent_activation');
  await close();
});

test('weights and a table chosen together run at once; the settings go by keys alone', async () => {
  const opened = await app.open();
  const { page, close } = opened;
  await open(opened, `${SCREEN}forecast.csv`, `${SCREEN}forecast.weights.h5`);
  await page.getByTestId('settings-screen').waitFor();
  await expect.poll(() => text(page, 'sequence-title')).toContain('forecast.csv');
  await page.keyboard.press('Escape');
  await page.getByTestId('track-h').waitFor();
  await page.keyboard.press('q');
  await page.getByTestId('setting-lstm.go_backwards').focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => text(page, 'row-lstm.go_backwards')).toContain('you');
  await page.getByTestId('settings-done').focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('track-h').waitFor();
  await page.keyboard.press('i');
  await page.getByTestId('card-dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('card-dialog').waitFor({ state: 'detached' });
  await close();
});

test('the model card shows the file, the graph and the weights by gate', async () => {
  const opened = await app.open();
  const { page, picture, close } = opened;
  await open(opened, `${ROOT}fixtures/functional/model.keras`);
  await expect.poll(() => text(page, 'model-title')).toContain('model.keras');
  await page.getByTestId('model-title').click();
  const card = page.getByTestId('card-dialog');
  await card.waitFor();
  await expect.poll(() => text(page, 'card-hash')).toMatch(/^[0-9a-f]{64}$/);
  expect(await text(page, 'card-format')).toBe('keras-v3');
  const recurrent = page.locator('[data-testid^="node-"]').filter({ hasText: 'LSTM' }).first();
  await recurrent.click();
  await expect.poll(() => card.getByTestId('reading-numbers').count()).toBe(0);
  for (const gate of ['i', 'f', 'g', 'o']) expect(await card.locator('.gate .sg', { hasText: gate }).count()).toBeGreaterThan(1);
  await picture('model-card');
  expect(await seriousFaults(page), 'model card').toEqual([]);
  await page.keyboard.press('Escape');
  await close();
});

test('a file with a link into another file shows its tree with the link marked, and the open model stays', async () => {
  const opened = await app.open();
  const { page, picture, close } = opened;
  await open(opened, `${SCREEN}external.h5`);
  await page.getByTestId('error-page').waitFor();
  expect(await text(page, 'error-code')).toBe('h5-external');
  await page.getByTestId('file-tree').waitFor();
  expect(await text(page, 'tree-lead')).toBe('Read until kernel:0. 11 of 12 entries are sound.');
  expect(await page.locator('[data-bad]').innerText()).toContain('kernel:0');
  expect(await text(page, 'refused-title')).toContain('not opened');
  await picture('refused');
  expect(await seriousFaults(page), 'refused').toEqual([]);
  await expectInert(page);
  await page.keyboard.press('Escape');
  await expect.poll(() => text(page, 'cell-h-1')).toBe('4');
  await close();
});

test('a cut file shows what still stands in it', async () => {
  const opened = await app.open();
  const { page, picture, close } = opened;
  await open(opened, `${ROOT}fixtures/bad/cut-50.keras`);
  await page.getByTestId('file-tree').waitFor();
  expect(await text(page, 'error-code')).toBe('zip-truncated');
  expect(await text(page, 'tree-lead')).toBe('Read until model.weights.h5. 4 of 7 entries are sound.');
  await picture('cut');
  await page.getByTestId('language').selectOption('zh-CN');
  await expect.poll(() => text(page, 'tree-lead')).toContain('4 项完好');
  await picture('cut-zh-CN');
  await close();
});

test('names that are markup stay names, on every screen', async () => {
  const opened = await app.open();
  const { page, picture, close } = opened;
  await open(opened, `${SCREEN}hostile.keras`);
  await page.getByTestId('empty').waitFor();
  expect(await page.locator('[role="listbox"]').first().innerText()).toContain('<img src=x onerror=');
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '1\t2\n3\t4\n5\t6\n7\t8');
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await page.getByTestId('track-h').waitFor();
  await picture('hostile');
  await expectInert(page);
  for (const key of ['q', 'i']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(300);
    await expectInert(page);
    await picture(`hostile-${key}`);
  }
  expect(await page.getByTestId('card-dialog').innerText()).toContain('</script><script>');
  await close();
});

test('layers that cannot run are named, what lies before them is shown, and the rest of the file too', async () => {
  const opened = await app.open();
  const { page, picture, close } = opened;
  await open(opened, `${SCREEN}partial.keras`, `${SCREEN}partial.npy`);
  await page.getByTestId('track-h').waitFor();
  expect(await text(page, 'no-prediction')).toContain('layer 3 of 4, attention_pool');
  expect(await text(page, 'stop-note')).toContain('AttentionPool is not known here');
  expect(await text(page, 'status-unsupported')).toBe('1 layer not supported');
  await picture('partial');
  await page.getByTestId('layer-attention_pool').click();
  await expect.poll(() => page.getByTestId('layer-alone').innerText()).toContain('(6, 4)');
  expect(await seriousFaults(page), 'partial').toEqual([]);
  await picture('partial-layer');
  await close();
});

test('a folder that was dropped opens like the file it was', async () => {
  const { page, close } = await app.open();
  const bytes = [...readFileSync(`${ROOT}fixtures/lstm-5u-3f-7t/model.keras`)];
  await page.evaluate((content) => {
    // A browser makes folder entries only for real drops; this one has the same three methods.
    const file = new File([Uint8Array.from(content)], 'model.keras');
    const inside = { isFile: true, isDirectory: false, name: 'model.keras', file: (take: (file: File) => void) => take(file) };
    let rest = [inside];
    const readEntries = (take: (entries: unknown[]) => void): void => take(rest.splice(0));
    const folder = { isFile: false, isDirectory: true, name: 'model', createReader: () => ({ readEntries }) };
    const event = new DragEvent('drop', { bubbles: true, cancelable: true });
    const item = { kind: 'file', webkitGetAsEntry: () => folder, getAsFile: () => null };
    Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], items: [item], files: [] } });
    document.body.dispatchEvent(event);
    rest = [];
  }, bytes);
  await expect.poll(() => text(page, 'model-title')).toContain('model.keras');
  await close();
});

/** Drops what a browser would hand over; `files` are made in the page, or were chosen from the disk into `window.chosen`. */
function drop(page: Page, what: { address?: string; files?: number; chosen?: boolean }): Promise<void> {
  return page.evaluate(({ address, files = 0, chosen }) => {
    const dataTransfer = new DataTransfer();
    if (address !== undefined) dataTransfer.setData('text/uri-list', address);
    for (let index = 0; index < files; index++) dataTransfer.items.add(new File(['x'], `${index}.keras`));
    if (chosen) for (const file of (window as unknown as { chosen: FileList }).chosen) dataTransfer.items.add(file); // as: set by the test
    for (const type of ['dragover', 'drop'])
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }, what);
}

test('what is no file of a model says so when it is dropped, and the model stays', async () => {
  const { page, picture, close } = await app.open();
  const address = page.url();
  const title = await text(page, 'model-title');
  const noticed = async (code: string, words: string): Promise<void> => {
    await expect.poll(() => page.getByTestId('notice').innerText()).toContain(words);
    expect(await text(page, 'notice')).toContain(code);
    await page.getByTestId('notice').getByRole('button').click();
  };
  await drop(page, { address: 'https://example.org/model.keras' });
  await expect.poll(() => page.getByTestId('notice').innerText()).toContain('https://example.org/model.keras');
  await picture('dropped-address');
  await noticed('file-kind', 'an address, which is never opened');
  await drop(page, { files: 1_000 });
  await noticed('file-kind', 'a choice of more than 256 files');
  expect([page.url(), await text(page, 'model-title')]).toEqual([address, title]);
  await close();
});

test('a shortcut that was dropped is named, a file that was deleted meanwhile is missed; a good one opens after', async () => {
  const opened = await app.open();
  const { page, close } = opened;
  const folder = mkdtempSync(join(tmpdir(), 'gatescope-drop-'));
  const choose = async (name: string, content: string): Promise<string> => {
    const path = join(folder, name);
    writeFileSync(path, content);
    await page.evaluate(() => {
      const input = Object.assign(document.createElement('input'), { type: 'file', id: 'chooser' });
      input.onchange = () => Object.assign(window, { chosen: input.files });
      document.body.append(input);
    });
    await page.locator('#chooser').setInputFiles(path);
    await page.evaluate(() => document.querySelector('#chooser')?.remove());
    return path;
  };
  await choose('model.keras.url', '[InternetShortcut]\r\nURL=https://example.org/\r\n');
  await drop(page, { chosen: true });
  await expect.poll(() => text(page, 'error-page')).toContain('a shortcut that leads to something else');
  expect(await text(page, 'error-page')).toContain('file-kind');
  rmSync(await choose('gone.keras', 'a model that will be gone'));
  await drop(page, { chosen: true });
  await expect.poll(() => text(page, 'error-page')).toContain('read-failed');
  expect(await text(page, 'error-page')).toContain('gone.keras');
  await open(opened, `${ROOT}fixtures/lstm-5u-3f-7t/model.keras`);
  await expect.poll(() => text(page, 'model-title')).toContain('model.keras');
  rmSync(folder, { recursive: true });
  await close();
});
