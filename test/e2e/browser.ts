import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A real Chromium: the one named in GATESCOPE_CHROME, a system one, Playwright's own, last the one that @sparticuz/chromium carries. */
export async function launchBrowser(): Promise<Browser> {
  const named = [process.env['GATESCOPE_CHROME'] ?? '', ...SYSTEM_BROWSERS, chromium.executablePath()].find(
    (path) => path !== '' && existsSync(path),
  );
  const args = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  if (named !== undefined) return chromium.launch({ executablePath: named, args });
  // In one process the browser dies with its first closed window.
  const carried = sparticuz.args.filter((argument) => !/headless|single-process|zygote/.test(argument));
  return chromium.launch({ executablePath: await sparticuz.executablePath(), args: [...args, ...carried] });
}
