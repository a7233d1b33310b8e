import { activationIn, type Paper, type Written } from './paper.ts';
import { applied, gateOf, show, sumOf, termsOf } from './terms.ts';

/** A SimpleRNN cell: h = φ(x · W + b + h₋₁ · U). Source: Keras 3.15 `SimpleRNNCell.call`. */
export function writeSimpleRnn(paper: Paper): Written {
  const { units, unit, round } = paper;
  const input = termsOf('x', paper.x, paper.weight('kernel'), units, unit, round);
  const recurrent = termsOf('h', paper.h, paper.weight('recurrent_kernel'), units, unit, round);
  const bias = [...paper.bias(unit)];
  const sums = { input: sumOf(input, round), recurrent: sumOf(recurrent, round), bias: bias[0] ?? 0 };
  const z = round(round(sums.input + sums.bias) + sums.recurrent);
  const activation = activationIn(paper.settings, 'activation');
  const h = paper.recorded('h');
  return {
    gates: [gateOf('h', activation, { input, recurrent, bias, reset: null, sums: { ...sums, z } }, h)],
    steps: [{ signal: 'h', formula: `h = ${applied(activation, 'z')}`, filled: applied(activation, show(z)), value: h }],
  };
}
