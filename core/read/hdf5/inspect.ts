import { LabError, type LabErrorData, labErrorData, phrase } from '../../errors/index.ts';
import { formatShape } from '../../tensor/index.ts';
import { byteMap, type Stretch } from '../byte-map.ts';
import type { ByteSource } from '../byte-source.ts';
import type { FileTree } from '../file-tree.ts';
import { LIMITS } from '../limits.ts';
import { formatBytes, quoteForMessage } from '../text.ts';
import type { H5Attribute } from './attributes.ts';
import { datasetFacts, datasetRanges, datasetTensor } from './dataset.ts';
import { describeDatatype } from './datatype.ts';
import { h5Where, joinPath } from './h5-file.ts';
import type { H5Link } from './links.ts';
import { type H5Object, attributesOf, linksOf, openLink, openRoot, refuseDeep } from './object.ts';
import { findSuperblock, openCutFile, truncation } from './superblock.ts';

/** A text of at most so many bytes is shown, cut to `SHOWN_LETTERS`; of a longer one only its size is told. */
const SHOWN_BYTES = 1024;
const SHOWN_LETTERS = 60;

/**
 * What stands in an HDF5 file, each object once, for people to look at. Never refuses: what cannot be read is an entry with its problem.
 * Numbers are not read. At most `LIMITS.treeEntries` entries; an entry of kind `more` says that there are others.
 */
export function inspectHdf5(source: ByteSource): FileTree {
  const file = { name: quoteForMessage(source.name), kind: 'file', note: formatBytes(source.size), problem: null, children: [] } as const;
  return attempt<FileTree>(
    () => {
      const base = findSuperblock(source) ?? 0;
      const opened = openCutFile(source, base);
      const version = opened.superblockVersion;
      const note =
        base === 0
          ? `${file.note}, HDF5 superblock ${version}`
          : phrase('tree-hdf5-after', { size: file.note, version, before: formatBytes(base) });
      const walk: Walk = { left: LIMITS.treeEntries, paths: new Map(), presentBytes: source.size, stretches: [] };
      const tree = attempt(
        () => {
          const root = openRoot(opened);
          walk.paths.set(root.address, '/');
          return { ...file, note, ...contentsOf(walk, root, []) };
        },
        (problem) => ({ ...file, note, problem }),
      );
      const { size } = opened.source;
      const cut = size > source.size ? labErrorData('h5-truncated', file.name, truncation(size, source.size)) : null;
      return { ...tree, problem: cut ?? tree.problem, map: byteMap(source.size, size, walk.stretches) };
    },
    (problem) => ({ ...file, problem }),
  );
}

/** How many entries may still come, and by which path each object was met first. */
interface Walk {
  left: number;
  readonly paths: Map<number, string>;
  /** Bytes that the file has; what lies behind them is missing. */
  readonly presentBytes: number;
  /** Where numbers stand. */
  readonly stretches: Stretch[];
}

/** Gives the file's own words where it cannot be read. Other exceptions are defects of this program and are passed on. */
function attempt<T>(read: () => T, otherwise: (problem: LabErrorData) => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return otherwise(error.toData());
  }
}

/** Attributes first, then what the group holds. `above` are the addresses of the groups that lead here. */
function contentsOf(walk: Walk, object: H5Object, above: readonly number[]): Pick<FileTree, 'problem' | 'children'> {
  const children: FileTree[] = [];
  let problem: LabErrorData | null = null;
  const collect = (add: () => void): void => {
    attempt(add, (found) => {
      problem ??= found;
    });
  };
  collect(() => {
    for (const attribute of attributesOf(object).values()) if (!push(walk, children, () => describeAttribute(attribute))) break;
  });
  if (object.kind === 'group')
    collect(() => {
      if (above.length >= LIMITS.h5Depth) refuseDeep(object);
      for (const [name, link] of linksOf(object))
        if (!push(walk, children, () => describeLink(walk, object, name, link, [...above, object.address]))) break;
    });
  return { problem, children };
}

/** Adds an entry while there is room for one; the last place says that more was left out. */
function push(walk: Walk, children: FileTree[], describe: () => FileTree): boolean {
  walk.left -= 1;
  if (walk.left > 0) children.push(describe());
  else if (walk.left === 0) children.push({ name: '…', kind: 'more', note: '', problem: null, children: [] });
  return walk.left > 0;
}

function describeAttribute(attribute: H5Attribute): FileTree {
  const entry = { name: quoteForMessage(attribute.name), kind: 'attribute', children: [] } as const;
  return attempt<FileTree>(
    () => {
      const { datatype, dataspace, textBytes } = attribute.facts();
      const shape = dataspace?.shape ?? [0];
      const isShown = textBytes !== null && textBytes <= SHOWN_BYTES && dataspace !== null && shape.length === 0;
      const [text] = isShown ? attribute.strings() : [];
      if (text !== undefined) return { ...entry, note: `"${quoteForMessage(text, SHOWN_LETTERS)}"`, problem: null };
      const values = `${shape.length === 0 ? '' : `${formatShape(shape)} `}${describeDatatype(datatype)}`;
      return { ...entry, note: textBytes === null ? values : `${values}, ${formatBytes(textBytes)}`, problem: null };
    },
    (problem) => ({ ...entry, note: '', problem }),
  );
}

function describeLink(walk: Walk, group: H5Object, name: string, link: H5Link, above: readonly number[]): FileTree {
  const entry = { name: quoteForMessage(name), kind: 'link', note: '', problem: null, children: [] } as const;
  const known = link.kind === 'hard' ? walk.paths.get(link.address) : undefined;
  if (link.kind === 'hard' && known !== undefined) {
    const note = phrase('tree-same', { path: known });
    if (!above.includes(link.address)) return { ...entry, note };
    const where = h5Where(group.file, quoteForMessage(joinPath(group.path, name)));
    return { ...entry, note, problem: labErrorData('h5-cycle', where, { group: quoteForMessage(known) }) };
  }
  const note =
    link.kind === 'soft' || link.kind === 'external' ? phrase(`tree-${link.kind}`, { target: quoteForMessage(link.target) }) : '';
  return attempt<FileTree>(
    () => {
      const object = openLink(group, name, link);
      walk.paths.set(object.address, object.path);
      const contents = contentsOf(walk, object, above);
      if (object.kind === 'group') return { ...entry, kind: 'group', ...contents };
      return { ...entry, kind: 'dataset', ...contents, ...describeDataset(walk, object, contents.problem) };
    },
    (problem) => ({ ...entry, note, problem }),
  );
}

function describeDataset(walk: Walk, dataset: H5Object, found: LabErrorData | null): Pick<FileTree, 'note' | 'problem'> {
  const note = attempt(
    () => {
      const { dataspace, dtype } = datasetFacts(dataset);
      return dataspace === null ? phrase('tree-nothing', { dtype }) : `${formatShape(dataspace.shape)} ${dtype}`;
    },
    () => '',
  );
  const problem = attempt(
    () => {
      datasetTensor(dataset, dataset.path, dataset.file.source.name);
      return found ?? mapNumbers(walk, dataset);
    },
    (fault) => fault,
  );
  return { note, problem };
}

/** Notes where the numbers of a dataset stand; the problem is that some lie behind the end of the file. */
function mapNumbers({ stretches, presentBytes }: Walk, dataset: H5Object): LabErrorData | null {
  let end = 0;
  for (const { from, to } of datasetRanges(dataset)) {
    if (stretches.length < LIMITS.treeEntries) stretches.push({ name: dataset.path, from, to });
    end = Math.max(end, to);
  }
  const { source } = dataset.file;
  return end > presentBytes
    ? labErrorData('h5-truncated', h5Where(dataset.file, quoteForMessage(dataset.path)), truncation(source.size, presentBytes))
    : null;
}
