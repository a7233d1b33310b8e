import { join } from 'node:path';
import { finish } from '../core/session/index.ts';
import type { CommandLine, Outcome } from './command-line.ts';
import { runDocument } from './document.ts';
import { makeFolder, requireEmptyFolder, writeNew } from './files.ts';
import { runModel, warningsOf } from './lab-run.ts';
import { modelNumbers } from './numbers.ts';
import { count } from './run.ts';

/** `gatescope rebuild FILE… --input X --out FOLDER`: what makes the run again in Keras, in a folder that is new or empty. */
export async function rebuild(line: CommandLine): Promise<Outcome> {
  const { folderOut: folder } = line.options;
  if (folder === null) throw new Error('the command line was checked for --out');
  requireEmptyFolder(folder);
  const { lab, run } = await runModel(line);
  const files = finish(lab.rebuild(new Date()));
  makeFolder(folder);
  for (const { name, bytes } of files) writeNew(join(folder, name), bytes);
  const { card } = lab;
  const leftOut = card.model.layers.filter((layer) => !layer.runs).map((layer) => `left out: ${layer.name} (${layer.class})`);
  return {
    status: 0,
    lines: () => [
      ...files.map(({ name, bytes }) => `  ${name}  ${bytes.length} bytes`),
      ...leftOut,
      `written: ${folder} (${count(files.length, 'file')})`,
      `now: python ${join(folder, 'rebuild.py')}`,
    ],
    document: () => ({ ...runDocument(card, modelNumbers(lab), run, []), out: folder }),
    warnings: warningsOf(card, run),
  };
}
