import type { GateCalculation, HandCalculation } from '../../core/session/index.ts';
import { exact } from '../i18n/numbers.ts';
import type { CopySource } from './copy-formats.ts';

/** A NumPy script that computes z of the gate on screen again from the terms and prints it beside the value found here. */
export function copyNumpy({ calculation, gate, precision }: CopySource): string {
  const dtype = precision === 'f32' ? 'np.float32' : 'np.float64';
  const number = (value: number) => numpyNumber(value, precision);
  const array = (values: readonly number[]) => `np.array([${values.map(number).join(', ')}], ${dtype})`;
  const column = (pick: 'value' | 'weight', part: GateCalculation['input']) => array(part.map((term) => term[pick]));
  const [first, second] = gate.bias.length > 0 ? ['b[0]', 'b[1]'] : ['0', '0'];
  return [
    'import numpy as np',
    `# layer ${calculation.layer}, unit ${calculation.unit}, step ${calculation.timestep}, gate ${gate.letter} (${gate.activation})`,
    `x = ${column('value', gate.input)}`,
    `W = ${column('weight', gate.input)}`,
    `h = ${column('value', gate.recurrent)}`,
    `U = ${column('weight', gate.recurrent)}`,
    `b = ${array(gate.bias)}`,
    ...resetLines(calculation, gate, number),
    gate.reset === 'after' ? `z = x @ W + ${first} + r * (h @ U + ${second})` : 'z = x @ W + h @ U + b.sum()',
    `print(z, "expected", ${number(gate.sums.z)})`,
    ...numpyActivation(gate, number),
    '',
  ].join('\n');
}

const numpyNumber = (value: number, precision: CopySource['precision']) => {
  if (Number.isNaN(value)) return 'np.nan';
  return Number.isFinite(value) ? exact(value, precision) : `${value < 0 ? '-' : ''}np.inf`;
};

/** r, where it stands in the formula; r · h is what the terms already hold. */
function resetLines({ gates }: HandCalculation, { reset }: GateCalculation, number: (value: number) => string): readonly string[] {
  if (reset === null) return [];
  if (reset === 'before') return ['# h holds r * h, of each unit'];
  return [`r = ${number(gates.find(({ letter }) => letter === 'r')?.value ?? NaN)}`];
}

const FORMULAS: Readonly<Record<string, string>> = {
  sigmoid: '1 / (1 + np.exp(-z))',
  tanh: 'np.tanh(z)',
  relu: 'np.maximum(z, 0)',
  linear: 'z',
};

/** The activation too, where it is a function of z alone and the same in every Keras version. */
function numpyActivation(gate: GateCalculation, number: (value: number) => string): readonly string[] {
  const formula = FORMULAS[gate.activation];
  return formula === undefined ? [] : [`print(${formula}, "expected", ${number(gate.value)})`];
}
