import type { GateCalculation, Term } from '../../core/session/index.ts';
import { exact } from '../i18n/numbers.ts';
import { activationSign, sumSign } from './activation-sign.ts';
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
    `  ${gate.reset === 'before' ? '(r*h).U' : 'h.U'} = ${number(gate.sums.recurrent)}`,
    ...gate.bias.map((bias, row) => `  ${gate.bias.length === 1 ? 'b' : `b[${row}]`} = ${number(bias)}`),
    ...(gate.reset === 'after' ? ['  r times (h.U + b[1]) is added'] : []),
    `  ${sumSign(calculation.gates)} = ${number(gate.sums.z)}`,
    ...calculation.gates.map((each) => gateLine(each, number)),
    Object.entries(calculation.previous)
      .map(([state, value]) => `${state} before = ${number(value)}`)
      .join(', '),
    ...calculation.steps.map((step) => `${step.formula} = ${number(step.value)}`),
  ];
  return `${lines.join('\n')}\n`;
}

const gateLine = (gate: GateCalculation, number: (value: number) => string) =>
  `${gate.letter} = ${activationSign(gate.activation) || gate.activation}(${number(gate.sums.z)}) = ${number(gate.value)}`;
