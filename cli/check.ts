import { type CheckResult, expectedArrays, finish } from '../core/session/index.ts';
import type { CommandLine, Outcome } from './command-line.ts';
import { runDocument } from './document.ts';
import { fileSource, requireFolder, writeWhole } from './files.ts';
import { warningsOf } from './lab-run.ts';
import { modelNumbers } from './numbers.ts';
import { shortNumber } from './print.ts';
import { count, recordRun } from './run.ts';

/** `gatescope check FILE… --input X --expected E`: status 1 beyond the tolerance or when an expected array is missing. */
export async function check(line: CommandLine): Promise<Outcome> {
  const { expected, tolerance, sample, certificate } = line.options;
  const reference = expectedArrays([fileSource(expected ?? '')]);
  if (certificate !== null) requireFolder(certificate);
  const { lab, run, arrays, out } = await recordRun(line);
  const result = lab.check(reference, tolerance, sample);
  if (certificate !== null) writeWhole(certificate, finish(lab.certificate(new Date())).bytes);
  const { card } = lab;
  return {
    status: result.pass ? 0 : 1,
    lines: () => [...checkLines(result, tolerance), ...(certificate === null ? [] : [`written: ${certificate}`])],
    document: () => ({
      ...runDocument(card, modelNumbers(lab), run, arrays),
      out: out ?? undefined,
      check: result,
      certificate: certificate ?? undefined,
    }),
    warnings: warningsOf(card, run),
  };
}

function checkLines(result: CheckResult, { absolute, relative }: CommandLine['options']['tolerance']): string[] {
  const { pass, compared, maxAbs, worst, missing } = result;
  const bound = `${absolute}${relative === 0 ? '' : ` + ${relative} |expected|`}`;
  const lines = [`${pass ? 'pass' : 'FAIL'}: ${count(compared, 'array')} compared, tolerance ${bound}`];
  if (worst !== null) {
    const { got, expected } = worst;
    lines.push(`  largest difference ${shortNumber(maxAbs)} at ${placeWords(worst)}: got ${got}, expected ${expected}`);
  }
  for (const name of missing) lines.push(`  missing: ${name === '' ? '(an array without a name)' : name}`);
  return lines;
}

/** `lstm/h, sample 0, timestep 17, unit 4` */
function placeWords({ array, sample, timestep, unit }: NonNullable<CheckResult['worst']>): string {
  const axes = [`sample ${sample}`, ...(timestep === null ? [] : [`timestep ${timestep}`]), ...(unit === null ? [] : [`unit ${unit}`])];
  return [array, ...axes].join(', ');
}
