import type { LabErrorData } from '../../errors/index.ts';
import type { ByteSource } from '../byte-source.ts';
import type { FileTree } from '../file-tree.ts';
import { LIMITS } from '../limits.ts';
import { formatBytes } from '../text.ts';
import { listLocalMembers, openZip, readDirectory, type ZipEntry } from '../zip/index.ts';
import { cutList, entry, problemOf } from './entry.ts';

/** Members are opened, and so their checksums tested, up to this much together. */
const CHECKED_BYTES = 64 << 20;
const TEXT_BYTES = 4096;

/** Members of a zip, each opened to look inside. When the list of members is missing, those that still stand whole before the end. */
export function inspectZip(source: ByteSource, inside: (member: ByteSource) => FileTree): FileTree {
  const note = `${formatBytes(source.size)}, zip`;
  let entries: readonly ZipEntry[];
  try {
    entries = [...readDirectory(source).values()];
  } catch (error) {
    const problem = problemOf(error);
    return entry('file', source.name, note, { children: membersBefore(source, problem), problem });
  }
  try {
    const zip = openZip(source);
    let left = CHECKED_BYTES;
    const children = entries.slice(0, LIMITS.treeEntries).map((member) => {
      left -= member.declaredBytes;
      return left < 0 ? unchecked(member) : checked(member, () => zip.open(member.name), inside);
    });
    const more = entries.length - children.length;
    return entry('file', source.name, note, { children: more > 0 ? [...children, entry('more', `${more} more`, '')] : children });
  } catch (error) {
    const problem = problemOf(error);
    return entry('file', source.name, note, { children: cutList(entries.map(unchecked)), problem });
  }
}

function unchecked({ name, declaredBytes }: ZipEntry): FileTree {
  return entry('member', name, formatBytes(declaredBytes));
}

function checked(member: ZipEntry, open: () => ByteSource, inside: (member: ByteSource) => FileTree): FileTree {
  try {
    const opened = open();
    const { children, problem, note } = inside(opened);
    return entry('member', member.name, textOf(opened) ?? note, { children, problem });
  } catch (error) {
    return entry('member', member.name, formatBytes(member.declaredBytes), { problem: problemOf(error) });
  }
}

/** A short text member is its own best description: `{"keras_version": "3.15.1", …`. */
function textOf(member: ByteSource): string | null {
  if (!member.name.endsWith('.json') || member.size > TEXT_BYTES) return null;
  return new TextDecoder().decode(member.read(0, member.size));
}

/** What a cut zip still holds, by the headers before each member; the last of them may stop in the middle. */
function membersBefore(source: ByteSource, problem: LabErrorData): readonly FileTree[] {
  const found = listLocalMembers(source).map(({ name, storedBytes, presentBytes }) => {
    const isWhole = presentBytes >= storedBytes;
    const share = `${Math.floor((100 * presentBytes) / storedBytes)} % of ${formatBytes(storedBytes)}, checksum cannot be tested`;
    return entry('member', name, isWhole ? formatBytes(storedBytes) : share, { problem: isWhole ? null : problem });
  });
  return [...cutList(found), entry('attribute', 'list of members', 'absent', { problem })];
}
