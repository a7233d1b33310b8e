import type { BrowserWindow } from 'electron';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { CONTENT_SECURITY_POLICY as PAGE_POLICY } from '../../cli/serve-page.ts';
import { ASK, TELL } from '../../electron/channels.ts';
import type { CoreHost } from '../../electron/core-host.ts';
import { FileTokens } from '../../electron/file-tokens.ts';
import { CONTENT_SECURITY_POLICY, guardContents, guardSession } from '../../electron/guard.ts';
import { handlePageRequests } from '../../electron/ipc.ts';
import { setMenu } from '../../electron/menu.ts';
import { fileInside } from '../../electron/scheme.ts';
import { KEY_MAP, MENU_COMMANDS, menuCommand } from '../../renderer/state/key-map.ts';
import { junk, numbersFrom } from './junk.ts';

type Listener = (event: unknown, ...rest: unknown[]) => unknown;
interface MenuItem {
  readonly label?: string;
  readonly accelerator?: string;
  readonly submenu?: readonly MenuItem[];
  readonly click?: () => void;
}

// The fake electron: it keeps what main registers, and its dialog gives what a test says.
const fake = vi.hoisted(() => ({
  listeners: new Map<string, Listener>(),
  chosen: [] as string[],
  saveAs: '',
  copied: '',
  menu: [] as MenuItem[],
}));
vi.mock('electron', () => {
  const keep = (channel: string, listener: Listener): void => void fake.listeners.set(channel, listener);
  return {
    app: { isPackaged: true },
    Menu: { buildFromTemplate: (template: unknown) => template, setApplicationMenu: (template: MenuItem[]) => void (fake.menu = template) },
    clipboard: { writeText: (text: string) => void (fake.copied = text) },
    BrowserWindow: { fromWebContents: () => ({}) },
    dialog: {
      showOpenDialog: () => Promise.resolve({ canceled: fake.chosen.length === 0, filePaths: fake.chosen }),
      showSaveDialog: () => Promise.resolve({ canceled: fake.saveAs === '', filePath: fake.saveAs }),
    },
    ipcMain: { on: keep, handle: keep },
    net: {},
  };
});

const PAYLOADS = 10_000;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'gatescope-main-'));
const model = join(scratch, 'm.keras');
writeFileSync(model, 'twelve bytes');
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

const ourFrame = { url: 'app://lab/index.html', parent: null, postMessage: vi.fn() };
const ourEvent = { senderFrame: ourFrame, sender: { send: vi.fn() } };
const core = { connect: vi.fn(), stop: vi.fn(() => Promise.resolve()) };

async function send(channel: string, event: unknown, ...rest: unknown[]): Promise<unknown> {
  return fake.listeners.get(channel)?.(event, ...rest);
}

beforeEach(() => {
  vi.clearAllMocks();
  fake.chosen = [];
  fake.saveAs = '';
  fake.copied = '';
  const files = new FileTokens(() => undefined);
  handlePageRequests({ core: core as unknown as CoreHost, files, takePendingFiles: () => [] }); // as: only what the handlers call
});

describe('the handlers of main', () => {
  test('are exactly the agreed channels', () => {
    expect([...fake.listeners.keys()].sort()).toEqual(Object.values(ASK).sort());
  });

  test.each(Object.values(ASK))('%s refuses 10,000 random payloads and throws nothing', async (channel) => {
    const random = numbersFrom(channel.length);
    fake.chosen = [model];
    for (let count = 0; count < PAYLOADS; count += 1) {
      const rest = Array.from({ length: 1 + Math.floor(random() * 3) }, () => odd(random));
      if (channel === ASK.copyText && rest.length === 1 && typeof rest[0] === 'string') continue; // any text may be copied
      expectRefusal(channel, await send(channel, ourEvent, ...rest));
    }
    expect(core.connect).not.toHaveBeenCalled();
    expect(core.stop).not.toHaveBeenCalled();
    expect(fake.copied).toBe('');
  });

  test.each(Object.values(ASK))('%s refuses frames that are not our page', async (channel) => {
    const addresses = [
      'https://lab/index.html',
      'app://lab.evil/',
      'app://other/index.html',
      'file:///etc/passwd',
      'data:text/html,x',
      'about:blank',
      '',
      'app:lab',
      'APP//lab',
    ];
    for (const url of addresses) expectRefusal(channel, await send(channel, { ...ourEvent, senderFrame: { ...ourFrame, url } }));
    expectRefusal(channel, await send(channel, { ...ourEvent, senderFrame: null }));
    expectRefusal(channel, await send(channel, { ...ourEvent, senderFrame: { ...ourFrame, parent: ourFrame } }));
    expect(core.connect).not.toHaveBeenCalled();
    expect(core.stop).not.toHaveBeenCalled();
  });

  test('do what our page asks', async () => {
    await send(ASK.connect, ourEvent);
    expect(core.connect).toHaveBeenCalledOnce();
    expect(await send(ASK.stop, ourEvent)).toEqual({ ok: true, value: undefined });
    expect(await send(ASK.chooseFiles, ourEvent)).toEqual({ ok: true, value: [] });
    fake.chosen = [model, join(scratch, 'missing.keras'), scratch];
    expect(await send(ASK.chooseFiles, ourEvent)).toEqual({
      ok: true,
      value: [{ token: expect.stringMatching(/^[0-9a-f]{32}$/u) as string, name: 'm.keras' }],
    });
  });
});

describe('the menu', () => {
  const all = (items: readonly MenuItem[]): MenuItem[] => items.flatMap((item) => [item, ...all(item.submenu ?? [])]);
  const sent: unknown[][] = [];
  const window = { webContents: { send: (...words: unknown[]) => sent.push(words) } } as unknown as BrowserWindow; // as: all that the menu asks of it

  test('sends the words that the page knows, each once, by the keys of the key map', () => {
    setMenu(window, { refused: 0 });
    const keys = new Map<string, unknown>();
    for (const { label, accelerator, click } of all(fake.menu)) {
      if (!click || label === 'About Gatescope') continue;
      click();
      if (accelerator !== undefined) keys.set(accelerator.replace('CmdOrCtrl', 'Ctrl'), sent.at(-1)?.[1]);
    }
    expect(sent).toEqual(expect.arrayContaining(MENU_COMMANDS.map((command) => [TELL.menu, command])));
    expect(sent.length).toBe(MENU_COMMANDS.length);
    const own = Object.assign({}, ...KEY_MAP.map((row) => row.keys)) as Record<string, string>; // as: rows of one table
    const known = Object.entries(own).map(([key, command]) => [key.replace(/.$/u, (letter) => letter.toUpperCase()), command]);
    expect([...keys]).toEqual(known.filter(([, command]) => (MENU_COMMANDS as readonly string[]).includes(command)));
  });

  test('of the page takes no other word', () => {
    expect(['open', 'save-npz', 'quit', 'hand', '', '__proto__'].map(menuCommand)).toEqual(['open', 'save-npz', null, null, null, null]);
  });
});

describe('saving', () => {
  const save = (name: unknown, bytes: unknown) => send(ASK.saveFile, ourEvent, name, bytes);
  const value = (outcome: unknown) => ({ ok: true, value: outcome });

  test('writes where the dialog says, whole, and leaves no draft', async () => {
    const folder = mkdtempSync(join(scratch, 'save-'));
    expect(await save('m.npz', Uint8Array.of(1))).toEqual(value({ saved: false, reason: null }));
    fake.saveAs = join(folder, 'mine.npz');
    expect(await save('m.npz', Uint8Array.of(1, 2, 3))).toEqual(value({ saved: true }));
    expect(await save('m.npz', Uint8Array.of(4, 5))).toEqual(value({ saved: true }));
    expect([readdirSync(folder), [...readFileSync(fake.saveAs)]]).toEqual([['mine.npz'], [4, 5]]);
  });

  test.each(['m.npz', 'm.weights.h5', 'm.certificate.json', 'm-rebuild.zip'])(
    'takes the name %j, which the core proposes',
    async (name) => {
      fake.saveAs = join(mkdtempSync(join(scratch, 'save-')), name);
      expect(await save(name, Uint8Array.of(7))).toEqual(value({ saved: true }));
      expect([...readFileSync(fake.saveAs)]).toEqual([7]);
    },
  );

  test('says why a file could not be written, without its path, and leaves what was there', async () => {
    const folder = mkdtempSync(join(scratch, 'save-'));
    fake.saveAs = join(folder, 'gone', 'mine.npz');
    expect(await save('m.npz', Uint8Array.of(1))).toEqual(value({ saved: false, reason: 'there is no such file or folder' }));
    mkdirSync(join(folder, 'taken.npz'));
    fake.saveAs = join(folder, 'taken.npz');
    expect(await save('m.npz', Uint8Array.of(1))).toEqual(value({ saved: false, reason: 'it is a folder' }));
    expect(readdirSync(folder)).toEqual(['taken.npz']);
  });

  test.each([
    '../m.npz',
    '/etc/m.npz',
    'a/b.npz',
    'm.exe',
    'm.h5',
    'm.json',
    'm.certificate.json.exe',
    '.npz',
    'm\0.npz',
    `${'m'.repeat(99)}.npz`,
    'C:m.npz',
  ])('refuses the name %j', async (name) => {
    fake.saveAs = join(scratch, 'never.npz');
    expectRefusal(ASK.saveFile, await save(name, Uint8Array.of(1)));
    expect(existsSync(fake.saveAs)).toBe(false);
  });

  test.each([[null], ['bytes'], [[1, 2]], [new ArrayBuffer(3)], [{ length: 3 }]])('refuses %j as bytes', async (bytes) => {
    expectRefusal(ASK.saveFile, await save('m.npz', bytes));
  });
});

describe('copying', () => {
  test('puts plain text on the clipboard', async () => {
    expect(await send(ASK.copyText, ourEvent, '<b>i</b>\t1')).toEqual({ ok: true, value: undefined });
    expect(fake.copied).toBe('<b>i</b>\t1');
  });

  test.each([[[]], [[1]], [['a', 'b']], [[{ text: 'a' }]], [['x'.repeat((1 << 20) + 1)]]])('refuses %j', async (rest) => {
    expectRefusal(ASK.copyText, await send(ASK.copyText, ourEvent, ...rest));
    expect(fake.copied).toBe('');
  });
});

describe('the scheme', () => {
  test('serves nothing outside its folder', async () => {
    const folder = join(scratch, 'renderer');
    mkdirSync(folder);
    writeFileSync(join(folder, 'index.html'), 'page');
    symlinkSync(model, join(folder, 'link.html'));
    expect(await fileInside(folder, 'app://lab/index.html')).toBe(join(folder, 'index.html'));
    const spellings = [
      '/../m.keras',
      '/%2e%2e/m.keras',
      '/..%2fm.keras',
      '/..%5cm.keras',
      '/link.html',
      '/',
      '/missing.js',
      '/index.html%00',
      '/%',
      '/%2f%2fetc/passwd',
      '/C:/m.keras',
      '//etc/passwd',
    ];
    for (const spelling of spellings) expect(await fileInside(folder, `app://lab${spelling}`), spelling).toBeNull();
    for (const address of ['app://other/index.html', 'file:///etc/passwd', 'https://lab/index.html', 'index.html'])
      expect(await fileInside(folder, address), address).toBeNull();
  });
});

describe('the guard', () => {
  test('sends one policy everywhere: window, page server and index.html', () => {
    expect(CONTENT_SECURITY_POLICY).toBe(PAGE_POLICY);
    const html = readFileSync(join(ROOT, 'renderer/index.html'), 'utf8');
    const meta = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/u.exec(html)?.[1];
    expect(`${meta ?? ''}; frame-ancestors 'none'`).toBe(CONTENT_SECURITY_POLICY); // frame-ancestors works as a header only
  });

  test('cancels and counts every request but the app, and denies every permission', () => {
    const registered: Record<string, (...words: never[]) => unknown> = {};
    const keep = (name: string) => (listener: (...words: never[]) => unknown) => (registered[name] = listener);
    const session = {
      webRequest: { onBeforeRequest: keep('request'), onHeadersReceived: keep('headers') },
      setPermissionRequestHandler: keep('permission'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
    };
    const count = guardSession(session as never); // as: only what the guard calls
    const isCancelled = (url: string): boolean => {
      let cancelled = false;
      (registered.request as unknown as (details: object, answer: (said: { cancel: boolean }) => void) => void)(
        { url },
        ({ cancel }) => (cancelled = cancel),
      ); // as: Electron's own signature
      return cancelled;
    };
    expect(['app://lab/index.html', 'devtools://devtools/x', 'data:image/png;base64,', 'blob:app://lab/1'].map(isCancelled)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    const foreign = [
      'https://example.org/',
      'http://127.0.0.1/',
      'file:///etc/passwd',
      'app://lab.evil/',
      'ws://127.0.0.1/',
      'blob:https://x/1',
      'ftp://x/',
    ];
    expect(foreign.map(isCancelled)).toEqual(foreign.map(() => true));
    expect(count.refused).toBe(foreign.length);
    const grant = vi.fn();
    (registered.permission as unknown as (contents: null, name: string, grant: (yes: boolean) => void) => void)(null, 'camera', grant); // as: Electron's own signature
    expect(grant).toHaveBeenCalledWith(false);
    expect([registered.check(), registered.device()]).toEqual([false, false]);
  });

  test('refuses navigation, windows and webviews', () => {
    const prevented: string[] = [];
    let deny: unknown;
    const contents = {
      on: (name: string, listener: (event: { preventDefault(): void }) => void) => {
        listener({ preventDefault: () => prevented.push(name) });
      },
      setWindowOpenHandler: (handler: () => unknown) => (deny = handler()),
    };
    guardContents(contents as never); // as: only what the guard calls
    expect(prevented).toEqual(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']);
    expect(deny).toEqual({ action: 'deny' });
  });
});

/** Junk that structured cloning can also carry: what JSON knows, and more. */
function odd(random: () => number): unknown {
  const more = [undefined, 10n, new Map([['id', 1]]), new Uint8Array(3), new Date(0), NaN, Infinity, /x/u, new Error('x')];
  return random() < 0.3 ? more[Math.floor(random() * more.length)] : junk(random);
}

function expectRefusal(channel: string, answer: unknown): void {
  if (channel === ASK.connect) expect(answer).toBeUndefined();
  else expect(answer).toMatchObject({ ok: false });
}
