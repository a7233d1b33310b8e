import { LabError, labErrorData, ReadError, refuse } from '../errors/index.ts';
import type { ByteSource } from './byte-source.ts';
import { attributesOf, findSuperblock, openCutFile, openRoot } from './hdf5/index.ts';
import { isJsonObject, parseJson, parseJsonBytes, parseJsonFile } from './json/index.ts';
import { configVersion, isKerasConfig, metadataFacts } from './keras/index.ts';
import { LIMITS } from './limits.ts';
import { recognise } from './recognise.ts';
import { configOf, isTfjs, producerOf } from './tfjs/index.ts';
import { formatBytes } from './text.ts';
import type { WeightFile } from './weight-file.ts';
import { listLocalMembers, openLocalMember, openZip } from './zip/index.ts';

/** What says how a model is built. */
type Structure = Pick<WeightFile, 'config' | 'producer' | 'savedAt'>;

/**
 * The structure that refused files still tell: the configuration of the first that holds one whole, without any weights. Every rule for
 * what is read holds as before; only that the weights are there, and the end of the file, is not asked for.
 * @throws `structure-none`
 */
export function openStructure(sources: readonly ByteSource[]): WeightFile {
  for (const source of sources) {
    const found = structureOf(source);
    if (found === null) continue;
    const warning = labErrorData('structure-only', source.name, { file: source.name });
    return { ...found, format: 'keras-config', groups: [], pairs: [], leftovers: [], warnings: [warning] };
  }
  const file = sources.map(({ name }) => name).join(' + ');
  return refuse(ReadError, 'structure-none', sources[0]?.name ?? null, { file });
}

/** Null where the configuration is not there, or damaged: why the file is refused was said before. */
function structureOf(source: ByteSource): Structure | null {
  try {
    switch (recognise(source)) {
      case 'zip':
        return inZip(source);
      case 'hdf5':
        return inHdf5(source);
      case 'json':
        return inJson(parseJsonFile(source));
      default:
        return null;
    }
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}

/** The architecture by itself, or in the model.json of TensorFlow.js. */
function inJson(value: unknown): Structure | null {
  if (isTfjs(value) && isJsonObject(value)) {
    const topology = isJsonObject(value.modelTopology) ? value.modelTopology : null;
    const config = configOf(topology);
    return config === null ? null : { config, producer: producerOf(value, topology), savedAt: null };
  }
  return isKerasConfig(value) ? { config: value, producer: { name: 'keras', version: configVersion(value) }, savedAt: null } : null;
}

function inZip(source: ByteSource): Structure | null {
  const member = memberReader(source);
  const config = member('config.json');
  if (!isKerasConfig(config)) return null;
  const metadata = member('metadata.json');
  const facts = isJsonObject(metadata) ? metadataFacts(metadata) : null;
  return { config, producer: facts?.producer ?? { name: 'keras', version: configVersion(config) }, savedAt: facts?.savedAt ?? null };
}

/** Reads JSON members by their exact name: by the list of members, else by their own headers. Null for one that is not there, or damaged. */
function memberReader(source: ByteSource): (name: string) => unknown {
  const zip = orNull(() => openZip(source));
  const open = zip === null ? byHeader(source) : (name: string) => zip.open(name);
  return (name) =>
    orNull(() => {
      const member = open(name);
      if (member.size > LIMITS.jsonBytes)
        refuse(ReadError, 'json-size', member.name, { found: formatBytes(member.size), limit: formatBytes(LIMITS.jsonBytes) });
      return parseJsonBytes(member.read(0, member.size), member.name);
    });
}

function byHeader(source: ByteSource): (name: string) => ByteSource {
  const members = listLocalMembers(source);
  return (name) => {
    const named = members.filter((member) => member.name === name);
    // Of two with one name it is not known which counts.
    return named.length === 1
      ? openLocalMember(source, named[0])
      : refuse(ReadError, 'zip-damaged', source.name, { reason: `"${name}" is not there once` });
  };
}

function inHdf5(source: ByteSource): Structure | null {
  const attributes = attributesOf(openRoot(openCutFile(source, findSuperblock(source) ?? 0)));
  const [text] = attributes.get('model_config')?.strings() ?? [];
  if (text === undefined) return null;
  const config = parseJson(text, `${source.name}, attribute "model_config"`);
  const [version = null] = orNull(() => attributes.get('keras_version')?.strings()) ?? [];
  return isKerasConfig(config) ? { config, producer: { name: 'keras', version }, savedAt: null } : null;
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}
