import type { Delimiter } from '../weight-file.ts';

/** So much of a row shows how its cells are parted. */
const LOOKED_AT = 65_536;

/**
 * Finds the delimiter by the first row that is not blank: a tab counts most, then a semicolon (a comma may then be a decimal comma), then a
 * comma, then blanks between numbers. What stands in quotation marks does not count.
 */
export function findDelimiter(text: string): Delimiter {
  // By steps: one pattern for a row that is not blank would take the square of the length of a blank one.
  const first = text.search(/\S/);
  const from = Math.max(text.lastIndexOf('\n', first), text.lastIndexOf('\r', first)) + 1;
  const start = text.slice(from, from + LOOKED_AT);
  const end = start.slice(first - from).search(/[\r\n]/);
  const row = (end < 0 ? start : start.slice(0, first - from + end)).replace(/"[^"]*"?/g, '""');
  for (const delimiter of ['\t', ';', ','] as const) if (row.includes(delimiter)) return delimiter;
  return row.trim().split(/\s+/).length > 1 ? ' ' : ',';
}
