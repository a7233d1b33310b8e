import { exact } from '../i18n/numbers.ts';
import type { CopySource } from './copy-formats.ts';

/** The gate on screen and both states as an aligned block, with the numbers of this step. */
export function copyLatex({ calculation, gate, precision }: CopySource): string {
  const number = (value: number) => exact(value, precision);
  const signed = (value: number) => (value < 0 ? `- ${number(-value)}` : `+ ${number(value)}`);
  const { unit, timestep } = calculation;
  const plusBias = gate.bias.length > 0 ? ' + b' : '';
  const lines = [
    `z^{${gate.letter}}_{${unit}} &= x_{${timestep}} W + h_{t-1} U${plusBias} \\\\`,
    `&= ${number(gate.sums.input)} ${signed(gate.sums.recurrent)}${gate.bias.length > 0 ? ` ${signed(gate.sums.bias)}` : ''} \\\\`,
    `&= ${number(gate.sums.z)} \\\\`,
    `${gate.letter}_{${unit}} &= ${activation(gate.activation)}(${number(gate.sums.z)}) = ${number(gate.value)} \\\\`,
    ...calculation.steps.map((step) => `${latexFormula(step.formula, unit)} = ${number(step.value)} \\\\`),
  ];
  return `\\begin{aligned}\n${lines.join('\n').replace(/ \\\\$/, '')}\n\\end{aligned}\n`;
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
