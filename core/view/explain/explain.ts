import { RunError, refuse } from '../../errors/index.ts';
import { type Model, layerNamed, partNamed } from '../../model/index.ts';
import type { Trace } from '../../trace/index.ts';
import type { HandCalculation } from '../views.ts';
import { writeGru } from './gru.ts';
import { writeLstm } from './lstm.ts';
import { type ExplainQuery, type Paper, paperOf, type Written } from './paper.ts';
import { writeSimpleRnn } from './simple-rnn.ts';
import { show } from './terms.ts';

/** How each class that holds formulas is written out, and the states that it carries. */
const CELLS: ReadonlyMap<string, { readonly write: (paper: Paper) => Written; readonly states: readonly ('c' | 'h')[] }> = new Map([
  ['LSTM', { write: writeLstm, states: ['c', 'h'] }],
  ['LSTMCell', { write: writeLstm, states: ['c', 'h'] }],
  ['GRU', { write: writeGru, states: ['h'] }],
  ['GRUCell', { write: writeGru, states: ['h'] }],
  ['SimpleRNN', { write: writeSimpleRnn, states: ['h'] }],
  ['SimpleRNNCell', { write: writeSimpleRnn, states: ['h'] }],
]);

/**
 * One unit of a recurrence at one timestep as one would write it on paper: every product in index order, subtotals, gates, states. Sums
 * follow the run's precision and order, so they add up to what the run computed. At a masked step nothing is computed: no gates, and the
 * states are those before it. @throws `layer-unknown`, `layer-not-recurrent`, `window-outside`
 */
export function explainUnit(model: Model, trace: Trace, query: ExplainQuery): HandCalculation {
  const part = partNamed(model, query.layer);
  const cell = part?.use.runs ? CELLS.get(part.kind.className) : undefined;
  if (!part || !cell) {
    const { className } = part?.layer ?? layerNamed(model, query.layer);
    return refuse(RunError, 'layer-not-recurrent', query.layer, { layer: query.layer, className });
  }
  const paper = paperOf(model, trace, part, query);
  const { layer, sample, timestep } = query;
  const mask = trace.mask({ layer, signal: 'h', sample, from: timestep, to: timestep + 1 });
  const masked = mask !== null && mask[0] === 0;
  const written = masked ? repeated(paper, cell.states) : cell.write(paper);
  const previous = Object.fromEntries(cell.states.map((state) => [state, paper.previous(state)]));
  return { ...query, masked, before: paper.before, ...written, previous };
}

/** A masked step: each state is the one before. */
function repeated(paper: Paper, states: readonly string[]): Written {
  const steps = states.map((state) => ({
    signal: state,
    formula: `${state} = ${state}₋₁`,
    filled: show(paper.previous(state)),
    value: paper.recorded(state),
  }));
  return { gates: [], steps };
}
