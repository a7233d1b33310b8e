import { version } from '../package.json';
import { parseCommandLine } from './arguments.ts';
import type { CommandLine, Outcome } from './command-line.ts';
import { reportFailure } from './failure.ts';
import { jsonText } from './json-text.ts';
import { printLines, printNotice } from './print.ts';
import { USAGE } from './usage.ts';

/** The command line as a table of contents: words in, one command, exit status out. Each command is loaded only when it is asked for. */
async function main(argv: readonly string[]): Promise<number> {
  const line = parseCommandLine(argv);
  if (line === 'help') return write(USAGE);
  if (line === 'version') return write(`gatescope ${version}\n`);
  return show(await perform(line), line);
}

async function perform(line: CommandLine): Promise<Outcome> {
  switch (line.command) {
    case 'open':
      return (await import('./open.ts')).open(line);
    case 'run':
      return (await import('./run.ts')).run(line);
    case 'check':
      return (await import('./check.ts')).check(line);
    case 'explain':
      return (await import('./explain.ts')).explain(line);
    case 'guess':
      return (await import('./guess.ts')).guess(line);
    case 'example':
      return (await import('./example.ts')).example(line);
    case 'save':
      return (await import('./save.ts')).save(line);
    case 'rebuild':
      return (await import('./rebuild.ts')).rebuild(line);
    case 'serve':
      return (await import('./serve.ts')).serve(line, import.meta.url);
  }
}

function show(outcome: Outcome, { options }: CommandLine): number {
  if (options.json) write(`${jsonText({ ok: true, ...outcome.document() })}\n`);
  else if (!options.quiet) printLines(outcome.lines());
  if (!options.quiet) for (const warning of outcome.warnings) printNotice('warning', warning);
  return outcome.status;
}

function write(text: string): 0 {
  process.stdout.write(text);
  return 0;
}

// A reader that has seen enough (`| head`) is no defect.
process.stdout.on('error', () => process.exit(0));
// exitCode rather than exit(): what was written to a pipe is written out first.
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => reportFailure(error, process.argv));
