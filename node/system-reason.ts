const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is not a folder',
  EACCES: 'you have no permission',
  EPERM: 'you have no permission',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
  EMFILE: 'too many files are open',
};

/** Every reason in words, for languages. */
export const SYSTEM_REASONS: readonly string[] = Object.values(REASONS);

/** Why the system refused, in words; never with the path, which a page must not learn. */
export function systemReason(error: unknown): string {
  const code = systemCode(error);
  if (code === '') return error instanceof Error ? error.message : String(error);
  // `EIO: i/o error, read '/home/me/m.keras'`
  return REASONS[code] ?? (error instanceof Error ? error.message.split(',')[0] : code);
}

/** The code of an error of node:fs, such as `ENOENT`; empty for any other. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
