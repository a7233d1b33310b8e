import { expect, test } from 'vitest';
import { type App, useApp } from './app.ts';
import { seriousFaults } from './serious.ts';

const app = useApp();

async function openRiver(): Promise<App> {
  const opened = await app.open();
  await opened.page.getByTestId('example-river').getByRole('button').first().click();
  await opened.page.getByTestId('track-y').waitFor();
  return opened;
}

test('steps, units and zoom go by keys, zoom by the wheel too, and the table twin shows the same numbers', async () => {
  const { page, picture, close } = await openRiver();
  const text = (id: string): Promise<string> => page.getByTestId(id).first().innerText();
  await page.keyboard.press('End');
  await expect.poll(() => text('step')).toContain('729');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => text('step')).toContain('1');
  const before = await text('value-c');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => text('value-c')).not.toBe(before);
  const whole = await text('scale-chip');
  for (let press = 0; press < 4; press++) await page.keyboard.press('w');
  await expect.poll(() => text('scale-chip')).not.toBe(whole);
  await page.keyboard.press('f');
  await expect.poll(() => text('scale-chip')).toBe(whole);
  await picture('scope');
  await page.getByTestId('track-h').hover();
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -600);
  await page.keyboard.up('Control');
  await expect.poll(() => text('scale-chip')).not.toBe(whole);
  const hovered = await text('value-f');
  await page.mouse.move(5, 5); // away from the tracks the values are those of the selected step again
  await expect.poll(() => text('value-f')).not.toBe(hovered);
  await page.keyboard.press('f');
  const shown = await text('value-f');
  await page.keyboard.press('t');
  await expect.poll(() => text('table-twin')).toContain(shown);
  await picture('table');
  await close();
});

test('language and theme change, and axe finds nothing serious on any of them', async () => {
  const { page, picture, close } = await openRiver();
  const serious = (): Promise<string[]> => seriousFaults(page);
  for (const theme of ['dark', 'light', 'hc']) {
    await page.getByTestId('theme').selectOption(theme);
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe(theme);
    expect(await serious(), theme).toEqual([]);
    await picture(`scope-${theme}`);
  }
  await page.getByTestId('language').selectOption('zh-CN');
  await expect.poll(() => page.getByTestId('track-f').innerText()).toContain('遗忘门');
  await picture('scope-zh-CN');
  await page.getByTestId('language').selectOption('en');
  for (const dialog of ['weights', 'sequence', 'new-layer', 'keys']) {
    await page.getByTestId(dialog).first().click();
    await page.getByRole('dialog').waitFor();
    expect(await serious(), dialog).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await page.keyboard.press('h');
  await page.getByTestId('hand-value').waitFor();
  expect(await serious(), 'hand').toEqual([]);
  await close();
});
