import { labErrorData, ReadError, refuse } from '../../errors/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { type H5Object, attributesOf, findSuperblock, linksOf, openRoot, openSuperblock } from '../hdf5/index.ts';
import { describeKind, recognise } from '../recognise.ts';
import { quoteForMessage } from '../text.ts';
import type { WeightFile } from '../weight-file.ts';
import { openLegacyModel, openLegacyWeights } from './keras-legacy.ts';
import { openStore } from './keras-v3.ts';
import { isVarsStore } from './vars-store.ts';

/**
 * Opens what Keras writes as HDF5, told by what stands in it: a full model, weights by layer names, or a Keras 3 store of weights.
 * What stands before the file's own first byte, a user block, is skipped with a warning.
 * Source: keras/src/legacy/saving/legacy_h5_format.py and keras/src/saving/saving_lib.py, Keras 3.15.
 * @throws `h5-not-keras` and what the three throw
 */
export function openKerasHdf5(source: ByteSource): WeightFile {
  const file = openContent(source);
  const skipped = findSuperblock(source) ?? 0;
  if (skipped === 0) return file;
  return { ...file, warnings: [...file.warnings, labErrorData('h5-user-block', source.name, { file: source.name, bytes: skipped })] };
}

function openContent(source: ByteSource): WeightFile {
  const root = openHdf5Root(source);
  const attributes = attributesOf(root);
  if (attributes.has('model_config')) return openLegacyModel(root, source.name);
  if (attributes.has('layer_names') || attributes.has('layer_names0')) return openLegacyWeights(root, '', source.name);
  // A full model whose configuration was taken out still has its weights by name.
  if (linksOf(root).has('model_weights')) return openLegacyWeights(root, 'model_weights', source.name);
  if (isVarsStore(root)) return openStore(root, '', source.name);
  return refuseForeign(root, source.name);
}

/** The root group of an HDF5 file. @throws `format-unknown` and what HDF5 refuses */
export function openHdf5Root(source: ByteSource): H5Object {
  const base = findSuperblock(source);
  if (base === null) return refuse(ReadError, 'format-unknown', source.name, { file: source.name, found: describeKind(recognise(source)) });
  return openRoot(openSuperblock(source, base));
}

function refuseForeign(root: H5Object, file: string): never {
  const names = [...linksOf(root).keys()].map((name) => `"${quoteForMessage(name, 40)}"`);
  const found = names.length === 0 ? 'nothing' : names.slice(0, 8).join(', ') + (names.length > 8 ? ` and ${names.length - 8} more` : '');
  return refuse(ReadError, 'h5-not-keras', file, { file, found });
}
