import { expect, test } from 'vitest';
import { type App, ROOT, useApp } from './app.ts';
import { seriousFaults } from './serious.ts';

const app = useApp();
const SCREEN = `${ROOT}fixtures/screen/`;
const ENCODER_DECODER = `${ROOT}fixtures/encoder-decoder/`;

async function openFiles(...files: string[]): Promise<App> {
  const opened = await app.open();
  await opened.give(files, () => opened.page.keyboard.press('Control+o'));
  await opened.page.getByTestId('track-x').waitFor();
  return opened;
}

test('a Bidirectional with padding: each direction by its own cells and units, padding hatched, said and written out', async () => {
  const { page, picture, close } = await openFiles(`${SCREEN}both-ways.keras`, `${SCREEN}both-ways.npy`);
  const text = async (id: string): Promise<string> => (await page.getByTestId(id).innerText()).trim();
  await page.getByTestId('layer-bidirectional').click();
  await expect.poll(() => text('layer-bidirectional')).toContain('4 + 3 units');
  await page.getByTestId('track-c').waitFor();
  await page.getByTestId('unit-3').click();
  await page.getByTestId('part-bidirectional/backward').click();
  await page.getByTestId('track-z').waitFor();
  expect(await page.getByTestId('track-c').count()).toBe(0);
  expect(await text('units-part')).toBe('backward');
  expect(await page.getByTestId('unit-2').getAttribute('aria-selected')).toBe('true'); // it has no unit 3
  await page.getByTestId('part-all').click();
  await page.getByTestId('heading-bidirectional/forward').click();
  await expect.poll(() => text('units-part')).toBe('forward');
  expect(await page.getByTestId('track-bidirectional/backward/z').count()).toBe(1);
  for (let step = 0; step < 7; step++) await page.keyboard.press('ArrowRight');
  await expect.poll(() => text('step')).toBe('7');
  await expect.poll(() => text('value-bidirectional/forward/f')).toBe('padding');
  await expect.poll(() => text('value-bidirectional/forward/c')).toMatch(/^padding\s+−0\.\d+$/);
  expect(await text('inspector-padding')).toContain('the state is kept');
  expect([await text('value-x'), await text('value-y')]).toEqual(['padding\n0', 'padding\n0\n6 more']);
  await picture('bidirectional');
  expect(await seriousFaults(page), 'both directions').toEqual([]);
  await page.keyboard.press('t');
  await expect.poll(() => text('table-twin')).toContain('padding');
  await page.keyboard.press('t');
  await page.keyboard.press('h');
  await page.getByTestId('hand-padding').waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.getByTestId('hand-gate-o').waitFor();
  await page.getByTestId('part-bidirectional/backward').click();
  await page.getByTestId('hand-gate-g').click();
  await expect.poll(() => page.getByTestId('hand-gate-o').count()).toBe(0);
  await picture('hand-gru');
  expect(await seriousFaults(page), 'hand calculation of a GRU').toEqual([]);
  await close();
});

test('token ids are told as samples and timesteps, and are shown one by one', async () => {
  const { page, picture, close } = await openFiles(
    `${ROOT}fixtures/layers-embedding/model.keras`,
    `${ROOT}fixtures/layers-embedding/input.npz`,
  );
  expect(await page.getByTestId('sequence-title').innerText()).toContain('ids 2 × 7 · pairs 2 × 5 × 3');
  const tooWide = (columns: Element[]): string[] =>
    columns
      .filter((column) => column.scrollWidth > column.clientWidth || column.scrollHeight > column.clientHeight)
      .map((column) => column.textContent);
  expect(await page.locator('[data-testid^="value-"]').evaluateAll(tooWide)).toEqual([]);
  await page.getByTestId('sequence').click();
  const received = page.getByTestId('sequence-dialog').locator('tbody tr');
  await expect.poll(() => page.getByTestId('sequence-shape').innerText()).toBe('input.npz (samples, timesteps) (2, 7)');
  expect((await received.allInnerTexts()).map((row) => row.split(/\s+/).join(' '))).toEqual([
    '0 0',
    '1 0',
    '2 3',
    '3 1',
    '4 1',
    '5 4',
    '6 1',
  ]);
  expect(await page.getByTestId('sequence-expects').innerText()).toContain('from 0 to 8');
  await picture('token-ids');
  expect(await seriousFaults(page), 'token ids').toEqual([]);
  await close();
});

test('an encoder and its decoder have a time axis each, and the decoder starts from the state of the encoder', async () => {
  const { page, picture, close } = await openFiles(`${ENCODER_DECODER}model.keras`, `${ENCODER_DECODER}input.npz`);
  const layers = page.locator('[data-testid^="layer-"]').filter({ hasText: 'LSTM' });
  expect(await layers.count()).toBe(2);
  const steps = async (): Promise<number> => Number(/of (\d+)/.exec(await page.locator('.inspector .steps').innerText())?.[1]);
  await layers.first().click();
  const encoderSteps = await steps();
  await page.locator('.tracks').focus(); // in the list of layers these keys belong to the list
  await page.keyboard.press('End');
  await expect.poll(() => page.getByTestId('step').innerText()).toBe(String(encoderSteps - 1));
  const last = await page.getByTestId('value-c').innerText();
  await layers.nth(1).click();
  await expect.poll(steps).not.toBe(encoderSteps);
  await page.locator('.tracks').focus();
  await page.keyboard.press('Home');
  const start = async (): Promise<number> => Number((await page.getByTestId('c-previous').textContent())?.replace('−', '-'));
  await expect.poll(start).toBeCloseTo(Number(last.replace('−', '-')), 4);
  expect(await page.getByTestId('sequence-title').innerText()).toContain('source 2 × 9 × 3 · target 2 × 6 × 5');
  await picture('decoder');
  await close();
});
