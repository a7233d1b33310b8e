import { ReadError, refuse } from '../errors/index.ts';
import type { ByteSource } from './byte-source.ts';
import { isKerasZip, openKerasHdf5, openKerasZip } from './keras/index.ts';
import { describeZip } from './keras/zip-kind.ts';
import { describeKind, recognise } from './recognise.ts';
import { openSafetensors } from './safetensors/index.ts';
import type { WeightFile } from './weight-file.ts';
import { openZip } from './zip/index.ts';

/**
 * Opens the files of one model, recognised by content, never by name.
 * Structure is read and checked now, numbers when a tensor is loaded.
 * @throws `format-unknown`, `html-page`, `git-lfs-pointer`, `files-not-together` and what the readers refuse
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
    case 'safetensors':
      return openSafetensors(source);
    case 'html':
      return refuse(ReadError, 'html-page', file, { file });
    case 'git-lfs':
      return refuse(ReadError, 'git-lfs-pointer', file, { file });
    default:
      return refuse(ReadError, 'format-unknown', file, { file, found: describeKind(kind) });
  }
}
