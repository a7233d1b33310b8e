import { type Notice, UsageError } from './command-line.ts';
import { Interrupted } from './interrupt.ts';
import { jsonText } from './json-text.ts';
import { printNotice } from './print.ts';
import { USAGE } from './usage.ts';

/** Says what went wrong and gives the exit status: 2 wrong command line, 3 input refused, 130 interrupted, 4 a defect of ours. */
export async function reportFailure(error: unknown, argv: readonly string[]): Promise<number> {
  const isJson = argv.includes('--json');
  if (error instanceof Interrupted) return 130;
  if (error instanceof UsageError) {
    process.stderr.write(`gatescope: ${error.message}\n${error.showsUsage ? `\n${USAGE}` : ''}`);
    if (isJson) printRefusal({ code: 'usage', message: error.message, where: null, hint: 'gatescope --help lists commands and options.' });
    return 2;
  }
  const { LabError } = await import('../core/session/index.ts');
  if (error instanceof LabError && error.code !== 'internal') {
    printNotice('error', error);
    if (isJson) printRefusal(error);
    return 3;
  }
  return reportDefect(error, isJson);
}

function reportDefect(error: unknown, isJson: boolean): number {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const place = error instanceof Error ? (/^\s+at (.+)$/m.exec(error.stack ?? '')?.[1] ?? '') : '';
  const message = `A defect of Gatescope: ${reason.replaceAll('\n', ' ')}${place === '' ? '' : ` (at ${place})`}`;
  process.stderr.write(`gatescope: ${message}\n`);
  if (isJson) printRefusal({ code: 'internal', message, where: null, hint: 'Report it with the file and the command line.' });
  return 4;
}

function printRefusal({ code, message, where, hint }: Notice): void {
  process.stdout.write(`${jsonText({ ok: false, error: { code, message, where, hint } })}\n`);
}
