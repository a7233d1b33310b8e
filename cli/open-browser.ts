import { spawn } from 'node:child_process';

/** Opens an address of ours in the user's browser; where that fails, the printed address is all there is. */
export function openBrowser(url: string): void {
  const [command, ...words] = openerOf(process.platform);
  const child = spawn(command, [...words, url], { detached: true, stdio: 'ignore' });
  child.on('error', () => undefined); // no such program
  child.unref();
}

function openerOf(platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}
