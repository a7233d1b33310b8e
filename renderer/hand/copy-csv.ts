import { exact } from '../i18n/numbers.ts';
import type { CopySource } from './copy-formats.ts';

/** Every term and result of the calculation as rows: signal, term, value, weight, product. */
export function copyCsv({ calculation, precision }: CopySource): string {
  const number = (value: number) => exact(value, precision);
  const rows: (readonly string[])[] = [['signal', 'term', 'value', 'weight', 'product']];
  for (const gate of calculation.gates) {
    for (const { name, value, weight, product } of [...gate.input, ...gate.recurrent]) {
      rows.push([gate.letter, name, number(value), number(weight), number(product)]);
    }
    rows.push([gate.letter, 'x.W', '', '', number(gate.sums.input)]);
    rows.push([gate.letter, gate.reset === 'before' ? '(r*h).U' : 'h.U', '', '', number(gate.sums.recurrent)]);
    gate.bias.forEach((bias, row) => rows.push([gate.letter, gate.bias.length === 1 ? 'b' : `b[${row}]`, '', '', number(bias)]));
    rows.push([gate.letter, 'z', number(gate.sums.z), '', '']);
    rows.push([gate.letter, gate.activation, number(gate.value), '', '']);
  }
  for (const [state, value] of Object.entries(calculation.previous)) rows.push([state, 'before', number(value), '', '']);
  for (const step of calculation.steps) rows.push([step.signal, 'value', number(step.value), '', '']);
  return `${rows.map((row) => row.join(',')).join('\n')}\n`;
}
