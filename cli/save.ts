import { formatShape } from '../core/session/index.ts';
import type { CommandLine, Outcome } from './command-line.ts';
import { modelDocument } from './document.ts';
import { requireFolder, writeWhole } from './files.ts';
import { openModel, warningsOf } from './lab-run.ts';
import { modelNumbers } from './numbers.ts';
import { headLines, questionLines } from './open.ts';
import { count } from './run.ts';

/** `gatescope save FILE… --out F`: the weights as the program understands them, with the answers of `--set`. */
export function save(line: CommandLine): Outcome {
  const { weightsOut: out } = line.options;
  if (out === null) throw new Error('the command line was checked for --out');
  requireFolder(out.path);
  const lab = openModel(line);
  const { bytes } = lab.saveWeights(out.format);
  writeWhole(out.path, bytes);
  const { card } = lab;
  const numbers = modelNumbers(lab);
  const arrays = card.model.layers.flatMap((layer) =>
    layer.weights.map(({ name, shape }) => `  ${layer.name}/${name}  ${formatShape(shape)}`),
  );
  return {
    status: 0,
    lines: () => [
      ...headLines(card.model, numbers?.hashes ?? null),
      ...arrays,
      ...questionLines(card.model.questions),
      `written: ${out.path} (${count(arrays.length, 'array')}, ${bytes.length} bytes)`,
    ],
    document: () => ({ ...modelDocument(card, numbers), out: out.path }),
    warnings: warningsOf(card),
  };
}
