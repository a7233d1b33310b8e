import { ReadError, refuse } from '../../errors/index.ts';
import { LIMITS } from '../limits.ts';
import { formatBytes, quoteForMessage } from '../text.ts';
import type { Sequence } from '../weight-file.ts';
import { findDelimiter } from './delimiter.ts';
import { featureNames } from './feature-names.ts';
import { growingNumbers } from './growing-numbers.ts';
import { parseNumber } from './number-text.ts';
import { eachRow } from './rows.ts';

/** ISO dates and times: `2024-05-01`, `2024-05-01 13:00`, `2024-05-01T13:00:00Z`. */
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** What the first rows tell of all others. */
interface Columns {
  readonly width: number;
  readonly header: readonly string[];
  /** 1 where the first column holds dates. */
  readonly dates: 0 | 1;
  /** Columns that hold the features, in their order. */
  readonly chosen: readonly number[];
}

/**
 * Reads a table: rows are timesteps, columns features, one sample `(1, timesteps, features)`, float64. A first row of names is kept in
 * `names`; a first column of dates becomes `timeLabels`. Blank rows may stand at the end. With `wanted`, only the columns of these names, in
 * this order; the others may hold anything.
 * @throws `seq-empty`, `seq-columns`, `seq-column-unknown`, `seq-value`, `seq-quote`, `seq-too-big`
 */
export function readTable(text: string, name: string, wanted: readonly string[] | null = null): Sequence {
  if (text.length > LIMITS.sequenceBytes)
    refuse(ReadError, 'seq-too-big', name, { found: formatBytes(text.length), limit: formatBytes(LIMITS.sequenceBytes) });
  const numbers = growingNumbers(name);
  const timeLabels: string[] = [];
  let columns: Columns | null = null;
  let blankRow: number | null = null;
  let timesteps = 0;
  let firstRow = '';
  const delimiter = findDelimiter(text);
  eachRow(text, delimiter, name, (cells, row) => {
    if (cells.every((cell) => cell.trim() === '')) {
      blankRow ??= row;
      return;
    }
    if (blankRow !== null) refuseCell('', `${name}, row ${blankRow}, column 1 (${columnName(columns, 0)})`);
    if (columns === null && isHeader(cells)) {
      columns = { width: cells.length, header: cells.map((cell) => cell.trim()), dates: 0, chosen: [] };
      return;
    }
    if (timesteps === 0) {
      firstRow = `${name}, row ${row}`;
      columns = withChosen(withDates(columns ?? { width: cells.length, header: [], dates: 0, chosen: [] }, cells), wanted, name);
    }
    const { width, dates, chosen } = columns as Columns; // as: set by the first row
    if (cells.length !== width) refuse(ReadError, 'seq-columns', `${name}, row ${row}`, { found: cells.length, expected: width });
    if (dates === 1) timeLabels.push(readDate(cells[0], `${name}, row ${row}, column 1`));
    for (const column of chosen)
      numbers.push(parseNumber(cells[column]) ?? refuseCell(cells[column], place(name, row, column, columns), columnsValue(columns)));
    timesteps += 1;
  });
  const found = columns as Columns | null; // as: the compiler does not see that the closure sets it
  if (found === null || timesteps === 0) return refuse(ReadError, 'seq-empty', name);
  const features = found.chosen.length;
  return {
    tensor: { shape: [1, timesteps, features], data: numbers.all() },
    lengths: null,
    timeLabels: found.dates === 0 ? null : timeLabels,
    names: chosenNames(found),
    isLone: true,
    firstRow,
    text: { encoding: null, delimiter },
  };
}

/** The first row of numbers decides whether the first column holds dates. */
function withDates(columns: Columns, cells: readonly string[]): Columns {
  return { ...columns, dates: cells.length > 1 && DATE.test(cells[0].trim()) ? 1 : 0 };
}

/** All columns but the one of dates, or those of the names. @throws `seq-column-unknown` */
function withChosen(columns: Columns, wanted: readonly string[] | null, name: string): Columns {
  const { width, header, dates } = columns;
  const names = [...header.slice(0, dates), ...featureNames(header.slice(dates), width - dates)];
  if (wanted === null) return { ...columns, chosen: Array.from({ length: width - dates }, (_, feature) => dates + feature) };
  const chosen = wanted.map((column) => {
    const index = names.indexOf(column);
    return index >= 0
      ? index
      : refuse(ReadError, 'seq-column-unknown', name, { column: quoteForMessage(column, 40), known: listed(names) });
  });
  return { ...columns, chosen };
}

function chosenNames({ width, header, dates, chosen }: Columns): readonly string[] {
  const names = featureNames(header.slice(dates), width - dates);
  return chosen.map((column) => names[column - dates] ?? header[column] ?? '');
}

function listed(names: readonly string[]): string {
  return quoteForMessage(names.slice(0, 20).join(', '), 300);
}

function readDate(cell: string, where: string): string {
  const date = cell.trim();
  return DATE.test(date) ? date : refuseCell(cell, where);
}

function place(name: string, row: number, column: number, columns: Columns | null): string {
  return `${name}, row ${row}, column ${column + 1} (${columnName(columns, column)})`;
}

function columnName(columns: Columns | null, column: number): string {
  const dates = columns?.dates ?? 0;
  return featureNames(columns?.header.slice(dates) ?? [], column - dates + 1)[column - dates];
}

function refuseCell(cell: string, where: string, more: Readonly<Record<string, string>> = {}): never {
  return refuse(ReadError, 'seq-value', where, { found: quoteForMessage(cell.trim(), 40), ...more });
}

/** Most columns that a refusal lists. */
const LISTED_COLUMNS = 100;

/** The names that a table gives its columns, for whoever wants to choose among them: JSON, since a name may hold anything. */
function columnsValue(columns: Columns | null): Readonly<Record<string, string>> {
  if (columns === null || columns.header.length === 0 || columns.header.length > LISTED_COLUMNS) return {};
  return { columns: JSON.stringify(columns.header) };
}

/** A row of names holds a word and no number. */
function isHeader(row: readonly string[]): boolean {
  return row.some((cell) => cell.trim() !== '' && !DATE.test(cell.trim())) && row.every((cell) => parseNumber(cell) === null);
}
