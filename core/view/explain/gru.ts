import { GRU_GATES } from '../../layers/index.ts';
import type { GateCalculation } from '../views.ts';
import { activationIn, type Paper, type Written } from './paper.ts';
import { gateOf, show, sumOf, termsOf } from './terms.ts';

type GruGate = (typeof GRU_GATES)[number];

/**
 * A GRU cell: the update gate z and the reset gate r, the candidate g, then h = z · h₋₁ + (1 − z) · g. With `reset_after` r multiplies
 * h · U + b of the candidate, else it multiplies h before. Source: Keras 3.15 `GRUCell.call`.
 */
export function writeGru(paper: Paper): Written {
  const [z, g, h] = ['z', 'g', 'h'].map(paper.recorded);
  const previous = paper.previous('h');
  return {
    gates: GRU_GATES.map((gate) => writeGate(gate, paper)),
    steps: [
      {
        signal: 'h',
        formula: 'h = z · h₋₁ + (1 − z) · g',
        filled: `${show(z)} · ${show(previous)} + ${show(paper.round(1 - z))} · ${show(g)}`,
        value: h,
      },
    ],
  };
}

function writeGate(gate: GruGate, paper: Paper): GateCalculation {
  const { units, unit, round } = paper;
  const columns = GRU_GATES.length * units;
  const column = GRU_GATES.indexOf(gate) * units + unit;
  const reset = gate !== 'g' ? null : paper.settings.reset_after === true ? 'after' : 'before';
  const input = termsOf('x', paper.x, paper.weight('kernel'), columns, column, round);
  const recurrent =
    reset === 'before'
      ? termsOf('r·h', resetStates(paper), paper.weight('recurrent_kernel'), columns, column, round)
      : termsOf('h', paper.h, paper.weight('recurrent_kernel'), columns, column, round);
  // One bias, or one of the input and one of the recurrent product.
  const bias = [...paper.bias(column), ...paper.bias(columns + column)];
  const [ofInput = 0, ofRecurrent = 0] = bias;
  const sums = { input: sumOf(input, round), recurrent: sumOf(recurrent, round), bias: round(ofInput + ofRecurrent) };
  const fromState = round(sums.recurrent + ofRecurrent);
  const kept = reset === 'after' ? round(paper.recorded('r') * fromState) : fromState;
  const total = round(round(sums.input + ofInput) + kept);
  const activation = activationIn(paper.settings, gate === 'g' ? 'activation' : 'recurrent_activation');
  return gateOf(gate, activation, { input, recurrent, bias, reset, sums: { ...sums, z: total } }, paper.recorded(gate));
}

/** r · h of every unit. */
function resetStates({ h, recordedRow, round }: Paper): Float64Array {
  const r = recordedRow('r');
  return Float64Array.from(h, (value, unit) => round(r[unit] * value));
}
