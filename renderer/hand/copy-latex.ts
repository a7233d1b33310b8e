import { exact } from '../i18n/numbers.ts';
import type { CopySource } from './copy-formats.ts';

/** The gate on screen and both states as an aligned block, with the numbers of this step. */
export function copyLatex({ calculation, gate, precision }: CopySource): string {
  const number = (value: number) => exact(value, precision);
  const { unit } = calculation;
  const { formula, filled } = preActivation({ calculation, gate, precision });
  const lines = [
    `z^{${gate.letter}}_{${unit}} &= ${formula} \\\\`,
    `&= ${filled} \\\\`,
    `&= ${number(gate.sums.z)} \\\\`,
    `${gate.letter}_{${unit}} &= ${activation(gate.activation)}(${number(gate.sums.z)}) = ${number(gate.value)} \\\\`,
    ...calculation.steps.map((step) => `${latexFormula(step.formula, unit)} = ${number(step.value)} \\\\`),
  ];
  return `\\begin{aligned}\n${lines.join('\n').replace(/ \\\\$/, '')}\n\\end{aligned}\n`;
}

/** z as symbols and with its numbers. */
function preActivation({ calculation, gate, precision }: CopySource): { readonly formula: string; readonly filled: string } {
  const number = (value: number) => exact(value, precision);
  const signed = (value: number) => (value < 0 ? `- ${number(-value)}` : `+ ${number(value)}`);
  const { sums, bias, reset } = gate;
  const names = bias.length === 2 ? ['b_0', 'b_1'] : bias.map(() => 'b');
  const x = `x_{${calculation.timestep}} W`;
  const h = reset === 'before' ? '(r \\odot h_{t-1}) U' : 'h_{t-1} U';
  if (reset !== 'after')
    return { formula: [x, h, ...names].join(' + '), filled: [number(sums.input), ...[sums.recurrent, ...bias].map(signed)].join(' ') };
  const r = calculation.gates.find(({ letter }) => letter === 'r')?.value ?? NaN;
  const [ofInput, ofRecurrent] = [bias.slice(0, 1), bias.slice(1)];
  return {
    formula: `${[x, ...names.slice(0, 1)].join(' + ')} + r_{${calculation.unit}} (${[h, ...names.slice(1)].join(' + ')})`,
    filled: `${[number(sums.input), ...ofInput.map(signed)].join(' ')} + ${number(r)} \\cdot (${[number(sums.recurrent), ...ofRecurrent.map(signed)].join(' ')})`,
  };
}

function activation(name: string): string {
  if (name === 'sigmoid') return '\\sigma';
  return name === 'tanh' ? '\\tanh' : `\\operatorname{${name.replaceAll('_', '\\_')}}`;
}

/** `c = f·c + i·g` becomes `c_{17} &= f \cdot c + i \cdot g`. */
const latexFormula = (formula: string, unit: number) =>
  formula
    .trim()
    .replace(/^(\w)\S*\s*=/, `$1_{${unit}} &=`)
    .replace(/\s*[·*×]\s*/g, ' \\cdot ')
    .replaceAll('tanh', '\\tanh')
    .replaceAll('σ', '\\sigma')
    .replaceAll('φ', '\\varphi')
    .replaceAll('₋₁', '_{t-1}')
    .replaceAll('−', '-');
