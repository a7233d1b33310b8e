import { ReadError, refuse } from '../../errors/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { describeKind, recognise } from '../recognise.ts';
import type { WeightFile } from '../weight-file.ts';
import { openZip } from '../zip/index.ts';
import { isKerasZip, openKerasZip } from './keras-v3.ts';
import { openKerasHdf5 } from './keras-legacy.ts';
import { describeZip } from './zip-kind.ts';

/**
 * Opens the files of one model, recognised by content, never by name: a Keras 3 `.keras` zip or a full model in HDF5.
 * Structure is read and checked now, numbers when a tensor is loaded.
 * @throws `format-unknown`, `html-page`, `git-lfs-pointer`, `files-not-together` and what zip, JSON and HDF5 refuse
 */
export function openModelFiles(sources: readonly ByteSource[]): WeightFile {
  const [source] = sources;
  if (source === undefined || sources.length > 1)
    return refuse(ReadError, 'files-not-together', source?.name ?? null, { count: sources.length });
  const kind = recognise(source);
  const file = source.name;
  switch (kind) {
    case 'hdf5':
      return openKerasHdf5(source);
    case 'zip': {
      const zip = openZip(source);
      const foreign = isKerasZip(zip) ? null : describeZip(zip);
      return foreign === null ? openKerasZip(source, zip) : refuse(ReadError, 'format-unknown', file, { file, found: foreign });
    }
    case 'html':
      return refuse(ReadError, 'html-page', file, { file });
    case 'git-lfs':
      return refuse(ReadError, 'git-lfs-pointer', file, { file });
    default:
      return refuse(ReadError, 'format-unknown', file, { file, found: describeKind(kind) });
  }
}
