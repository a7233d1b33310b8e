import { ReadError, refuse } from '../../errors/index.ts';
import type { ByteSource } from '../byte-source.ts';
import type { H5Object } from '../hdf5/index.ts';
import { parseJsonBytes } from '../json/index.ts';
import { LIMITS } from '../limits.ts';
import { recognise } from '../recognise.ts';
import { formatBytes, quoteForMessage } from '../text.ts';
import { verifiedOnLoad } from '../verified.ts';
import type { WeightFile, WeightGroup } from '../weight-file.ts';
import type { ZipFile } from '../zip/index.ts';
import { openHdf5Root } from './keras-hdf5.ts';
import { readVarsStore } from './vars-store.ts';

const CONFIG = 'config.json';
const METADATA = 'metadata.json';
const WEIGHTS = 'model.weights.h5';

/** Whether a zip has a member that only a Keras model has. */
export function isKerasZip(zip: ZipFile): boolean {
  return [CONFIG, METADATA, WEIGHTS].some((name) => zip.names.includes(name));
}

/**
 * Opens a `.keras` zip. Source: keras/src/saving/saving_lib.py, Keras 3.0 to 3.15: metadata.json, config.json, model.weights.h5, assets/.
 * @throws `keras-no-config`, `keras-no-weights`, `keras-ambiguous`, `keras-config-invalid`, `zip-nested` and what zip, JSON and HDF5 refuse
 */
export function openKerasZip(source: ByteSource, zip: ZipFile): WeightFile {
  const found = listNames(zip.names);
  if (!zip.names.includes(CONFIG)) refuse(ReadError, 'keras-no-config', source.name, { found });
  const others = zip.names.filter((name) => name.startsWith('model.weights.') && name !== WEIGHTS);
  if (zip.names.includes(WEIGHTS) && others.length > 0)
    refuse(ReadError, 'keras-ambiguous', source.name, { found: listNames([WEIGHTS, ...others]) });
  if (!zip.names.includes(WEIGHTS)) refuse(ReadError, 'keras-no-weights', source.name, { found });
  const config = readObject(zip.open(CONFIG), CONFIG);
  const metadata = zip.names.includes(METADATA) ? readObject(zip.open(METADATA), METADATA) : {};
  const weights = zip.openLate(WEIGHTS);
  if (recognise(weights) === 'zip') refuse(ReadError, 'zip-nested', weights.name, { file: WEIGHTS });
  const store = verifiedOnLoad(openStore(openHdf5Root(weights), `${WEIGHTS}:`, source.name), [weights]);
  const assets = zip.names.filter((name) => ![CONFIG, METADATA, WEIGHTS].includes(name));
  return { ...store, format: 'keras-v3', ...metadataFacts(metadata), config, leftovers: [...store.leftovers, ...assets] };
}

/** Who saved a model and when, as `metadata.json` says. */
export function metadataFacts(metadata: object): Pick<WeightFile, 'producer' | 'savedAt'> {
  const version = 'keras_version' in metadata && typeof metadata.keras_version === 'string' ? metadata.keras_version : null;
  const savedAt = 'date_saved' in metadata && typeof metadata.date_saved === 'string' ? metadata.date_saved : null;
  return { producer: { name: 'keras', version }, savedAt };
}

/** A Keras 3 store of weights by itself: `x.weights.h5`. `prefix` stands before HDF5 paths. @throws what `readVarsStore` throws */
export function openStore(root: H5Object, prefix: string, sourceName: string): WeightFile {
  const { groups, leftovers } = readVarsStore(root, prefix, sourceName);
  return {
    format: 'keras-v3-weights',
    producer: { name: 'keras', version: writerOf(groups) },
    savedAt: null,
    config: null,
    groups,
    pairs: [],
    leftovers,
    warnings: [],
  };
}

/** Keras writes names beside the variables since 3.6; older ones and tf.keras leave no trace of their version. */
function writerOf(groups: readonly WeightGroup[]): string | null {
  return groups.some((group) => group.attributes !== undefined) ? '3.x' : null;
}

function readObject(member: ByteSource, name: string): object {
  if (member.size > LIMITS.jsonBytes)
    refuse(ReadError, 'json-size', member.name, { found: formatBytes(member.size), limit: formatBytes(LIMITS.jsonBytes) });
  const value = parseJsonBytes(member.read(0, member.size), member.name);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(ReadError, 'keras-config-invalid', member.name, {
      member: name,
      found: value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`,
    });
  }
  return value;
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `"${quoteForMessage(name, 40)}"`);
  return names.length > 8 ? `${shown.join(', ')} and ${names.length - 8} more` : shown.join(', ');
}
