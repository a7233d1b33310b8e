import type { GateCalculation, HandCalculation, Precision } from '../../core/session/index.ts';
import { copyCsv } from './copy-csv.ts';
import { copyLatex } from './copy-latex.ts';
import { copyNumpy } from './copy-numpy.ts';
import { copyText } from './copy-text.ts';

/** What a copy is made of: the whole calculation, the gate on screen, and the precision that sets how many digits a value has. */
export interface CopySource {
  readonly calculation: HandCalculation;
  readonly gate: GateCalculation;
  readonly precision: Precision;
}

/** The formats of the copy panel, in the order of their buttons. */
export const copyFormats = [
  { id: 'text', label: 'hand.copy.text', write: copyText },
  { id: 'csv', label: 'hand.copy.csv', write: copyCsv },
  { id: 'latex', label: 'hand.copy.latex', write: copyLatex },
  { id: 'numpy', label: 'hand.copy.numpy', write: copyNumpy },
] as const;

export type CopyFormatId = (typeof copyFormats)[number]['id'];
