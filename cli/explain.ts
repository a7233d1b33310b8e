import { type GateCalculation, type HandCalculation, selectArrays, type Term } from '../core/session/index.ts';
import type { CommandLine, Outcome } from './command-line.ts';
import { runDocument } from './document.ts';
import { runModel, warningsOf } from './lab-run.ts';
import { modelNumbers } from './numbers.ts';
import { table } from './print.ts';

/** `gatescope explain … --layer L --unit U --step T`: one unit at one timestep, written out as on paper. */
export async function explain(line: CommandLine): Promise<Outcome> {
  const { layer, unit, step, sample } = line.options;
  const { lab, run } = await runModel(line);
  const calculation = lab.explain({ layer: layer ?? '', sample: sample ?? 0, unit: unit ?? 0, timestep: step ?? 0 });
  const { card, trace } = lab;
  const arrays = trace === null ? [] : selectArrays(trace);
  return {
    status: 0,
    lines: () => paperLines(calculation),
    document: () => ({ ...runDocument(card, modelNumbers(lab), run, arrays), explain: withoutCurves(calculation) }),
    warnings: warningsOf(card, run),
  };
}

/** The points of a gate's curve are for drawing only. */
function withoutCurves(calculation: HandCalculation): Readonly<Record<string, unknown>> {
  return { ...calculation, gates: calculation.gates.map((gate) => ({ ...gate, curve: undefined })) };
}

function paperLines(calculation: HandCalculation): string[] {
  const { layer, unit, sample, timestep, masked, gates, steps } = calculation;
  const title = `${layer}, unit ${unit}, sample ${sample}, timestep ${timestep}`;
  return [
    title,
    ...(masked ? ['Padding: the mask leaves this step out, the state is kept.'] : []),
    ...gates.flatMap((gate) => gateLines(gate, gates.some(({ letter }) => letter === 'z') ? 'Σ' : 'z')),
    ...steps.flatMap(({ formula, filled, value }) => ['', formula, `  = ${filled}`, `  = ${value}`]),
  ];
}

/** `sign`: how the sum before the activation is called; z, unless a gate has that name. */
function gateLines(gate: GateCalculation, sign: string): string[] {
  const { letter, activation, input, recurrent, bias, sums, value } = gate;
  const rows = [
    ...termRows(input),
    ['input', sums.input],
    ...termRows(recurrent),
    ['recurrent', sums.recurrent],
    ...bias.map((term, index) => [bias.length === 1 ? 'bias' : `bias[${index}]`, term]),
    [`${sign}: ${sumWords(gate)}`, sums.z],
    [`${letter}: ${activation}(${sign})`, value],
  ];
  return [
    '',
    letter,
    ...table(
      rows.map(([left, number]) => [String(left), '=', String(number)]),
      '  ',
    ),
  ];
}

/** What the sum is made of, in words. */
function sumWords({ bias, reset }: GateCalculation): string {
  if (bias.length < 2) return reset === 'after' ? 'input + r · recurrent' : 'input + recurrent + bias';
  return `input + bias[0] + ${reset === 'after' ? 'r · (recurrent + bias[1])' : 'recurrent + bias[1]'}`;
}

/** `x[2]  0.5 × -1.25` and the product. */
function termRows(terms: readonly Term[]): [left: string, product: number][] {
  const lefts = table(terms.map(({ name, value, weight }) => [name, String(value), '×', String(weight)]));
  return terms.map(({ product }, index) => [lefts[index] ?? '', product]);
}
