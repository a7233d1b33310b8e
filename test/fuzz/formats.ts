import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { LabError } from '../../core/errors/index.ts';
import {
  attributesOf,
  datasetTensor,
  findSuperblock,
  inspectHdf5,
  openRoot,
  openSuperblock,
  walkObjects,
} from '../../core/read/hdf5/index.ts';
import {
  bufferSource,
  type ByteSource,
  type FileTree,
  inspectFiles,
  openModelFiles,
  openStructure,
  readArrays,
  readSequence,
  type WeightFile,
} from '../../core/read/index.ts';
import { buildModel } from '../../core/model/index.ts';
import { seeded } from '../../fixtures/read/files.ts';
import { seal, type Sealed, sealedStructures } from '../../fixtures/read/hdf5-seal.ts';
import type { Mutator } from './mutate.ts';
import { damagedJson } from './mutate-json.ts';

/** A format to damage: its sound files, and how a damaged one is opened. */
export interface FuzzFormat {
  readonly name: string;
  /** How many damaged files the long run opens. */
  readonly goal: number;
  readonly seeds: readonly FuzzSeed[];
}

/** One sound file, or the files that belong together; damage falls on the first. */
export interface FuzzSeed {
  readonly name: string;
  damaged(mutator: Mutator): Uint8Array;
  open(bytes: Uint8Array): void;
}

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const SEED_BYTES_LIMIT = 120_000;
/** Random HDF5 files above this hold thousands of chunks and slow a million runs down tenfold. */
const STRUCTURE_BYTES_LIMIT = 30_000;

/** Every format that the project opens, with the fixtures that it has of it. */
export function fuzzFormats(): readonly FuzzFormat[] {
  const files = sampleFiles();
  const named = (pattern: RegExp): readonly Sample[] => files.filter((file) => pattern.test(file.path));
  const single = (name: string, goal: number, samples: readonly Sample[], open: (bytes: Uint8Array) => void = openModel): FuzzFormat => ({
    name,
    goal,
    seeds: samples.map((sample) => plainSeed(sample, samples, open)),
  });
  const zips = named(/\.keras$/).filter(({ bytes }) => bytes[0] === 0x50);
  return [
    { name: 'hdf5', goal: 1_000_000, seeds: hdf5Seeds(named(/\.h5$/)) },
    { name: 'zip', goal: 1_000_000, seeds: zips.flatMap((sample) => [plainSeed(sample, zips, openModel), memberSeed(sample, zips)]) },
    { name: 'json-config', goal: 100_000, seeds: zips.flatMap(configSeeds) },
    single('npy', 100_000, named(/\.npy$/), (bytes) => void readArrays(bufferSource('x.npy', bytes))),
    single('npz', 100_000, named(/\.npz$/)),
    single('pickle', 100_000, named(/\.(?:pkl|pickle)$|object[^/]*\.npy$/)),
    single('json-weights', 100_000, named(/(?:weights|list)[^/]*\.json$/)),
    {
      name: 'nets-json',
      goal: 100_000,
      seeds: named(/nets\/[^/]*\.json$/).flatMap((sample) => [plainSeed(sample, [sample], openModel), jsonSeed(sample, openModel)]),
    },
    { name: 'tfjs', goal: 100_000, seeds: named(/tfjs[^/]*\/model\.json$/).flatMap(tfjsSeeds) },
    single('safetensors', 100_000, named(/\.safetensors$/)),
    ...checkpointFormat(files),
    single('onnx', 100_000, named(/\.onnx$/)),
    single('sequence', 100_000, [...named(/\.csv$/), ...named(/input\.npy$/)], (bytes) => void readSequence(bufferSource('x.csv', bytes))),
  ].filter((format) => format.seeds.length > 0);
}

interface Sample {
  readonly path: string;
  readonly bytes: Uint8Array;
}

function sampleFiles(): readonly Sample[] {
  return readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:h5|keras|json|npy|npz|pkl|pickle|safetensors|index|onnx|csv)$/.test(path) && existsSync(FIXTURES + path))
    .filter((path) => !path.startsWith('bad/') && !/(?:case|expected\w*|kinds)\.(?:json|npz)$/.test(path))
    .sort()
    .map((path) => ({ path, bytes: new Uint8Array(readFileSync(FIXTURES + path)) }))
    .filter(({ bytes }) => bytes.length > 0 && bytes.length < SEED_BYTES_LIMIT);
}

function plainSeed(sample: Sample, others: readonly Sample[], open: (bytes: Uint8Array) => void): FuzzSeed {
  const marks = marksOf(sample.bytes);
  const donors = others.map((other) => other.bytes);
  return { name: sample.path, damaged: (mutator) => mutator.next(sample.bytes, donors, marks), open };
}

/** Damage inside a member of a zip whose checksums are right again: what lies behind the zip reader. */
function memberSeed(sample: Sample, others: readonly Sample[]): FuzzSeed {
  const members = unzipSync(sample.bytes);
  const donors = others.map((other) => other.bytes);
  const names = Object.keys(members);
  const marks = new Map(names.map((name) => [name, marksOf(members[name] ?? new Uint8Array())]));
  let turn = 0;
  return {
    name: `${sample.path}, members`,
    damaged(mutator) {
      const name = names[turn++ % names.length] ?? '';
      const damaged = mutator.next(members[name] ?? new Uint8Array(1), donors, marks.get(name) ?? []);
      return zipSync({ ...members, [name]: damaged }, { level: 0 });
    },
    open: openModel,
  };
}

/** Damage to fields of JSON, which stays JSON. */
function jsonSeed(sample: Sample, open: (bytes: Uint8Array) => void): FuzzSeed {
  const value: unknown = JSON.parse(new TextDecoder().decode(sample.bytes));
  const random = seeded(sample.bytes.length);
  return { name: `${sample.path}, fields`, damaged: () => strToU8(JSON.stringify(damagedJson(value, random))), open };
}

/** A TensorFlow.js model is damaged in its model.json; its weights stand beside it. */
function tfjsSeeds(model: Sample): readonly FuzzSeed[] {
  const folder = FIXTURES + model.path.slice(0, -'model.json'.length);
  const shards = readdirSync(folder)
    .filter((name) => name !== 'model.json')
    .map((name) => bufferSource(name, new Uint8Array(readFileSync(folder + name))));
  const open = (bytes: Uint8Array): void => {
    settle(openModelFiles([bufferSource('model.json', bytes), ...shards]));
  };
  return [plainSeed(model, [model], open), jsonSeed(model, open)];
}

/** Damage to the configuration of a sound model, as bytes and as JSON. */
function configSeeds(sample: Sample): readonly FuzzSeed[] {
  const members = unzipSync(sample.bytes);
  const config = { path: `${sample.path}, config.json`, bytes: members['config.json'] ?? strToU8('{}') };
  const open = (bytes: Uint8Array): void => {
    openModel(zipSync({ ...members, 'config.json': bytes }, { level: 0 }));
  };
  return [plainSeed(config, [config], open), jsonSeed(config, open)];
}

/** HDF5 of Keras, and random sound files with every structure; half of the damage leaves the checksums of structures right. */
function hdf5Seeds(models: readonly Sample[]): readonly FuzzSeed[] {
  const random = unzipSync(new Uint8Array(readFileSync(`${FIXTURES}read/random.h5.zip`)));
  const structures = Object.entries(random)
    .filter(([path, bytes]) => path.endsWith('.h5') && bytes.length < STRUCTURE_BYTES_LIMIT)
    .map(([path, bytes]): Sample => ({ path, bytes }));
  const all = [...models, ...structures];
  const read = (sample: Sample): ((bytes: Uint8Array) => void) => (models.includes(sample) ? openModel : readAll);
  return all.flatMap((sample) => {
    const plain = plainSeed(sample, all, read(sample));
    const sealed = sealedStructures(sample.bytes);
    if (sealed.length === 0) return [plain];
    return [plain, { ...plain, name: `${sample.path}, resealed`, damaged: (mutator) => reseal(plain.damaged(mutator), sealed) }];
  });
}

/** Puts the right checksum behind each structure that is still inside the file. */
function reseal(bytes: Uint8Array, sealed: readonly Sealed[]): Uint8Array {
  for (const structure of sealed) if (structure.end + 4 <= bytes.length) seal(bytes, structure);
  return bytes;
}

/** Every group, attribute and number of an HDF5 file that is no model, and its tree for people, which never refuses. */
function readAll(bytes: Uint8Array): void {
  const source = bufferSource('x.h5', bytes);
  inspectHdf5(source);
  const root = openRoot(openSuperblock(source, findSuperblock(source) ?? 0));
  for (const object of walkObjects(root)) {
    for (const attribute of attributesOf(object).values()) refusedOr(() => attribute.strings());
    if (object.kind === 'dataset') datasetTensor(object, object.path, 'x.h5').load();
  }
}

/** Texts of attributes may be numbers: that refusal is not the end of the file. */
function refusedOr(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
  }
}

/** A checkpoint is damaged in its index; the data stands beside it. */
function checkpointFormat(files: readonly Sample[]): readonly FuzzFormat[] {
  const indices = files.filter((file) => file.path.endsWith('.index'));
  const seeds = indices.map((index): FuzzSeed => {
    const stem = index.path.slice(0, -'.index'.length);
    const folder = stem.slice(0, stem.lastIndexOf('/') + 1);
    const base = stem.slice(folder.length);
    const data = readdirSync(FIXTURES + folder)
      .filter((name) => name.startsWith(`${base}.data-`))
      .map((name) => bufferSource(name, new Uint8Array(readFileSync(FIXTURES + folder + name))));
    return plainSeed(index, indices, (bytes) => {
      settle(openModelFiles([bufferSource(`${base}.index`, bytes), ...data]));
    });
  });
  return [{ name: 'tf-checkpoint', goal: 100_000, seeds }];
}

/** Of so many refused files the page of one is read too: it takes four times as long as the refusal. */
const PAGE_EVERY = 8;
let refused = 0;

function openModel(bytes: Uint8Array): void {
  const source = bufferSource('x', bytes);
  try {
    settle(openModelFiles([source]));
  } catch (error) {
    if (error instanceof LabError && refused++ % PAGE_EVERY === 0) readPage(source);
    throw error;
  }
}

/** What the page of a refusal asks of the same file: its tree, and how the model is built, without weights. */
function readPage(source: ByteSource): void {
  inspectFiles([source]).forEach(requireSound);
  refusedOr(() => buildModel(openStructure([source])));
}

/** A tree never refuses: a defect of ours stands in it as a problem. */
function requireSound({ name, problem, children }: FileTree): void {
  if (problem?.code === 'internal') throw new Error(`tree of ${name}: ${problem.message}`);
  children.forEach(requireSound);
}

/** Everything that a person could ask of an opened file: its layers, and every number. */
function settle(file: WeightFile): void {
  for (const group of file.groups) for (const tensor of group.tensors) tensor.load();
  const model = buildModel(file);
  for (const layer of model.layers) for (const tensor of layer.weights.values()) tensor.load();
}

/** Structures of HDF5, zip and LevelDB by their signatures, and the beginning and end of the file. */
const SIGNATURES = [
  'TREE',
  'SNOD',
  'HEAP',
  'GCOL',
  'OHDR',
  'OCHK',
  'FRHP',
  'FHDB',
  'FHIB',
  'BTHD',
  'BTIN',
  'BTLF',
  'FAHD',
  'FADB',
  'EAHD',
  'EAIB',
  'EASB',
  'EADB',
  'PK\x01\x02',
  'PK\x03\x04',
  'PK\x05\x06',
];

function marksOf(bytes: Uint8Array): readonly number[] {
  const text = new TextDecoder('latin1').decode(bytes);
  const marks = [0, Math.max(0, bytes.length - 64)];
  for (const signature of SIGNATURES) {
    for (let at = text.indexOf(signature); at >= 0 && marks.length < 2_000; at = text.indexOf(signature, at + 1)) marks.push(at);
  }
  return marks;
}
