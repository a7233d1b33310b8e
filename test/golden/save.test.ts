import { existsSync, readdirSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { buildModel, type Model } from '../../core/model/index.ts';
import { bufferSource, type Format, openModelFiles } from '../../core/read/index.ts';
import { saveWeights } from '../../core/write/index.ts';
import { corpusCase, CORPUS, type GoldenCase, modelSources } from './golden-case.ts';

const names = existsSync(CORPUS) ? readdirSync(CORPUS).filter((name) => existsSync(`${CORPUS}${name}/case.json`)) : [];
if (names.length === 0) console.log('skipped: golden models saved and opened again (corpus not found)');

const done: string[] = [];
afterAll(() => {
  if (names.length > 0) console.log(`golden models saved and opened again: ${done.length}`);
});

/** Arrays by layer and name, as bits. */
function arraysOf(model: Model): Record<string, unknown> {
  return Object.fromEntries(
    model.layers.flatMap((layer) =>
      [...layer.weights].map(([name, stored]) => {
        const { shape, data } = stored.load();
        return [`${layer.name}/${name}`, { shape, bytes: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64') }];
      }),
    ),
  );
}

const OWN_WORDS: ReadonlySet<Format> = new Set(['rtneural', 'guitarml']);

const jsonSource = (value: unknown) => bufferSource('model.json', new TextEncoder().encode(JSON.stringify(value)));

test.skipIf(names.length === 0).each(names)('%s: what we save as .weights.h5 opens again with the same arrays', (name) => {
  const golden = corpusCase(name) as GoldenCase; // as: its folder was just listed
  const file = openModelFiles(modelSources(golden));
  const model = buildModel(file);
  const weights = bufferSource('saved.weights.h5', saveWeights(model, 'weights.h5'));
  // Some formats describe their layers in words of their own; then the store has to be enough.
  const config = OWN_WORDS.has(file.format) ? null : file.config;
  const again = buildModel(openModelFiles(config === null ? [weights] : [jsonSource(config), weights]));
  expect(arraysOf(again)).toEqual(arraysOf(model));
  done.push(name);
});
