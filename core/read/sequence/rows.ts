import Papa from 'papaparse/papaparse.js';
import { ReadError, refuse } from '../../errors/index.ts';
import { LIMITS } from '../limits.ts';
import { formatBytes } from '../text.ts';
import type { Delimiter } from '../weight-file.ts';

/**
 * Goes through the rows of a table, one after the other, so that no more than one is held as text. `row` counts from 1, as people do, blank
 * rows included. Lines end in LF, CR or both, also mixed.
 * @throws `seq-quote`, `seq-too-big`
 */
export function eachRow(text: string, delimiter: Delimiter, name: string, take: (cells: readonly string[], row: number) => void): void {
  refuseManyValues(text, delimiter, name);
  if (text.includes('"')) {
    eachQuotedRow(text, delimiter, name, take);
    return;
  }
  let row = 0;
  let feed = -1; // the next line feed, looked for once for all carriage returns before it
  for (let from = 0; from < text.length;) {
    if (feed < from) feed = indexOrEnd(text, '\n', from);
    const end = from + indexOrEnd(text.slice(from, feed), '\r', 0);
    row += 1;
    if (end - from > LIMITS.sequenceRowLength) refuseRow(end - from, name, row);
    const line = text.slice(from, end);
    take(delimiter === ' ' ? line.trim().split(/\s+/) : line.split(delimiter), row);
    from = text.startsWith('\r\n', end) ? end + 2 : end + 1;
  }
}

/** Cells in quotation marks may hold delimiters and line ends. */
function eachQuotedRow(text: string, delimiter: Delimiter, name: string, take: (cells: readonly string[], row: number) => void): void {
  let row = 0;
  let length = 0;
  Papa.parse(text.replace(/\r\n?/g, '\n'), {
    delimiter,
    newline: '\n',
    skipEmptyLines: false,
    step: ({ data, errors, meta }) => {
      row += 1;
      if (errors.some((error) => error.type === 'Quotes')) refuse(ReadError, 'seq-quote', `${name}, row ${row}`);
      if (meta.cursor - length > LIMITS.sequenceRowLength) refuseRow(meta.cursor - length, name, row);
      length = meta.cursor;
      take(data, row);
    },
  });
}

/** Lines times columns of the first one: counted in a moment, where to read that many values would take seconds. */
function refuseManyValues(text: string, delimiter: Delimiter, name: string): void {
  const columns = text.slice(0, indexOrEnd(text, '\n', 0)).split(delimiter, LIMITS.sequenceValues).length;
  let lines = 0;
  for (let feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', feed + 1)) lines += 1;
  // No value takes less than two characters: a wide first row alone promises more than there is.
  const values = Math.min(lines * columns, Math.floor(text.length / 2));
  if (values > LIMITS.sequenceValues)
    refuse(ReadError, 'seq-too-big', name, { found: `about ${values} values`, limit: `${LIMITS.sequenceValues} values` });
}

function indexOrEnd(text: string, mark: string, from: number): number {
  const index = text.indexOf(mark, from);
  return index < 0 ? text.length : index;
}

function refuseRow(length: number, name: string, row: number): never {
  return refuse(ReadError, 'seq-too-big', `${name}, row ${row}`, {
    found: `a row of ${formatBytes(length)}`,
    limit: formatBytes(LIMITS.sequenceRowLength),
  });
}
