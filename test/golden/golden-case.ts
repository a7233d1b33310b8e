import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bufferSource, type ByteSource } from '../../core/read/index.ts';
import { Lab } from '../../core/session/lab.ts';
import type { Tensor } from '../../core/tensor/index.ts';
import type { Tolerance } from './compare.ts';
import { type ReferenceArray, readNpz } from './npz.ts';

/** A model, an input and what real Keras made of it; fixtures/make/maker.py writes it. */
export interface GoldenCase {
  readonly name: string;
  readonly folder: string;
  readonly facts: CaseFacts;
}

interface CaseFacts {
  readonly files: readonly string[];
  readonly inputs: readonly string[];
  readonly tolerance: Tolerance;
  readonly keras_version: string;
  /** Other names that its layers may have, where the file holds none. */
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
  /** Answers to what the file leaves open, as `--set` takes them. */
  readonly set?: readonly string[];
  /** Only in a case with layers that cannot run: what is recorded, what cannot, what lies behind. */
  readonly runs?: readonly string[];
  readonly unsupported?: readonly string[];
  readonly behind?: readonly string[];
}

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));
export const CORPUS = `${process.env['GATESCOPE_CORPUS'] ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url))}/golden/`;

/** Every folder of fixtures/ with a case.json. */
export function fixtureCases(): GoldenCase[] {
  return readdirSync(FIXTURES)
    .filter((name) => existsSync(`${FIXTURES}${name}/case.json`))
    .map((name) => caseIn(FIXTURES, name));
}

export const fixtureCase = (name: string): GoldenCase => caseIn(FIXTURES, name);

/** A case of the corpus, which is not part of the repository; null where it is not there. */
export function corpusCase(name: string): GoldenCase | null {
  return existsSync(`${CORPUS}${name}/case.json`) ? caseIn(CORPUS, name) : null;
}

export function modelSources(golden: GoldenCase): ByteSource[] {
  return golden.facts.files.map((file) => source(golden, file));
}

export function inputSources(golden: GoldenCase): ByteSource[] {
  return golden.facts.inputs.map((file) => source(golden, file));
}

export function references(golden: GoldenCase, file: 'expected.npz' | 'expected64.npz' | 'weights.npz'): Map<string, ReferenceArray> {
  return readNpz(caseFile(golden, file));
}

/** The model with its input and the answers that its `case.json` gives, ready to run. */
export function openGolden(golden: GoldenCase): Lab {
  const lab = new Lab();
  lab.open(modelSources(golden));
  for (const answer of golden.facts.set ?? []) {
    const [id = '', value = ''] = answer.split('=');
    lab.answer(id, value);
  }
  lab.setSequenceFiles(inputSources(golden));
  return lab;
}

/** Reference arrays under the names that the file gives its layers. */
export function goldenNames(
  golden: GoldenCase,
  ours: ReadonlyMap<string, Tensor>,
  expected: ReadonlyMap<string, ReferenceArray>,
): ReadonlyMap<string, ReferenceArray> {
  const names = new Map(Object.entries(golden.facts.aliases ?? {}));
  return new Map(
    [...expected].map(([array, reference]) => {
      const [layer = '', ...signal] = array.split('/');
      const found = [layer, ...(names.get(layer) ?? [])].map((name) => [name, ...signal].join('/')).find((name) => ours.has(name));
      return [found ?? array, reference];
    }),
  );
}

export function caseFile(golden: GoldenCase, file: string): Uint8Array {
  return new Uint8Array(readFileSync(`${golden.folder}/${file}`));
}

const source = (golden: GoldenCase, file: string): ByteSource => bufferSource(file, caseFile(golden, file));

function caseIn(parent: string, name: string): GoldenCase {
  const folder = `${parent}${name}`;
  // case.json is ours (fixtures/make/maker.py) and has these fields.
  return { name, folder, facts: JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as CaseFacts };
}
