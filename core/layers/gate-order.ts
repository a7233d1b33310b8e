/**
 * Order of the four column blocks in every LSTM array of Keras, by letter: input, forget, candidate (Keras writes `c`), output.
 * This is the only file that knows it. Source: Keras 3.15 `keras/src/layers/rnn/lstm.py`, `LSTMCell.call`.
 */
export const LSTM_GATES = ['i', 'f', 'g', 'o'] as const;

export type LstmGate = (typeof LSTM_GATES)[number];

/**
 * Order of the three column blocks in every GRU array of Keras: update, reset, candidate (Keras writes `h`).
 * Source: Keras 3.15 `keras/src/layers/rnn/gru.py`, `GRUCell.call`.
 */
export const GRU_GATES = ['z', 'r', 'g'] as const;

export type GruGate = (typeof GRU_GATES)[number];

/** First column of a gate's block in an LSTM's array of (·, 4 · units). */
export function gateColumn(gate: LstmGate, units: number): number {
  return LSTM_GATES.indexOf(gate) * units;
}

/** First column of a gate's block in a GRU's array of (·, 3 · units); the candidate stands behind both gates. */
export function gruColumn(gate: GruGate, units: number): number {
  return GRU_GATES.indexOf(gate) * units;
}
