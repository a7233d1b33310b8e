import type { GateCalculation, Term } from '../../core/session/index.ts';
import { exact } from '../i18n/numbers.ts';
import { activationSign } from './activation-sign.ts';
import type { CopySource } from './copy-formats.ts';

/** The calculation as one would write it on paper: the gate on screen term by term, the other gates in one line each, then c and h. */
export function copyText({ calculation, gate, precision }: CopySource): string {
  const number = (value: number) => exact(value, precision);
  const line = ({ name, value, weight, product }: Term) => `  ${name}: ${number(value)} * ${number(weight)} = ${number(product)}`;
  const lines = [
    `layer ${calculation.layer}, unit ${calculation.unit}, step ${calculation.timestep}, sample ${calculation.sample}, ${precision === 'f32' ? 'float32' : 'float64'}`,
    `gate ${gate.letter} (${gate.activation})`,
    ...gate.input.map(line),
    `  x.W = ${number(gate.sums.input)}`,
    ...gate.recurrent.map(line),
    `  h.U = ${number(gate.sums.recurrent)}`,
    `  b = ${number(gate.sums.bias)}`,
    `  z = ${number(gate.sums.z)}`,
    ...calculation.gates.map((each) => gateLine(each, number)),
    `c before = ${number(calculation.previous.c)}, h before = ${number(calculation.previous.h)}`,
    ...calculation.steps.map((step) => `${step.formula} = ${number(step.value)}`),
  ];
  return `${lines.join('\n')}\n`;
}

const gateLine = (gate: GateCalculation, number: (value: number) => string) =>
  `${gate.letter} = ${activationSign(gate.activation) || gate.activation}(${number(gate.sums.z)}) = ${number(gate.value)}`;
