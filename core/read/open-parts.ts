import { labErrorData, ReadError, refuse } from '../errors/index.ts';
import type { ByteSource } from './byte-source.ts';
import { openCheckpoint } from './checkpoint/index.ts';
import { foreignJson, refuseForeign } from './foreign.ts';
import { isFrugallyDeep, openFrugallyDeep } from './frugally-deep/index.ts';
import { isGuitarml, openGuitarml } from './guitarml/index.ts';
import { isJsonObject, type JsonObject, parseJsonFile } from './json/index.ts';
import {
  configVersion,
  describeLayers,
  isKerasConfig,
  isKerasMetadata,
  isShardIndex,
  metadataFacts,
  openKerasHdf5,
  openShards,
} from './keras/index.ts';
import { isJsonWeights, openJsonWeights } from './json-weights/index.ts';
import { openNpyWeights } from './npy/index.ts';
import { openModelZip } from './open-model-zip.ts';
import { openPickleWeights } from './pickle/index.ts';
import { openOnnx } from './onnx/index.ts';
import { describeKind, type FileKind, recognise } from './recognise.ts';
import { openSafetensors } from './safetensors/index.ts';
import { isTfjs, openTfjs } from './tfjs/index.ts';
import { isRtneural, openRtneural } from './rtneural/index.ts';
import { quoteForMessage } from './text.ts';
import type { WeightFile } from './weight-file.ts';
import { openZip } from './zip/index.ts';

/** One of the given files: what it is, and its JSON where it is one. */
interface Part {
  readonly source: ByteSource;
  readonly kind: FileKind;
  readonly json: unknown;
}

/**
 * Opens files that belong together: at most one architecture, at most one `metadata.json`, and one that holds or lists the weights.
 * `container` is the zip in which they stood.
 */
export function openParts(sources: readonly ByteSource[], container: ByteSource | null): WeightFile {
  const parts = sources.map(partOf);
  const configs = parts.filter((part) => isKerasConfig(part.json));
  const metadata = parts.find((part) => isKerasMetadata(part.json));
  const rest = parts.filter((part) => !configs.includes(part) && part !== metadata);
  const [config] = configs;
  if (configs.length > 1 || parts.length === 0) return refuseTogether(parts, container);
  if (config !== undefined && !rest.some(holdsWeights)) return refuseArchitecture(config);
  const leader = leaderOf(rest, config !== undefined);
  if (leader === null) return refuseTogether(parts, container);
  const others = rest.filter((part) => part !== leader);
  const opened = openLeader(
    leader,
    others.map((part) => part.source),
    container,
  );
  const file = isIndex(leader) ? opened : withIgnored(opened, leader, others);
  return config === undefined ? file : withConfig(file, config.json as JsonObject, metadata?.json as JsonObject | undefined); // as: tested above
}

function partOf(source: ByteSource): Part {
  const kind = recognise(source);
  return { source, kind, json: kind === 'json' ? parseJsonFile(source) : null };
}

/** Whether the file lists others that hold its arrays. */
function isIndex({ kind, json }: Part): boolean {
  return kind === 'checkpoint-index' || isShardIndex(json) || isTfjs(json);
}

const WITH_WEIGHTS: ReadonlySet<FileKind> = new Set(['hdf5', 'zip', 'npy', 'json', 'pickle', 'safetensors', 'onnx', 'checkpoint-index']);

function holdsWeights(part: Part): boolean {
  return WITH_WEIGHTS.has(part.kind) || isIndex(part);
}

/**
 * The file that holds the weights or says how the others are read. Of several models the first is opened, and the others are named; but an
 * architecture with several is not settled. Null when no file can be it.
 */
function leaderOf(parts: readonly Part[], hasConfig: boolean): Part | null {
  const indices = parts.filter(isIndex);
  if (indices.length === 1) return indices[0];
  if (parts.length === 1) return parts[0];
  const candidates = parts.filter(holdsWeights);
  return candidates.length === 1 || !hasConfig ? (candidates[0] ?? null) : null;
}

function withIgnored(file: WeightFile, leader: Part, others: readonly Part[]): WeightFile {
  if (others.length === 0) return file;
  const names = others.slice(0, 5).map(({ source }) => `"${quoteForMessage(source.name, 40)}"`);
  const ignored = names.join(', ') + (others.length > 5 ? ` and ${others.length - 5} more` : '');
  const warning = labErrorData('files-ignored', leader.source.name, { file: leader.source.name, ignored });
  return { ...file, warnings: [...file.warnings, warning] };
}

/** Whether a file is an architecture without weights: it waits for a file of weights beside it. */
export function isArchitecture(source: ByteSource): boolean {
  return recognise(source) === 'json' && isKerasConfig(parseJsonFile(source));
}

/** @throws what the readers refuse */
function openLeader({ source, kind, json }: Part, others: readonly ByteSource[], container: ByteSource | null): WeightFile {
  const file = source.name;
  switch (kind) {
    case 'hdf5':
      return openKerasHdf5(source);
    case 'zip': {
      const model = openModelZip(source, openZip(source));
      if (model !== null) return model;
      return container !== null
        ? refuse(ReadError, 'zip-nested', file, { file })
        : refuse(ReadError, 'format-unknown', file, { file, found: describeKind(kind) });
    }
    case 'npy':
      return openNpyWeights(source);
    case 'pickle':
      return openPickleWeights(source);
    case 'checkpoint-index':
      if (others.some((other) => other.size > 0 && recognise(other) === 'saved-model')) refuseForeign('saved-model', file);
      return openCheckpoint(source, others);
    case 'onnx':
      return openOnnx(source);
    case 'safetensors':
      return openSafetensors(source);
    case 'json':
      return openJson(json, source, others);
    default:
      if (container !== null && (kind === 'text' || kind === 'unknown')) refuseContent(container, [source]);
      return refuseForeign(kind, file);
  }
}

function openJson(value: unknown, source: ByteSource, others: readonly ByteSource[]): WeightFile {
  if (isShardIndex(value)) return openShards(value, source, others);
  if (isTfjs(value)) return openTfjs(value, source, others);
  if (isFrugallyDeep(value)) return openFrugallyDeep(value, source);
  if (isRtneural(value)) return openRtneural(value, source);
  if (isGuitarml(value)) return openGuitarml(value, source);
  if (isJsonWeights(value)) return openJsonWeights(value, source);
  const foreign = isJsonObject(value) ? foreignJson(value) : null;
  if (foreign !== null) refuseForeign(foreign, source.name);
  return refuse(ReadError, 'format-unknown', source.name, { file: source.name, found: describeForeignJson(value) });
}

function describeForeignJson(value: unknown): string {
  // Keras' Tokenizer.to_json() is a text that holds JSON once more.
  const text = typeof value === 'string' ? value.slice(0, 200) : '';
  if (/"class_name": *"Tokenizer"/.test(text) || (isJsonObject(value) && value.class_name === 'Tokenizer'))
    return 'a Keras Tokenizer (it turns words into numbers)';
  return 'a JSON text without a model';
}

/** Weights with an architecture from another file. Its version counts; without one the weights' own. */
function withConfig(weights: WeightFile, config: JsonObject, metadata: JsonObject | undefined): WeightFile {
  const facts = metadata === undefined ? null : metadataFacts(metadata);
  const said = facts?.producer.version ?? configVersion(config);
  const own = weights.producer.version;
  const version = said === null || (said === '3.x' && own !== null) ? own : said;
  const isFolder = weights.format === 'keras-v3-weights' && facts !== null;
  return {
    ...weights,
    format: isFolder ? 'keras-v3' : weights.format,
    producer: { name: 'keras', version },
    savedAt: facts?.savedAt ?? weights.savedAt,
    config,
  };
}

function refuseArchitecture({ source, json }: Part): never {
  const file = source.name;
  return refuse(ReadError, 'config-without-weights', file, { file, layers: describeLayers(json as JsonObject) }); // as: isKerasConfig tested it
}

function refuseTogether(parts: readonly Part[], container: ByteSource | null): never {
  if (container !== null)
    refuseContent(
      container,
      parts.map((part) => part.source),
    );
  const found = parts.map(({ source, kind }) => `"${source.name}" is ${describeKind(kind)}`).slice(0, 6);
  return refuse(ReadError, 'files-not-together', parts[0]?.source.name ?? null, {
    count: parts.length,
    found: found.join('; ') || 'nothing',
  });
}

/** A zip that holds no model: says what it holds. */
function refuseContent(zip: ByteSource, inside: readonly ByteSource[]): never {
  const names = inside.map((source) => `"${quoteForMessage(source.name, 40)}"`);
  const found = names.slice(0, 8).join(', ') + (names.length > 8 ? ` and ${names.length - 8} more` : '');
  return refuse(ReadError, 'keras-no-config', zip.name, { found: found || 'nothing' });
}
