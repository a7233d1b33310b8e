import Papa from 'papaparse/papaparse.js';
import { ReadError, refuse } from '../../errors/index.ts';
import { LIMITS } from '../limits.ts';
import { formatBytes, quoteForMessage } from '../text.ts';
import type { Sequence } from '../weight-file.ts';
import { findDelimiter } from './delimiter.ts';
import { featureNames } from './feature-names.ts';
import { parseNumber } from './number-text.ts';

/** ISO dates and times: `2024-05-01`, `2024-05-01 13:00`, `2024-05-01T13:00:00Z`. */
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Reads a table: rows are timesteps, columns features, one sample `(1, timesteps, features)`, float64. A first row of names is kept in
 * `names`; a first column of dates becomes `timeLabels`.
 * @throws `seq-empty`, `seq-columns`, `seq-value`, `seq-quote`, `seq-too-big`
 */
export function readTable(text: string, name: string): Sequence {
  if (text.length > LIMITS.sequenceBytes)
    refuse(ReadError, 'seq-too-big', name, { found: formatBytes(text.length), limit: formatBytes(LIMITS.sequenceBytes) });
  const rows = splitRows(text, name);
  const header = isHeader(rows[0] ?? []) ? (rows[0] ?? []) : null;
  const first = header === null ? 0 : 1;
  if (rows.length === first) return refuse(ReadError, 'seq-empty', name);
  const width = (rows[0] ?? []).length;
  const dates = rows.slice(first).every((row) => row.length > 1 && DATE.test((row[0] ?? '').trim())) ? 1 : 0;
  const names = featureNames((header ?? []).slice(dates), width - dates);
  // Before memory is taken for rows times columns.
  rows.forEach((cells, row) => checkWidth(cells, width, `${name}, row ${row + 1}`, names[0] ?? ''));
  const numbers = new Float64Array((rows.length - first) * (width - dates));
  let filled = 0;
  for (let row = first; row < rows.length; row++) {
    const cells = rows[row] ?? [];
    for (let column = dates; column < width; column++)
      numbers[filled++] = readCell(cells[column] ?? '', `${name}, row ${row + 1}, column ${column + 1} (${names[column - dates] ?? ''})`);
  }
  const timeLabels = dates === 0 ? null : rows.slice(first).map((row) => (row[0] ?? '').trim());
  return { tensor: { shape: [1, rows.length - first, width - dates], data: numbers }, lengths: null, timeLabels, names };
}

function checkWidth(cells: readonly string[], width: number, where: string, firstName: string): void {
  if (cells.length === width) return;
  if (cells.every((cell) => cell.trim() === '')) refuse(ReadError, 'seq-value', `${where}, column 1 (${firstName})`, { found: '' });
  refuse(ReadError, 'seq-columns', where, { found: cells.length, expected: width });
}

function readCell(cell: string, where: string): number {
  return parseNumber(cell) ?? refuse(ReadError, 'seq-value', where, { found: quoteForMessage(cell.trim(), 40) });
}

/** Rows as the user counts them, so blank ones within stay; blank ones at the end are dropped. */
function splitRows(text: string, name: string): string[][] {
  const delimiter = findDelimiter(text);
  let rows: string[][];
  if (delimiter === ' ') {
    rows = text.split(/\r\n|\r|\n/).map((line) => line.trim().split(/\s+/));
  } else {
    const parsed = Papa.parse(text, { delimiter, skipEmptyLines: false });
    const quote = parsed.errors.find((error) => error.type === 'Quotes');
    if (quote !== undefined) refuse(ReadError, 'seq-quote', `${name}, row ${(quote.row ?? 0) + 1}`);
    rows = parsed.data;
  }
  while (rows.length > 0 && (rows.at(-1) ?? []).every((cell) => cell.trim() === '')) rows.pop();
  return rows;
}

/** A row of names holds a word and no number. */
function isHeader(row: readonly string[]): boolean {
  return row.some((cell) => cell.trim() !== '' && !DATE.test(cell.trim())) && row.every((cell) => parseNumber(cell) === null);
}
