import { phrase } from '../../errors/index.ts';
import { formatShape, type StoredTensor } from '../../tensor/index.ts';
import type { ByteSource } from '../byte-source.ts';
import type { FileTree } from '../file-tree.ts';
import { inspectHdf5 } from '../hdf5/index.ts';
import { openModelFiles } from '../open-model-files.ts';
import { describeKind, type FileKind, recognise } from '../recognise.ts';
import { formatBytes } from '../text.ts';
import { cutList, entry, problemOf } from './entry.ts';
import { inspectJson } from './inspect-json.ts';
import { inspectZip } from './inspect-zip.ts';

/** What stands in each file, as far as it can be read: never throws, and never reads more than opening the file would. */
export function inspectFiles(sources: readonly ByteSource[]): readonly FileTree[] {
  return sources.map(inspectFile);
}

function inspectFile(source: ByteSource): FileTree {
  try {
    const kind = recognise(source);
    return { ...treeOf(source, kind), name: entry('file', source.name, '').name };
  } catch (error) {
    return entry('file', source.name, formatBytes(source.size), { problem: problemOf(error) });
  }
}

function treeOf(source: ByteSource, kind: FileKind): FileTree {
  if (kind === 'hdf5') return inspectHdf5(source);
  if (kind === 'zip') return inspectZip(source, treeOfMember);
  if (kind === 'json') return inspectJson(source);
  return inspectByOpening(source, kind);
}

/** The tree of a file inside a zip; a zip in a zip is named, not looked into. */
function treeOfMember(member: ByteSource): FileTree {
  const kind = recognise(member);
  return kind === 'zip' ? entry('member', member.name, describeKind(kind)) : treeOf(member, kind);
}

/** Formats without a tree of their own: the arrays that the reader lists, or its refusal. */
function inspectByOpening(source: ByteSource, kind: FileKind): FileTree {
  const note = phrase('tree-kind', { size: formatBytes(source.size), kind: describeKind(kind) });
  try {
    const { groups } = openModelFiles([source]);
    const listed = groups.flatMap(({ name, tensors }) =>
      name === null ? tensors.map(tensorEntry) : [entry('group', name, '', { children: cutList(tensors.map(tensorEntry)) })],
    );
    return entry('file', source.name, note, { children: cutList(listed) });
  } catch (error) {
    return entry('file', source.name, note, { problem: problemOf(error) });
  }
}

function tensorEntry({ path, shape, dtype }: StoredTensor): FileTree {
  return entry('dataset', path, `${formatShape(shape)} ${dtype}`);
}
