import type { LabErrorData, SequenceCard, TextForm } from '../../core/session/index.ts';

/** How many rows of values stand in the text: lines that are not empty, without a first line of names; null for JSON, whose rows are not lines. */
export function countRows(text: string): number | null {
  if (/^\s*[[{]/.test(text)) return null;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length - (lines[0] !== undefined && isNames(lines[0]) ? 1 : 0);
}

const CELLS = {
  '\t': 'setup.sequence.cells.tabs',
  ';': 'setup.sequence.cells.semicolons',
  ',': 'setup.sequence.cells.commas',
  ' ': 'setup.sequence.cells.blanks',
} as const;

/** How a text was read: its encoding, null where it was typed, and the words for its cells as a key of the dictionary. */
export function formWords({ encoding, delimiter }: TextForm) {
  return {
    encoding: encoding?.toUpperCase() ?? null,
    cells: delimiter === null ? ('setup.sequence.cells.lists' as const) : CELLS[delimiter],
  };
}

const AXES = {
  samples: 'setup.sequence.axis.samples',
  timesteps: 'setup.sequence.axis.timesteps',
  inner: 'setup.sequence.axis.inner',
  features: 'setup.sequence.axis.features',
} as const;

/** What the axes of a sequence count, as keys of the dictionary. */
export function axisWords({ axes }: SequenceCard) {
  return axes.map((axis) => AXES[axis]);
}

/** The preview of a sequence as tab-separated text with its names, ready to be edited; null when the preview is not the whole sequence. */
export function editableText(sequence: SequenceCard): string | null {
  const { preview, names, shape, axes } = sequence;
  const numbers = shape.reduce((product, size) => product * size, 1);
  if (axes.includes('inner') || preview.flat().length !== numbers) return null;
  return [...(names.length > 0 ? [names] : []), ...preview].map((row) => row.join('\t')).join('\n');
}

/** Where the line that an error names stands in the text, so that the cursor can be placed there; null when it names none. */
export function rowOfError(error: LabErrorData, text: string): { readonly from: number; readonly to: number } | null {
  const at = lineOfError(error);
  const lines = text.split('\n');
  if (at === null || lines[at] === undefined) return null;
  const from = lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0);
  return { from, to: from + lines[at].replace(/\r$/, '').length };
}

/** The names of the columns of a table that was refused, each once; none where it has no names. */
export function columnsOfError({ values }: LabErrorData): readonly string[] {
  const listed: unknown = typeof values['columns'] === 'string' ? JSON.parse(values['columns']) : [];
  const names = Array.isArray(listed) ? (listed as unknown[]).filter((name) => typeof name === 'string' && name !== '') : [];
  return [...new Set(names)] as string[]; // as: the filter left texts alone
}

/** Counted from 0. The core counts from 1: a value `line` of JSON, or `row 4` in the place of a table, blank rows and names counted. */
function lineOfError({ values, where }: LabErrorData): number | null {
  const line = values['line'] ?? where?.match(/\brow (\d+)/)?.[1];
  return line === undefined ? null : Number(line) - 1;
}

/** A line in which no cell is a number. */
const isNames = (line: string) => line.split(/[\s,;]+/).every((cell) => cell.trim() === '' || Number.isNaN(Number(cell.trim())));
