import { type CheckResult, checkTrace, readArrays } from '../core/session/index.ts';
import type { CommandLine, Outcome } from './command-line.ts';
import { runDocument } from './document.ts';
import { fileSource } from './files.ts';
import { warningsOf } from './lab-run.ts';
import { modelNumbers } from './numbers.ts';
import { shortNumber } from './print.ts';
import { count, recordRun } from './run.ts';

/** `gatescope check FILE… --input X --expected E`: status 1 beyond the tolerance or when an expected array is missing. */
export async function check(line: CommandLine): Promise<Outcome> {
  const { expected, tolerance, sample } = line.options;
  const reference = readArrays(fileSource(expected ?? ''));
  const { lab, run, trace, arrays, out } = await recordRun(line);
  const result = checkTrace(trace, reference, tolerance.absolute, tolerance.relative, sample);
  const { card } = lab;
  return {
    status: result.pass ? 0 : 1,
    lines: () => checkLines(result, tolerance),
    document: () => ({ ...runDocument(card, modelNumbers(lab), run, arrays), out: out ?? undefined, check: result }),
    warnings: warningsOf(card, run),
  };
}

function checkLines(result: CheckResult, { absolute, relative }: CommandLine['options']['tolerance']): string[] {
  const { pass, compared, maxAbs, worst, missing } = result;
  const bound = `${absolute}${relative === 0 ? '' : ` + ${relative} |expected|`}`;
  const lines = [`${pass ? 'pass' : 'FAIL'}: ${count(compared, 'array')} compared, tolerance ${bound}`];
  if (worst !== null) {
    const { got, expected } = worst;
    lines.push(`  largest difference ${shortNumber(maxAbs)} at ${placeOf(worst)}: got ${got}, expected ${expected}`);
  }
  for (const name of missing) lines.push(`  missing: ${name === '' ? '(an array without a name)' : name}`);
  return lines;
}

/** `lstm/h, sample 0, timestep 17, unit 4` */
function placeOf({ array, index }: NonNullable<CheckResult['worst']>): string {
  const axes = index.length >= 3 ? ['sample', 'timestep', 'unit'] : ['sample', 'unit'];
  return [array, ...index.map((position, axis) => `${axes[axis] ?? 'axis'} ${position}`)].join(', ');
}
