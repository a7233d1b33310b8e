import { ReadError, refuse } from '../errors/index.ts';
import type { Shape, Tensor } from '../tensor/index.ts';

interface Found {
  readonly numbers: number[];
  readonly shape: Shape;
}

/**
 * Reads an array that was typed or pasted: nested brackets as Python and NumPy print them, with or without commas, with or without
 * `array(…, dtype=float32)`; or bare rows of numbers. Gives float32. @throws `array-text`, `array-ragged`
 */
export function readArrayText(text: string): Tensor {
  const bare = text
    .replace(/,\s*dtype=\w+\s*/g, ' ')
    .replace(/\b(?:np\.|numpy\.)?array\s*\(|\)/g, ' ')
    .trim();
  const { numbers, shape } = bare.includes('[') ? bracketed(bare) : rows(bare);
  return { shape, data: Float32Array.from(numbers) };
}

const TOKEN = /\s*(?:([[\]])|([^\s,[\]]+))\s*,?/y;

function bracketed(text: string): Found {
  const numbers: number[] = [];
  const counts: number[] = []; // entries so far on each open level
  const sizes: number[] = []; // entries of the levels that were closed
  let depth = 0;
  let deepest = 0;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(text);
    if (!token) return badText(text, at);
    if (token[1] === '[') {
      if (depth === 0 && numbers.length > 0) return badText(text, at);
      if (depth > 0) counts[depth - 1] += 1;
      counts[depth++] = 0;
      deepest = Math.max(deepest, depth);
      if (deepest > 8) return badText(text, at);
    } else if (token[1] === ']') {
      if (depth === 0) return badText(text, at);
      const size = counts[--depth];
      if (sizes[depth] !== undefined && sizes[depth] !== size) ragged(depth, sizes[depth], size);
      sizes[depth] = size;
    } else {
      if (depth === 0 || depth !== deepest) return badText(text, at);
      numbers.push(numberAt(token[2], text, at));
      counts[depth - 1] += 1;
    }
  }
  if (depth !== 0) return badText(text, text.length);
  return { numbers, shape: sizes };
}

/** One row a line; cells parted by commas, semicolons, tabs or blanks. A single row is an array of one axis. */
function rows(text: string): Found {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length === 0) return badText(text, 0);
  const table = lines.map((line) =>
    line
      .trim()
      .split(/\s*[,;\t]\s*|\s+/)
      .map((cell) => numberAt(cell, text, text.indexOf(line))),
  );
  const width = table[0].length;
  for (const [index, row] of table.entries()) if (row.length !== width) ragged(index, width, row.length);
  return { numbers: table.flat(), shape: lines.length === 1 ? [width] : [lines.length, width] };
}

function numberAt(word: string, text: string, at: number): number {
  const named = { nan: NaN, inf: Infinity, '+inf': Infinity, '-inf': -Infinity, infinity: Infinity, '-infinity': -Infinity }[
    word.replace('−', '-').toLowerCase()
  ];
  if (named !== undefined) return named;
  const value = word === '' ? NaN : Number(word.replace('−', '-'));
  return Number.isNaN(value) ? badText(text, at) : value;
}

function badText(text: string, at: number): never {
  const line = text.slice(0, at).split('\n').length;
  return refuse(ReadError, 'array-text', `line ${line}`, { found: text.slice(at, at + 12).trim() || 'the end of the text', line });
}

function ragged(row: number, expected: number, found: number): never {
  return refuse(ReadError, 'array-ragged', `row ${row}`, { row, expected, found });
}
