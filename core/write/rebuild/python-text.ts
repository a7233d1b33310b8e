/** Python text of a value that is code already: a call, a slice, a variable. Made by `code`, never of a word from a file. */
export class PythonCode {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export function code(text: string): PythonCode {
  return new PythonCode(text);
}

/**
 * A value as a Python literal. Text becomes a string literal of ASCII alone, so nothing that a file calls itself can end it, begin a line or
 * hide one; code stays as it is.
 */
export function literal(value: unknown): string {
  if (value instanceof PythonCode) return value.text;
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'string') return stringLiteral(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return numberLiteral(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, member]) => `${stringLiteral(key)}: ${literal(member)}`)
    .join(', ')}}`;
}

function numberLiteral(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  return Number.isFinite(value) ? String(value) : `float("${value > 0 ? 'inf' : value < 0 ? '-inf' : 'nan'}")`;
}

/** JSON writes quotes, backslashes and control characters as Python reads them; all beyond ASCII goes by number. */
function stringLiteral(text: string): string {
  return JSON.stringify(text).replace(/[^\x20-\x7e]/gu, (character) => {
    const number = (character.codePointAt(0) ?? 0).toString(16);
    return number.length > 4 ? `\\U${number.padStart(8, '0')}` : `\\u${number.padStart(4, '0')}`;
  });
}

const LINE = 110;

/** `head(a, b=1)`, on one line where it fits, else one argument a line, indented by `indent` and four more. */
export function call(head: string, args: readonly string[], indent = ''): string {
  const line = `${head}(${args.join(', ')})`;
  if (indent.length + line.length <= LINE) return line;
  return `${head}(\n${args.map((arg) => `${indent}    ${arg},\n`).join('')}${indent})`;
}

/** `name = [ … ]` or `{ … }`, one entry a line. */
export function table(name: string, entries: readonly string[], [open, close]: '[]' | '{}'): string {
  if (entries.length === 0) return `${name} = ${open ?? ''}${close ?? ''}`;
  return `${name} = ${open ?? ''}\n${entries.map((entry) => `    ${entry},\n`).join('')}${close ?? ''}`;
}
