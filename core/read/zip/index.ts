export { readDirectory } from './central-directory.ts';
export type { ZipEntry } from './central-directory.ts';
export { leastZipBytes, listLocalMembers, openLocalMember } from './local-members.ts';
export type { LocalMember } from './local-members.ts';
export { openZip } from './zip-file.ts';
export type { ZipFile } from './zip-file.ts';
