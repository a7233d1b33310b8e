import { ReadError, refuse } from '../../errors/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { findSuperblock, openRoot, openSuperblock } from '../hdf5/index.ts';
import { parseJsonBytes } from '../json/index.ts';
import { LIMITS } from '../limits.ts';
import { describeKind, recognise } from '../recognise.ts';
import { formatBytes, quoteForMessage } from '../text.ts';
import type { WeightFile } from '../weight-file.ts';
import type { ZipFile } from '../zip/index.ts';
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
 * @throws `keras-no-config`, `keras-no-weights`, `keras-ambiguous`, `keras-config-invalid` and what zip, JSON and HDF5 refuse
 */
export function openKerasZip(source: ByteSource, zip: ZipFile): WeightFile {
  const found = listNames(zip.names);
  if (!zip.names.includes(CONFIG)) refuse(ReadError, 'keras-no-config', source.name, { found });
  const others = zip.names.filter((name) => name.startsWith('model.weights.') && name !== WEIGHTS);
  if (zip.names.includes(WEIGHTS) && others.length > 0)
    refuse(ReadError, 'keras-ambiguous', source.name, { found: listNames([WEIGHTS, ...others]) });
  if (!zip.names.includes(WEIGHTS)) refuse(ReadError, 'keras-no-weights', source.name, { found });
  const config = readObject(zip, CONFIG);
  const metadata = zip.names.includes(METADATA) ? readObject(zip, METADATA) : {};
  const weights = zip.open(WEIGHTS);
  const kind = recognise(weights);
  const base = findSuperblock(weights);
  if (base === null) return refuse(ReadError, 'format-unknown', weights.name, { file: weights.name, found: describeKind(kind) });
  const { groups, leftovers } = readVarsStore(openRoot(openSuperblock(weights, base)), `${WEIGHTS}:`, source.name);
  const version = 'keras_version' in metadata && typeof metadata.keras_version === 'string' ? metadata.keras_version : null;
  const assets = zip.names.filter((name) => ![CONFIG, METADATA, WEIGHTS].includes(name));
  return {
    format: 'keras-v3',
    producer: { name: 'keras', version },
    savedAt: 'date_saved' in metadata && typeof metadata.date_saved === 'string' ? metadata.date_saved : null,
    config,
    groups,
    pairs: [],
    leftovers: [...leftovers, ...assets],
    warnings: [],
  };
}

function readObject(zip: ZipFile, name: string): object {
  const member = zip.open(name);
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
