import { text } from '../../../fixtures/read/zip-maker.ts';
import { oneFile, type TortureCase } from './case.ts';

const table = (row: number, what: string, content: string | Uint8Array | (() => Uint8Array), code: string, place = ''): TortureCase =>
  oneFile(
    row,
    what,
    'x.csv',
    () => (typeof content === 'function' ? content() : typeof content === 'string' ? text(content) : content),
    code,
    `x.csv${place}`,
    'sequence',
  );

const filled = (pattern: string, bytes: number) => (): Uint8Array => new Uint8Array(Buffer.alloc(bytes, pattern));

/** Rows 67 to 72: tables and other sequences. */
export const SEQUENCE_CASES: readonly TortureCase[] = [
  table(67, 'nothing', '', 'seq-empty'),
  table(67, 'blanks', ' \n\n', 'seq-empty'),
  table(67, 'a header alone', 'a,b\n', 'seq-empty'),
  table(68, 'a ragged row', `${'1,2,3\n'.repeat(117)}1,2\n1,2,3\n`, 'seq-columns', ', row 118'),
  table(68, 'a ragged list', '[[[1, 2], [3]]]', 'seq-columns', ', sample 1, timestep 2'),
  ...['text', '', 'NA', '0x1F', '1_000', '٣', '1e400'].map((cell) =>
    table(69, `the cell "${cell}"`, `a,b\n1,2\n3,${cell}\n`, 'seq-value', ', row 3, column 2 (b)'),
  ),
  table(69, 'a decimal comma', '1;2\n1,5;3\n', 'seq-value', ', row 2, column 1 (x0)'),
  table(71, '10 million rows', filled('1\n', 20_000_000), 'seq-too-big'),
  ...['1,', ' '].map((piece) => ({
    ...table(71, `a row of 100 MB of "${piece}"`, '', 'seq-too-big'),
    files: () => [{ name: 'x.csv', bytes: filled(piece, 1000)(), zeros: 100_000_000 }], // refused by its size, so what it holds is never read
  })),
  table(
    71,
    'a second row of 60 MB',
    () => new Uint8Array(Buffer.concat([Buffer.from('1,2\n'), Buffer.alloc(60_000_000, '1,')])),
    'seq-too-big',
    ', row 2',
  ),
  table(71, '60 MB of blanks', filled(' ', 60_000_000), 'seq-empty'),
  table(72, 'Latin-1', Uint8Array.of(0x67, 0xfc, 0x0a, 0x31), 'seq-encoding'),
  table(72, 'a zero byte', Uint8Array.of(0x31, 0x2c, 0x32, 0, 0x0a), 'seq-encoding'),
  table(72, 'half a unit of UTF-16', Uint8Array.of(0x31, 0, 0x2c, 0, 0x32), 'seq-encoding'),
];
