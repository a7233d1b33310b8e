import type { Activation, Numbers } from '../../layers/index.ts';
import type { GateCalculation, Term } from '../views.ts';

/** Rounds after each operation in f32, as the run did; leaves f64 alone. */
export type Round = (value: number) => number;

/** Products of a row with one column of a matrix, in index order: `x[0]`, `x[1]`, … */
export function termsOf(letter: string, row: Numbers, matrix: Numbers, columns: number, column: number, round: Round): readonly Term[] {
  return Array.from(row, (value, index) => {
    const weight = matrix[index * columns + column];
    return { name: `${letter}[${index}]`, value, weight, product: round(value * weight) };
  });
}

/** Their sum, added one after the other as the run adds them. */
export function sumOf(terms: readonly Term[], round: Round): number {
  return terms.reduce((sum, term) => round(sum + term.product), 0);
}

/** A gate of these sums; `value` is what the run recorded, since softmax needs the whole row. */
export function gateOf(
  letter: string,
  activation: Activation,
  sums: Pick<GateCalculation, 'input' | 'recurrent' | 'bias' | 'sums' | 'reset'>,
  value: number,
): GateCalculation {
  const { z } = sums.sums;
  return {
    signal: letter,
    letter,
    activation: activation.name,
    ...sums,
    value,
    slope: activation.slope(z),
    curve: curveOf(activation, z),
  };
}

/** How a formula writes an activation of something: `tanh(c)`, and the thing itself where the activation is linear. */
export function applied(activation: Activation, to: string): string {
  return activation.name === 'linear' ? to : `${activation.name}(${to})`;
}

/** The activation around z, for drawing: over a stretch that holds z and 0. */
function curveOf(activation: Activation, at: number): GateCalculation['curve'] {
  const reach = Math.max(6, Number.isFinite(at) ? Math.abs(at) * 1.2 : 6);
  const z = Array.from({ length: 61 }, (_, index) => -reach + (index * reach) / 30);
  return { z, value: z.map((value) => activation.at(value)) };
}

/** Six significant digits, as on paper; the screen and the command print the exact numbers beside. */
export function show(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))).replace('-', '−') : String(value);
}
