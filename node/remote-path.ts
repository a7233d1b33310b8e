/**
 * What a word is that names no file of this computer, for a message; null for any other. To look at a path on another computer is already a
 * request over the network, with the name of the user in it, so it is told by its letters alone. `\\?\C:\…` is the long form of a local path.
 */
export function remoteKind(path: string, platform: NodeJS.Platform = process.platform): string | null {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return 'an address, which is never opened';
  // Two slashes lead to another computer on Windows only; two backslashes are taken so everywhere, as no file is named with them.
  const leadsAway = platform === 'win32' ? /^[\\/]{2}/.test(path) : path.startsWith('\\\\');
  if (!leadsAway || /^\\\\\?\\[a-z]:\\/i.test(path)) return null;
  return 'a path to another computer or a device, which is never opened';
}
