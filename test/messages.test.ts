import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MESSAGES, type MessageTemplate } from '../core/errors/messages.ts';

const PAGE = new URL('../docs/messages.md', import.meta.url);
const ROWS = Object.entries(MESSAGES);

/** One file of the table, `messages-read.ts`, with the codes it holds. */
interface Part {
  readonly title: string;
  readonly rows: Readonly<Record<string, MessageTemplate>>;
}

const TITLES: Readonly<Record<string, string>> = {
  read: 'Files and sequences',
  hdf5: 'HDF5',
  model: 'Models',
  nets: 'TensorFlow.js, RTNeural, GuitarML, frugally-deep',
  run: 'Runs and traces',
  session: 'Session',
};

const FOLDER = new URL('../core/errors/', import.meta.url);
const NAMES = readdirSync(FOLDER).flatMap((file) => /^messages-([a-z0-9-]+)\.ts$/.exec(file)?.[1] ?? []);
const PARTS: readonly Part[] = await Promise.all(
  NAMES.map(async (name) => {
    const exported = (await import(`../core/errors/messages-${name}.ts`)) as Record<string, Part['rows']>; // as: each file exports one table
    return { title: TITLES[name] ?? name.charAt(0).toUpperCase() + name.slice(1), rows: Object.assign({}, ...Object.values(exported)) };
  }),
);

/** docs/messages.md, made from the table of core/errors/. */
function messagesPage(): string {
  const parts = PARTS.map(({ title, rows }) => {
    const lines = Object.entries(rows)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, { message, hint }]) => `### ${code}\n${escape(message)}\n\n*Fix:* ${escape(hint)}\n`);
    return `## ${title}\n\n${lines.join('\n')}`;
  });
  return `# Messages

Made from \`core/errors/messages*.ts\` by \`test/messages.test.ts\`; do not edit. After a change of the table: \`UPDATE_DOCS=1 npx vitest run test/messages.test.ts\`.

Every error and warning has a stable code, a message that says what was found, and one action that helps. Words in \`{braces}\` are filled in.
The command prints \`error [code] message\`, then \`where:\` and \`fix:\`.

${parts.join('\n')}`;
}

function escape(text: string): string {
  return text.replace(/\{\w+\}/g, '`$&`').replace(/</g, '&lt;');
}

describe('the table of messages', () => {
  test.each(ROWS)('%s is kebab-case, says what happened and how to go on', (code, { message, hint }) => {
    expect(code).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(message).toMatch(/^["A-Z{].*[.}…]$/s);
    expect(hint).toMatch(/^["A-Z{].*\s.*[.!?]$/s);
  });

  test('no code stands in two rooms', () => {
    const codes = PARTS.flatMap(({ rows }) => Object.keys(rows));
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    expect([...codes].sort()).toEqual(Object.keys(MESSAGES).sort());
  });

  test('docs/messages.md says what the table says', () => {
    if (process.env.UPDATE_DOCS === '1') writeFileSync(PAGE, messagesPage());
    expect(readFileSync(PAGE, 'utf8')).toBe(messagesPage());
  });
});
