import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { bufferSource, type ByteSource } from '../../core/read/index.ts';
import { Lab } from '../../core/session/lab.ts';
import { arraysOf, runToEnd } from '../../core/session/run-files.ts';
import type { Tensor } from '../../core/tensor/index.ts';
import { compare, describe as words } from './compare.ts';
import { CORPUS } from './golden-case.ts';
import { readNpz, type ReferenceArray } from './npz.ts';

/** Every model of the shared corpus from a public repository gives what Keras gives, within the tolerance of its `case.json`. */
const CASES = 42;
const WILD = CORPUS.replace(/golden\/$/, 'wild/');

/**
 * References that were computed with another release than the one that wrote the file, where the two differ: a Bidirectional of standalone
 * Keras 2.3.1 repeats its output at masked steps, the tf.keras of the reference returns zeros there.
 */
const COMPUTED_BY: Readonly<Record<string, string>> = { 'drgoulet-codon-bigru': '2.15.0' };

interface WildCase {
  readonly name: string;
  readonly files: readonly { readonly file: string }[];
  readonly inputs: readonly { readonly name: string; readonly file: string }[];
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  readonly recurrent_layers: readonly { readonly name: string }[];
  readonly tolerance: { readonly abs: number; readonly rel: number };
  /** The arrays that count, where not all do. */
  readonly compare?: readonly string[];
}

const table: string[] = [];
afterAll(() => {
  if (table.length > 0) console.log(['wild case | worst |Δ| | where', '--- | --- | ---', ...table].join('\n'));
});

if (!existsSync(WILD)) {
  console.log('skipped: models from public repositories (corpus not found)');
  test.skip('models from public repositories: skipped, corpus not found');
} else {
  const names = readdirSync(WILD).filter((name) => existsSync(`${WILD}${name}/case.json`));
  const cases = names.map((name) => JSON.parse(readFileSync(`${WILD}${name}/case.json`, 'utf8')) as WildCase); // as: written by the corpus' own script
  test.each(cases.map((wild) => [wild.name, wild] as const))('wild %s: what counts is what Keras computes', (_, wild) => {
    const source = (file: string): ByteSource => bufferSource(file, new Uint8Array(readFileSync(`${WILD}${wild.name}/${file}`)));
    const models = wild.files.map(({ file }) => file).filter((file) => !file.endsWith('.csv'));
    const hasArchitecture = existsSync(`${WILD}${wild.name}/assumed_architecture.json`);
    const lab = new Lab();
    lab.open([...models, ...(hasArchitecture ? ['assumed_architecture.json'] : [])].map(source));
    if (wild.name in COMPUTED_BY) lab.answer('keras', COMPUTED_BY[wild.name]);
    const order = lab.card.model.inputs.map(({ name }) => name);
    const inputs = [...wild.inputs].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
    lab.setSequenceFiles(inputs.map(({ file }) => source(file)));
    runToEnd(lab, 'f32');
    const ours = arraysOf(lab);
    const expected = expectedOf(wild, lab, readNpz(new Uint8Array(readFileSync(`${WILD}${wild.name}/expected.npz`))));
    const { abs, rel } = wild.tolerance;
    const result = compare(ours, expected, (_, wanted) => abs + rel * Math.abs(wanted));
    table.push(
      `${wild.name} | ${result.worst?.abs.toExponential(1) ?? 'none is a number, as in Keras'} | ${words(result).split(': got')[0]}`,
    );
    expect(result.missing).toEqual([]);
    expect(result.worst === null || result.isWithin, `${wild.name}\n${words(result)}`).toBe(true);
    for (const [array, reference] of expected) expect([array, notNumbers(ours.get(array))]).toEqual([array, notNumbers(reference)]);
  });
  test(`wild: all ${CASES} models ran`, () => {
    expect(table).toHaveLength(CASES);
  });
}

/** The reference arrays that count, under the names of a trace here. Files that name no layers name the recurrent ones by their place. */
function expectedOf(wild: WildCase, lab: Lab, references: ReadonlyMap<string, ReferenceArray>): ReadonlyMap<string, ReferenceArray> {
  const { layers, outputs } = lab.card.model;
  const recurrent = layers.filter((layer) => layer.parts.length > 0);
  const named = new Map(
    wild.recurrent_layers.map(({ name }, place) => [
      name,
      layers.find((layer) => layer.name === name)?.name ?? recurrent[place]?.name ?? name,
    ]),
  );
  const chosen = [...references].filter(([array]) => wild.compare?.includes(array) ?? true);
  expect(chosen.length).toBeGreaterThan(1);
  return new Map(
    chosen.map(([array, reference]) => {
      const [layer = '', signal] = array.split('/');
      const output = /^output_(\d+)$/.exec(layer);
      if (output !== null) return [`output/${outputs[Number(output[1])]?.layer ?? ''}`, reference];
      if (signal === undefined) return [array, reference];
      return [`${named.get(layer) ?? layer}/${signal.replace(/^state_(\d+)$/, 'output:$1')}`, reference];
    }),
  );
}

/** Where an array holds no number: a real file may hold weights that are none. */
function notNumbers(array: Pick<Tensor, 'data'> | ReferenceArray | undefined): readonly number[] {
  const found: number[] = [];
  array?.data.forEach((value, index) => {
    if (!Number.isFinite(value)) found.push(index);
  });
  return found;
}
