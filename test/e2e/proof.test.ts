import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type App, ROOT, useApp } from './app.ts';
import { seriousFaults } from './serious.ts';

const app = useApp();
const SCREEN = `${ROOT}fixtures/screen/`;

const text = async (page: Page, id: string): Promise<string> => (await page.getByTestId(id).first().innerText()).trim();

async function openFiles(opened: App, ...files: string[]): Promise<void> {
  await opened.give(
    files.map((file) => SCREEN + file),
    () => opened.page.keyboard.press('Control+o'),
  );
}

async function saved({ page }: App, button: string): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId(button).click()]);
  return { name: download.suggestedFilename(), bytes: new Uint8Array(readFileSync(await download.path())) };
}

test('what Keras computed is compared with the run: a badge, the place of the largest difference, a certificate, a script', async () => {
  const opened = await app.open();
  const { page, picture, close } = opened;
  await openFiles(opened, 'both-ways.keras', 'both-ways.npy');
  await page.getByTestId('track-h').waitFor();
  expect(await text(page, 'check-badge')).toBe('compare with Keras…');
  await openFiles(opened, 'both-ways.expected.npz');
  await expect.poll(() => text(page, 'check-badge')).toMatch(/matches Keras: max \|Δ\| \d\.\de−[78] · 9 steps/);
  await picture('check-badge');
  await page.keyboard.press('c');
  await page.getByTestId('check-verdict').waitFor();
  expect(await text(page, 'check-verdict')).toContain('both-ways.expected.npz matches: 2 arrays compared');
  const certificate = await saved(opened, 'save-certificate');
  expect(certificate.name).toMatch(/both-ways.*\.json$/);
  expect(JSON.parse(new TextDecoder().decode(certificate.bytes))).toMatchObject({ check: { pass: true } });
  const rebuild = await saved(opened, 'save-rebuild');
  const members = Object.keys(unzipSync(rebuild.bytes)).map((name) => name.split('/').at(-1));
  expect(members).toEqual(expect.arrayContaining(['weights.npz', 'expected.npz', 'certificate.json']));
  await opened.give([`${SCREEN}both-ways.moved.npz`], () => page.getByTestId('check-choose').click());
  await expect.poll(() => text(page, 'check-verdict')).toContain('both-ways.moved.npz differs');
  expect((await text(page, 'check-worst')).split('\n').filter(Boolean)).toEqual([
    'layer',
    'the model',
    'signal',
    'output',
    'sample',
    '1',
    'step',
    '5',
    'unit',
    '6',
  ]);
  expect(await text(page, 'check-worst-row')).toMatch(/^5\s+−0\.439\d+\s+−0\.409\d+\s+0\.03$/);
  await picture('check');
  expect(await seriousFaults(page), 'comparison').toEqual([]);
  await page.getByTestId('check-tolerance').selectOption({ label: '0.01' });
  expect(await text(page, 'check-verdict')).toContain('differs');
  await page.getByTestId('check-go').click();
  await expect.poll(() => text(page, 'step')).toBe('5');
  expect(await page.getByTestId('sample').inputValue()).toBe('1');
  expect(await page.getByTestId('layer-bidirectional').getAttribute('aria-selected')).toBe('true');
  expect(await text(page, 'check-badge')).toContain('differs: 0.03 at step 5');
  await close();
});

test('a known output finds the setting that a weights file does not hold; applying it makes the run match', async () => {
  const opened = await app.open();
  const { page, picture, close } = opened;
  await openFiles(opened, 'forecast.weights.h5', 'forecast.csv');
  await page.getByTestId('settings-screen').waitFor();
  await opened.give([`${SCREEN}forecast.known.npy`], () => page.getByTestId('forensics-choose').click());
  await expect.poll(() => text(page, 'forensics-verdict'), { timeout: 30_000 }).toMatch(/^Recurrent activation of lstm is hard_sigmoid/);
  expect(await text(page, 'guess-0')).toContain('fits');
  await expect.poll(() => text(page, 'check-badge')).toContain('differs');
  await picture('forensics');
  expect(await seriousFaults(page), 'forensics').toEqual([]);
  await page.getByTestId('guess-apply-0').click();
  await expect.poll(() => text(page, 'check-badge')).toMatch(/matches Keras: max \|Δ\|/);
  expect(await text(page, 'row-lstm.recurrent_activation')).toContain('you');
  await close();
});

test('typed weights switch the comparison off, and another sequence ends it', async () => {
  const opened = await app.open();
  const { page, close } = opened;
  await openFiles(opened, 'both-ways.keras', 'both-ways.npy');
  await page.getByTestId('track-h').waitFor();
  await openFiles(opened, 'both-ways.expected.npz');
  await expect.poll(() => text(page, 'check-badge')).toContain('matches');
  await page.getByTestId('weights').click();
  await page.getByTestId('weights-tab-bias').click();
  await page.getByTestId('weights-text').fill('[1, 2, 3, 4, 5]');
  await page.getByTestId('weights-apply').click();
  await page.keyboard.press('Escape');
  await expect.poll(() => text(page, 'check-badge')).toBe('edited: not compared');
  await openFiles(opened, 'both-ways.keras', 'both-ways.npy');
  await expect.poll(() => text(page, 'check-badge')).toBe('compare with Keras…');
  await close();
});

test('a guessed setting tells on demand how far y would move under its other answers, and it moves that far', async () => {
  const { page, picture, give, close } = await app.open();
  await give([`${SCREEN}forecast.weights.h5`, `${SCREEN}forecast.csv`], () => page.keyboard.press('Control+o'));
  await page.getByTestId('row-lstm.recurrent_activation').click();
  await page.getByTestId('moves-ask').click();
  const moves = page.getByTestId('moves-hard_sigmoid');
  await moves.waitFor();
  await picture('other-answers');
  expect(await seriousFaults(page), 'other answers').toEqual([]);
  const shown = Number(/\|Δy\| (\S+)/.exec(await moves.innerText())?.[1]);
  const y = async (): Promise<number> => {
    await page.getByTestId('tab-scope').click();
    await page.getByTestId('value-y').waitFor();
    await expect.poll(() => page.getByTestId('value-y').innerText()).toMatch(/\d/);
    return Number((await page.getByTestId('value-y').innerText()).replace('−', '-'));
  };
  const before = await y();
  await page.getByTestId('tab-settings').click();
  expect(await page.getByTestId('row-lstm.recurrent_activation').getByTestId('guess-badge').getAttribute('title')).toContain('|Δy|');
  await page.getByTestId('setting-lstm.recurrent_activation').selectOption({ label: 'hard_sigmoid' });
  await expect.poll(() => page.getByTestId('status-guesses').innerText()).toContain('4');
  await expect.poll(async () => Math.abs((await y()) - before)).toBeCloseTo(shown, 4);
  await close();
});
