import { phrase } from '../../errors/index.ts';
import { byteMap } from '../byte-map.ts';
import type { ByteSource } from '../byte-source.ts';
import type { FileTree } from '../file-tree.ts';
import { parseJsonBytes } from '../json/index.ts';
import { describeLayers, isKerasConfig, isKerasMetadata } from '../keras/index.ts';
import { LIMITS } from '../limits.ts';
import { formatBytes } from '../text.ts';
import { rangeSource } from '../paged-source.ts';
import { leastZipBytes, listLocalMembers, type LocalMember, openLocalMember, openZip, readDirectory, type ZipEntry } from '../zip/index.ts';
import { cutList, entry, moreEntries, problemOf } from './entry.ts';

/** Members are opened, and so their checksums tested, up to this much together. */
const CHECKED_BYTES = 64 << 20;

/** What looks into a member. */
type Inside = (member: ByteSource) => FileTree;

/** Members of a zip, each opened to look inside. When the list of members is missing, those that still stand whole before the end. */
export function inspectZip(source: ByteSource, inside: Inside): FileTree {
  const note = `${formatBytes(source.size)}, zip`;
  let entries: readonly ZipEntry[];
  try {
    entries = [...readDirectory(source).values()];
  } catch (error) {
    const problem = problemOf(error);
    return { ...entry('file', source.name, note, { problem }), ...membersBefore(source, inside, problem) };
  }
  try {
    const zip = openZip(source);
    let left = CHECKED_BYTES;
    const children = entries.slice(0, LIMITS.treeEntries).map((member) => {
      left -= member.declaredBytes;
      return left < 0 ? unchecked(member) : checked(member, () => zip.open(member.name), inside);
    });
    const more = entries.length - children.length;
    const stretches = entries.map(({ name }, index) => ({
      name,
      ...zip.rangeOf(name),
      isBad: (children[index]?.problem ?? null) !== null,
    }));
    return {
      ...entry('file', source.name, note, { children: more > 0 ? [...children, moreEntries(more)] : children }),
      map: byteMap(source.size, source.size, stretches),
    };
  } catch (error) {
    const problem = problemOf(error);
    return entry('file', source.name, note, { children: cutList(entries.map(unchecked)), problem });
  }
}

function unchecked({ name, declaredBytes }: ZipEntry): FileTree {
  return entry('member', name, formatBytes(declaredBytes));
}

function checked(member: Pick<ZipEntry, 'name' | 'declaredBytes'>, open: () => ByteSource, inside: Inside): FileTree {
  try {
    const opened = open();
    const said = sayingOf(opened);
    if (said !== null) return entry('member', member.name, said);
    const { children, problem, note } = inside(opened);
    return entry('member', member.name, note, { children, problem });
  } catch (error) {
    return entry('member', member.name, formatBytes(member.declaredBytes), { problem: problemOf(error) });
  }
}

/** What the two texts of a Keras archive say, `LSTM, Dense` and `Keras 3.15.1, 2026-11-24@08:25:03`; null for other members. */
function sayingOf(member: ByteSource): string | null {
  if (!member.name.endsWith('.json') || member.size > LIMITS.jsonBytes) return null;
  const value = parseJsonBytes(member.read(0, member.size), member.name);
  if (isKerasConfig(value)) return describeLayers(value);
  return isKerasMetadata(value) ? `Keras ${String(value.keras_version)}, ${String(value.date_saved)}` : null;
}

/** What a cut zip still holds, by the headers before each member; the last of them may stop in the middle. */
function membersBefore(source: ByteSource, inside: Inside, problem: FileTree['problem']): Pick<FileTree, 'children' | 'map'> {
  const members = listLocalMembers(source);
  const found = members.map((member) =>
    member.start + member.storedBytes > source.size
      ? cutMember(source, member, inside, problem)
      : checked(member, () => openLocalMember(source, member), inside),
  );
  const stretches = members.map(({ name, headerOffset, start, storedBytes }, index) => ({
    name,
    from: headerOffset,
    to: start + storedBytes,
    isBad: found[index]?.problem !== null,
  }));
  return {
    children: [...cutList(found), entry('list', 'list of members', phrase('tree-absent'), { problem })],
    map: byteMap(source.size, members.length === 0 ? source.size : leastZipBytes(members), stretches),
  };
}

/** The member in which the file stops; a stored one is looked into as far as it goes. */
function cutMember(source: ByteSource, member: LocalMember, inside: Inside, problem: FileTree['problem']): FileTree {
  const { name, method, start, storedBytes } = member;
  const presentBytes = Math.max(0, source.size - start);
  const share = phrase('tree-share', { percent: Math.floor((100 * presentBytes) / storedBytes), size: formatBytes(storedBytes) });
  const isPlain = method === 0 && presentBytes > 0;
  const children = isPlain ? checked(member, () => rangeSource(source, name, start, presentBytes), inside).children : [];
  return entry('member', name, share, { children, problem });
}
