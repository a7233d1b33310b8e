import { gateColumn, LSTM_GATES, type LstmGate } from '../../layers/index.ts';
import type { GateCalculation } from '../views.ts';
import { activationIn, type Paper, type Written } from './paper.ts';
import { applied, gateOf, show, sumOf, termsOf } from './terms.ts';

/** An LSTM cell: z = x · W + h · U + b of each gate, then c = f · c₋₁ + i · g and h = o · φ(c). Source: Keras 3.15 `LSTMCell.call`. */
export function writeLstm(paper: Paper): Written {
  const [i, f, g, o, c, h] = [...LSTM_GATES, 'c', 'h'].map(paper.recorded);
  const previous = paper.previous('c');
  const phi = activationIn(paper.settings, 'activation');
  const squashed = applied(phi, 'c');
  const cellOut = phi.wholeRow ? squashed : show(paper.round(phi.at(c)));
  return {
    gates: LSTM_GATES.map((gate) => writeGate(gate, paper)),
    steps: [
      { signal: 'c', formula: 'c = f · c₋₁ + i · g', filled: `${show(f)} · ${show(previous)} + ${show(i)} · ${show(g)}`, value: c },
      { signal: 'h', formula: `h = o · ${squashed}`, filled: `${show(o)} · ${cellOut}`, value: h },
    ],
  };
}

function writeGate(gate: LstmGate, paper: Paper): GateCalculation {
  const { units, unit, round } = paper;
  const columns = LSTM_GATES.length * units;
  const column = gateColumn(gate, units) + unit;
  const input = termsOf('x', paper.x, paper.weight('kernel'), columns, column, round);
  const recurrent = termsOf('h', paper.h, paper.weight('recurrent_kernel'), columns, column, round);
  const bias = [...paper.bias(column)];
  const sums = { input: sumOf(input, round), recurrent: sumOf(recurrent, round), bias: bias[0] ?? 0 };
  const z = round(round(sums.input + sums.recurrent) + sums.bias);
  const activation = activationIn(paper.settings, gate === 'g' ? 'activation' : 'recurrent_activation');
  return gateOf(gate, activation, { input, recurrent, bias, reset: null, sums: { ...sums, z } }, paper.recorded(gate));
}
