import { Lab, type LabCard, type RunCard } from '../core/session/index.ts';
import type { CommandLine, Notice } from './command-line.ts';
import { fileSource, sourcesAt } from './files.ts';
import { Interrupted, listenForInterrupt } from './interrupt.ts';
import { progressLine } from './progress.ts';

const EXAMPLE = 'example:';

/** The model of the command line with the answers of `--set`. */
export function openModel({ files, options }: CommandLine): Lab {
  const lab = new Lab();
  const [first = ''] = files;
  if (first.startsWith(EXAMPLE)) lab.example(first.slice(EXAMPLE.length));
  else lab.open(files.flatMap(sourcesAt));
  for (const { id, value } of options.set) lab.answer(id, value);
  return lab;
}

/** Opens the model, sets its sequence and initial states, runs it to the end. @throws Interrupted */
export async function runModel(line: CommandLine): Promise<{ lab: Lab; run: RunCard }> {
  const lab = readyModel(line);
  return { lab, run: await drive(lab.run(line.options.precision), line) };
}

/** The model with its sequence and initial states. */
export function readyModel(line: CommandLine): Lab {
  const { options } = line;
  const lab = openModel(line);
  if (options.input.length > 0) lab.setSequenceFiles(options.input.map(fileSource), options.columns);
  if (options.state !== null) lab.setStateFile(fileSource(options.state));
  return lab;
}

/** Does work to its end. Turns to the event loop now and then, so that Ctrl-C is heard. @throws Interrupted */
export async function drive<T>(
  chunks: Generator<{ readonly done: number; readonly of: number }, T, 'go' | 'stop'>,
  { options }: CommandLine,
): Promise<T> {
  const interrupt = listenForInterrupt();
  const progress = progressLine(!options.quiet);
  try {
    for (let turnMs = performance.now(); ;) {
      if (interrupt.isAsked()) throw new Interrupted();
      const chunk = chunks.next('go');
      if (chunk.done === true) return chunk.value;
      progress.show(chunk.value.done, chunk.value.of);
      if (performance.now() - turnMs < TURN_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      turnMs = performance.now();
    }
  } finally {
    progress.end();
    interrupt.end();
  }
}

const TURN_MS = 50;

/** What was read past or settled on the way, each said once. */
export function warningsOf({ model, sequence }: LabCard, run: RunCard | null = null): Notice[] {
  const all = [...model.warnings, ...(sequence?.warnings ?? []), ...(run?.warnings ?? [])];
  const notices = all.map(({ code, message, where, hint }) => ({ code, message, where, hint }));
  return [...new Map(notices.map((notice) => [JSON.stringify(notice), notice])).values()];
}
