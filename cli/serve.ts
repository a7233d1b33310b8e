import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabError, labErrorData } from '../core/session/index.ts';
import { type CommandLine, UsageError } from './command-line.ts';
import { Interrupted, listenForInterrupt } from './interrupt.ts';
import { jsonText } from './json-text.ts';
import { openBrowser } from './open-browser.ts';
import { servePage } from './serve-page.ts';

/** `gatescope serve`: the app as a page until Ctrl-C. `command` is the address of the built command; the page lies beside its folder. */
export async function serve({ options }: CommandLine, command: string): Promise<never> {
  const root = fileURLToPath(new URL('../renderer/', command));
  if (!existsSync(join(root, 'index.html'))) {
    throw new LabError(labErrorData('read-failed', root, { file: 'index.html', reason: 'the page is not built yet (npm run build)' }));
  }
  const interrupt = listenForInterrupt();
  const page = await servePage({ root, port: options.port }).catch((error: unknown) => refusePort(error, options.port));
  process.stdout.write(`${options.json ? jsonText({ ok: true, url: page.url }) : page.url}\n`);
  if (process.stdout.isTTY && !options.json) openBrowser(page.url);
  await interrupt.asked;
  await page.close();
  throw new Interrupted();
}

/** A port that is taken or not allowed is the command line's fault; anything else is not. */
function refusePort(error: unknown, port: number): never {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
  throw new UsageError(`port ${port} is ${code === 'EACCES' ? 'not allowed' : 'taken'}; without --port a free one is chosen`, {
    showsUsage: false,
  });
}
