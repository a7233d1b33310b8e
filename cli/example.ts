import { existsSync } from 'node:fs';
import { EXAMPLES, LabError, exampleFile, labErrorData } from '../core/session/index.ts';
import { type CommandLine, type Outcome, UsageError } from './command-line.ts';
import { writeNew } from './files.ts';
import { table } from './print.ts';

/** `gatescope example [NAME]`: lists the built-in examples, or writes NAME.keras and NAME.input.npy into the current folder. */
export function example({ files: [name] }: CommandLine): Outcome {
  return name === undefined ? listExamples() : writeExample(name);
}

function listExamples(): Outcome {
  const examples = EXAMPLES.map(({ name, title, story, sequences }) => ({
    name,
    title,
    story,
    sequences: sequences.map((sequence) => sequence.name),
  }));
  return {
    status: 0,
    lines: () => table(examples.map(({ name, title }) => [name, title])),
    document: () => ({ examples }),
    warnings: [],
  };
}

function writeExample(name: string): Outcome {
  const found = EXAMPLES.find((candidate) => candidate.name === name);
  const [sequence] = found?.sequences ?? [];
  if (found === undefined || sequence === undefined) {
    throw new UsageError(`there is no example '${name}'; there are ${EXAMPLES.map((candidate) => candidate.name).join(', ')}`);
  }
  const written = [
    { path: `${name}.keras`, bytes: exampleFile(found.model) },
    { path: `${name}.input.npy`, bytes: exampleFile(sequence.file) },
  ];
  // Both or none: what is there already is found before the first is written.
  const taken = written.find(({ path }) => existsSync(path));
  if (taken !== undefined) throw new LabError(labErrorData('file-exists', taken.path, { file: taken.path }));
  for (const { path, bytes } of written) writeNew(path, bytes);
  return {
    status: 0,
    lines: () => written.map(({ path }) => `written: ${path}`),
    document: () => ({ written: written.map(({ path }) => path) }),
    warnings: [],
  };
}
