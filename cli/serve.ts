import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabError, labErrorData } from '../core/session/index.ts';
import type { CommandLine } from './command-line.ts';
import { Interrupted, listenForInterrupt } from './interrupt.ts';
import { jsonText } from './json-text.ts';
import { servePage } from './serve-page.ts';

/** `gatescope serve`: the app as a page until Ctrl-C. `command` is the address of the built command; the page lies beside its folder. */
export async function serve({ options }: CommandLine, command: string): Promise<never> {
  const root = fileURLToPath(new URL('../renderer/', command));
  if (!existsSync(join(root, 'index.html'))) {
    throw new LabError(labErrorData('read-failed', root, { file: 'index.html', reason: 'the page is not built yet (npm run build)' }));
  }
  const interrupt = listenForInterrupt();
  const page = await servePage({ root, port: options.port });
  process.stdout.write(`${options.json ? jsonText({ ok: true, url: page.url }) : page.url}\n`);
  await interrupt.asked;
  await page.close();
  throw new Interrupted();
}
