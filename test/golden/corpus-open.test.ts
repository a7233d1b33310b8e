import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { isRecurrent, layerKindOf } from '../../core/layers/index.ts';
import { buildModel, type InnerSettings, type LayerNode, type Model, type Setting } from '../../core/model/index.ts';
import { bufferSource, type ByteSource, openModelFiles } from '../../core/read/index.ts';
import { faultOf } from '../../fixtures/read/files.ts';

/** Files of the shared corpus: `golden/` made by pinned Keras versions, `wild/` from public repositories, `wild/refuse/` not to be run. */
const CORPUS = process.env['GATESCOPE_CORPUS'] ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url));

interface RecurrentLayer {
  readonly name: string;
  readonly cls: string;
  readonly [setting: string]: unknown;
}

/** What this test reads of a `case.json` of wild/. */
interface WildCase {
  readonly files: readonly { readonly file: string }[];
  readonly recurrent_layers: readonly RecurrentLayer[];
  readonly assumed_architecture?: string;
}

const counts = { golden: 0, wild: 0, architectures: 0, refuse: 0 };
afterAll(() => {
  console.log(
    `corpus: golden ${counts.golden} opened; wild ${counts.wild} opened, ${counts.architectures} more with an architecture; refused ${counts.refuse}`,
  );
});

if (!existsSync(CORPUS)) {
  console.log('skipped: the shared corpus opens (corpus not found)');
  test.skip('the shared corpus opens: skipped, corpus not found');
} else {
  for (const name of casesIn('golden')) testGolden(name);
  for (const name of casesIn('wild')) testWild(name);
  testRefusals();
}

function testGolden(name: string): void {
  test(`golden ${name} opens`, () => {
    const { files } = caseOf<{ files: readonly string[] }>(`golden/${name}`);
    const model = openCase(`golden/${name}`, files);
    expect(recurrentLayers(model)).not.toEqual([]);
    expectWhole(model);
    counts.golden += 1;
  });
}

function testWild(name: string): void {
  const facts = caseOf<WildCase>(`wild/${name}`);
  const files = facts.files.map(({ file }) => file);
  test(`wild ${name} opens`, () => {
    const model = openCase(`wild/${name}`, files);
    expectWhole(model);
    if (facts.assumed_architecture === undefined) expectRecurrent(model, facts.recurrent_layers);
    else expectAmong(model, facts.recurrent_layers);
    counts.wild += 1;
  });
  if (facts.assumed_architecture === undefined) return;
  test(`wild ${name} opens with the architecture that its reference assumed`, () => {
    const model = openCase(`wild/${name}`, [...files, 'assumed_architecture.json']);
    expectWhole(model);
    expectRecurrent(model, facts.recurrent_layers);
    counts.architectures += 1;
  });
}

/** Every layer with arrays shows them all, and no layer is without what it needs. */
function expectWhole(model: Model): void {
  expect(model.layers.length).toBeGreaterThan(0);
  for (const layer of model.layers) for (const tensor of layer.weights.values()) expect(tensor.load().shape).toEqual(tensor.shape);
  expect(model.layers.some((layer) => layer.weights.size > 0)).toBe(true);
}

/** Layers with a state as `case.json` lists them: the class, a wrapper with what it wraps, and the settings that the case names. */
function expectRecurrent(model: Model, expected: readonly RecurrentLayer[]): void {
  const ours = recurrentLayers(model);
  const hasNames = !['rtneural', 'guitarml'].includes(model.format);
  expect(ours.map((layer) => described(layer, hasNames))).toEqual(expected.map((layer) => namedSettings(layer, hasNames)));

  function described(layer: LayerNode, withName: boolean): Record<string, unknown> {
    const index = ours.indexOf(layer);
    const wanted = Object.keys(expected[index] ?? {});
    const inner = layer.settings['layer']?.value as InnerSettings | undefined; // as: a wrapper's setting
    const settings: Readonly<Record<string, Setting>> = { ...inner?.settings, ...layer.settings };
    const shown = Object.fromEntries(wanted.filter((key) => key !== 'name' && key !== 'cls').map((key) => [key, settings[key]?.value]));
    const cls = inner === undefined ? layer.className : `${layer.className}(${inner.class})`;
    return { ...(withName && { name: layer.name }), cls, ...shown };
  }
}

function namedSettings({ name, cls, ...settings }: RecurrentLayer, withName: boolean): Record<string, unknown> {
  return { ...(withName && { name }), cls, ...settings };
}

/** Weights alone say no activations: names, classes and units have to be there. */
function expectAmong(model: Model, expected: readonly RecurrentLayer[]): void {
  const ours = recurrentLayers(model).map((layer) => [layer.name, layer.className, layer.settings['units']?.value]);
  for (const { name, cls, units } of expected) expect(ours).toContainEqual([name, cls, units]);
}

function recurrentLayers(model: Model): readonly LayerNode[] {
  return model.layers.filter((layer) => isRecurrent(layerKindOf(layer.className)));
}

function testRefusals(): void {
  test('refuse: Lambda layers are named and not run, what stands beside them is shown', () => {
    const model = openCase('wild/refuse/bmcfee-crema-beats-lambda', ['model.h5']);
    const named = model.warnings.filter((warning) => warning.code === 'layer-unsupported').map((warning) => warning.where);
    expect(named).toEqual(expect.arrayContaining(['lambda_1', 'lambda_2']));
    expect(model.layers.filter((layer) => layer.weights.size > 0).length).toBeGreaterThan(3);
    counts.refuse += 1;
  });

  test.each([
    ['buddhilive-tfjs-no-rnn', ['model.json', 'weights.bin'], 'Dense'],
    ['ttronrud-starfish-fdeep-no-rnn', ['fdeep_model.json'], 'Conv1D'],
  ])('refuse: %s has no recurrent layer, and says so', (name, files, className) => {
    const model = openCase(`wild/refuse/${name}`, files);
    expect(model.warnings.map((warning) => warning.code)).toContain('no-recurrent-layer');
    expect(model.layers.map((layer) => layer.className)).toContain(className);
    counts.refuse += 1;
  });

  test.each([
    ['drgoulet-tokenizer-json', 'aa_tokenizer.json', 'format-unknown', 'Tokenizer'],
    ['maxhodak-lfs-pointer', 'model_500k.h5', 'git-lfs-pointer', 'git lfs pull'],
    ['niuguy-architecture-only', 'lstm_architecture.json', 'config-without-weights', '2 × Bidirectional(LSTM), Dense'],
  ])('refuse: %s', (name, file, code, says) => {
    const fault = faultOf(() => openCase(`wild/refuse/${name}`, [file]));
    expect(fault?.code).toBe(code);
    expect(`${fault?.message ?? ''} ${fault?.hint ?? ''}`).toContain(says);
    counts.refuse += 1;
  });
}

/** Tables beside a model are sequences of its own, not part of it. */
function openCase(folder: string, files: readonly string[]): Model {
  return buildModel(openModelFiles(files.filter((file) => !file.endsWith('.csv')).map((file) => sourceOf(folder, file))));
}

function sourceOf(folder: string, file: string): ByteSource {
  return bufferSource(file, new Uint8Array(readFileSync(`${CORPUS}/${folder}/${file}`)));
}

function casesIn(kind: 'golden' | 'wild'): readonly string[] {
  return readdirSync(`${CORPUS}/${kind}`).filter((name) => existsSync(`${CORPUS}/${kind}/${name}/case.json`));
}

function caseOf<T>(folder: string): T {
  return JSON.parse(readFileSync(`${CORPUS}/${folder}/case.json`, 'utf8')) as T; // as: the corpus documents these fields
}
