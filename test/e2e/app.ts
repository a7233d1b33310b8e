import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { servePage } from '../../cli/serve-page.ts';
import { launchBrowser } from './browser.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PICTURES = `${ROOT}out/e2e/`;

/** Pictures that stand in the README and the user guide. */
const PICTURES_OF_THE_GUIDE = ['start', 'scope', 'hand', 'settings', 'refused', 'model-card'];

/** The page as a person has it, with everything that must not happen collected on the way. */
export interface App {
  readonly page: Page;
  readonly cell: (id: string) => Promise<string>;
  /** Gives files to the next chooser that the page opens, and does what opens it. */
  readonly give: (files: readonly string[], open: () => Promise<unknown>) => Promise<void>;
  /** Writes a picture into out/e2e, and for the README when UPDATE_SCREENSHOTS is set. */
  readonly picture: (name: string) => Promise<void>;
  /** Closes the page; no error, refusal of the policy or foreign request may have happened. */
  readonly close: () => Promise<void>;
}

/** Serves the built page with the production policy and opens a browser, once for a file of tests. */
export function useApp(): { readonly open: (options?: { colorScheme?: 'dark' | 'light' }) => Promise<App> } {
  let server: Awaited<ReturnType<typeof servePage>>;
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    server = await servePage({ root: `${ROOT}dist/renderer`, port: 0 });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  return {
    open: async ({ colorScheme = 'dark' } = {}) =>
      openApp(await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme }), server.url),
  };
}

async function openApp(context: BrowserContext, url: string): Promise<App> {
  const page = await context.newPage();
  const faults: string[] = [];
  let given: readonly string[] = [];
  page.on('filechooser', (chooser) => {
    // Without files it stays in the hands of the test that waits for it.
    if (given.length > 0) void chooser.setFiles([...given]);
    given = [];
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) faults.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  await page.getByTestId('cell-h-0').waitFor();
  await expect.poll(() => page.getByTestId('cell-h-1').textContent()).toMatch(/\d/);
  return {
    page,
    cell: async (id) => (await page.getByTestId(id).innerText()).trim(),
    give: async (files, open) => {
      given = files;
      await open();
      await expect.poll(() => given.length).toBe(0);
    },
    picture: async (name) => {
      await page.screenshot({ path: `${PICTURES}${name}.png` });
      const isForReadme = PICTURES_OF_THE_GUIDE.includes(name);
      if (process.env['UPDATE_SCREENSHOTS'] === '1' && isForReadme) await page.screenshot({ path: `${ROOT}docs/screenshots/${name}.png` });
    },
    close: async () => {
      await context.close();
      expect(faults).toEqual([]);
    },
  };
}
