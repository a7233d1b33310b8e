import type { Notice } from './command-line.ts';
import { jsonText } from './json-text.ts';

/** Lines on standard output. */
export function printLines(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${oneLine(line)}\n`).join(''));
}

/** `error [code] message`, `  where: …`, `  fix: …` on standard error. */
export function printNotice(kind: 'error' | 'warning', { code, message, where, hint }: Notice): void {
  const lines = [`${kind} [${code}] ${message}`];
  if (where !== null) lines.push(`  where: ${where}`);
  lines.push(`  fix: ${hint}`);
  process.stderr.write(lines.map((line) => `${oneLine(line)}\n`).join(''));
}

/** Rows as columns, two spaces apart, left-aligned. */
export function table(rows: readonly (readonly string[])[], indent = ''): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  return rows.map((row) => (indent + row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).trimEnd());
}

/** Six significant digits, as the app's read-outs show. */
export function shortNumber(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : String(value);
}

/** A value of a setting, as JSON without quotes around words. */
export function valueText(value: unknown): string {
  return typeof value === 'string' ? value : jsonText(value);
}

/** Names come from files: control and direction characters are shown by number, so they can neither steer a terminal nor fake a line. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
