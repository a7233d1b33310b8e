/** Each signal by name and in one plain sentence, for whoever points at its letter. */
export const enSignals = {
  'signal.x.name': 'input',
  'signal.x.sentence': 'The input: the numbers that the model reads at this step, one for each feature.',
  'signal.i.name': 'input gate',
  'signal.i.sentence':
    'The input gate: how much of the candidate is written into the cell at this step; 0 writes nothing, 1 writes all of it.',
  'signal.f.name': 'forget gate',
  'signal.f.sentence': 'The forget gate: how much of the cell state is kept from the step before; 0 erases it, 1 keeps all of it.',
  'signal.g.name': 'candidate',
  'signal.g.sentence': 'The candidate: the new content that could be written into the cell, before the input gate weighs it.',
  'signal.o.name': 'output gate',
  'signal.o.sentence': 'The output gate: how much of the cell shows outside at this step; 0 hides it, 1 shows all of it.',
  'signal.c.name': 'cell state',
  'signal.c.sentence': 'The cell state: the memory of the unit; what the forget gate kept plus what the input gate wrote.',
  'signal.h.name': 'hidden state',
  'signal.h.sentence':
    'The hidden state: what the unit tells the next step and the next layer; the cell state squashed, times the output gate.',
  'signal.z.name': 'update gate',
  'signal.z.sentence':
    'The update gate: how much of the hidden state is kept from the step before; 0 takes the candidate, 1 keeps all of it.',
  'signal.r.name': 'reset gate',
  'signal.r.sentence': 'The reset gate: how much of the step before enters the candidate; 0 leaves it out, 1 takes all of it.',
  'signal.g.gru': 'The candidate: the new content that the hidden state takes up, as far as the update gate lets it.',
  'signal.h.gru':
    'The hidden state: the memory of the unit and what it tells the next layer; the update gate mixes the step before with the candidate.',
  'signal.h.simple': 'The hidden state: what the unit tells the next step and the next layer; the activated sum of input, state and bias.',
  'signal.y.name': 'output',
  'signal.y.sentence': 'The output: what the model answers at this step.',
} as const;
