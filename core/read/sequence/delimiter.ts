/** How cells of a row are parted; `' '` stands for any run of blanks, as numpy.savetxt writes. */
export type Delimiter = '\t' | ';' | ',' | ' ';

/**
 * Finds the delimiter by the first row that is not blank: a tab counts most, then a semicolon (a comma may then be a decimal comma), then a
 * comma, then blanks between numbers. What stands in quotation marks does not count.
 */
export function findDelimiter(text: string): Delimiter {
  const row = /[^\r\n]*\S[^\r\n]*/.exec(text)?.[0].replace(/"[^"]*"?/g, '""') ?? '';
  for (const delimiter of ['\t', ';', ','] as const) if (row.includes(delimiter)) return delimiter;
  return /\S\s+\S/.test(row) ? ' ' : ',';
}
