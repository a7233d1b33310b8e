import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MESSAGES } from '../core/errors/messages.ts';
import { ACTIVATION_ALIASES } from '../core/layers/activation.ts';
import { VERSION_TABLE, type VersionRow } from '../core/layers/defaults.ts';
import { ACTIVATION_NAMES, KERAS_CLASSES, type LayerKind, layerKindOf, type SettingSpec } from '../core/layers/index.ts';
import { FOREIGN_CODES } from '../core/read/foreign.ts';
import { FORMATS } from '../core/read/formats.ts';
import { describeKind } from '../core/read/recognise.ts';

/** docs/formats.md and docs/parity.md are made from the tables that the program itself goes by. */
const MADE = 'by `test/tables.test.ts`; do not edit. After a change of a table: `UPDATE_DOCS=1 npx vitest run test/tables.test.ts`.';
const KERAS_3 = { name: 'keras', version: '3.15.1' };
const FAMILIES: readonly (readonly [string, (kind: LayerKind) => boolean])[] = [
  ['Recurrent layers and their cells', (kind) => kind.isRecurrent],
  ['Operations of functional models', (kind) => kind.className.startsWith('ops.')],
  ['All other layers', () => true],
];

function formatsPage(): string {
  const opened = Object.entries(FORMATS).map(([word, what]) => row(`\`${word}\``, what));
  const foreign = [...FOREIGN_CODES].map(([kind, code]) => row(describeKind(kind), `\`${code}\``, MESSAGES[code].hint));
  return `# Formats

Made from \`core/read/formats.ts\` and \`core/read/foreign.ts\` ${MADE}

A file is known by its content, never by its name. What does not stand in it is asked, never assumed in silence.

## What opens

${table(['word', 'what'], opened)}

One level of zip around any of these opens too; files that belong together are given together, in any order.

## What is recognised and refused, with the way to convert it

${table(['what', 'code', 'fix'], foreign)}

Everything else ends with one of the codes of [messages.md](messages.md). Lambda layers and pickles are programs: nothing of them is run.
`;
}

function parityPage(): string {
  const kinds = KERAS_CLASSES.map((name) => layerKindOf(name)).filter((kind) => kind !== null);
  const placed = new Set<LayerKind>();
  const families = FAMILIES.map(([title, fits]) => {
    const family = kinds.filter((kind) => !placed.has(kind) && fits(kind));
    family.forEach((kind) => placed.add(kind));
    return `### ${title}\n\n${table(['class', 'also named', 'settings that change numbers or shapes, with the default of Keras 3.15', 'runs'], family.map(kindRow))}`;
  });
  const versions = Object.entries(VERSION_TABLE).map(([name, entry]: [string, VersionRow]) =>
    row(
      `\`${name}\``,
      value(entry.now),
      entry.others.map((other) => `${value(other.value)}: ${other.eras.join(', ')}`).join('; '),
      entry.source,
    ),
  );
  const aliases = [...ACTIVATION_ALIASES].map(([alias, name]) => `\`${alias}\` = \`${name}\``).join(', ');
  return `# Parity with Keras

Made from the tables of \`core/layers/\` ${MADE}

Every layer below computes what Keras computes: float32 rounds after each operation, float64 is the oracle. What proves it: fixtures by real
Keras (\`fixtures/\`, within 2e-6 in float32 and 1e-12 in float64), the published vectors, random models in live Keras
(\`npm run test:long -- parity\`), and mutations of the arithmetic, each of which some test notices (\`npm run test:long -- mutation\`).

Float64 is also compared with NumPy alone (\`fixtures/make/layers64/\`: whole models, from configuration and weights, without Keras and
TensorFlow), to 1e-12 of max(1, |x|): every fixture, and the 28 golden and 42 wild models of the shared corpus where it is there. In it the
numbers of a configuration are exact; TensorFlow keeps some of them in float32 in a float64 model too.

## What differs by version

A file is computed as the release that wrote it computes it; \`keras=2.2.4\` as an answer says which release that was.

${table(['what', 'Keras 3.15 and whatever is not named', 'others', 'source'], versions)}

## Layers

${families.join('\n\n')}

A class that is not listed (Conv2D, ConvLSTM, MultiHeadAttention, Lambda, layers of your own) opens with its settings and arrays, is named as
unsupported, and everything that does not lie behind it runs. So does a setting that is not understood.

## Activations

${ACTIVATION_NAMES.map((name) => `\`${name}\``).join(', ')}. Other names: ${aliases}.
`;
}

function kindRow(kind: LayerKind): string {
  const settings = Object.entries(kind.settings).map(([name, spec]) => `\`${name}\`${defaultText(spec)}`);
  const runs = kind.evaluate !== null ? 'yes' : kind.cell ? 'inside RNN' : kind.className === 'StackedRNNCells' ? 'inside RNN' : 'no';
  return row(`\`${kind.className}\``, kind.aliases.join(', '), settings.join(', '), runs);
}

function defaultText(spec: SettingSpec): string {
  if (spec.required === true) return '';
  return ` ${value(spec.default(KERAS_3))}`;
}

function value(given: unknown): string {
  return typeof given === 'string' ? given : JSON.stringify(given);
}

function table(header: readonly string[], rows: readonly string[]): string {
  return [row(...header), row(...header.map(() => '---')), ...rows].join('\n');
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

test.each([
  ['docs/formats.md', formatsPage],
  ['docs/parity.md', parityPage],
])('%s says what the tables say', (file, page) => {
  const place = new URL(`../${file}`, import.meta.url);
  if (process.env.UPDATE_DOCS !== undefined) writeFileSync(place, page());
  expect(readFileSync(place, 'utf8')).toBe(page());
});
