// TEST ONLY. The module `electron` for main, as Electron 45 has it, on Electron 9.4.1. Loose types: this is the one place that knows both.
/* eslint-disable @typescript-eslint/no-explicit-any */
import electron from 'electron';
import { readFile } from './fs-promises.ts';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const old = electron as any;
const MIME: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export const { BrowserWindow, clipboard, Menu, MessageChannelMain, nativeTheme, shell } = old;

// Before the product's own listener, so that its `setWindowOpenHandler` call finds the method.
old.app.on('web-contents-created', (_event: unknown, contents: any) => {
  contents.setWindowOpenHandler ??= (handler: (details: any) => { action: string }) => {
    contents.on('new-window', (event: any, url: string, frameName: string, disposition: string) => {
      if (handler({ url, frameName, disposition }).action !== 'allow') event.preventDefault();
    });
  };
});
export const app = old.app;

export const session = {
  get defaultSession(): any {
    const own = old.session.defaultSession;
    own.setDevicePermissionHandler ??= () => undefined;
    return own;
  },
};

export const protocol = {
  registerSchemesAsPrivileged: (schemes: any[]) =>
    old.protocol.registerSchemesAsPrivileged(
      schemes.map(({ scheme, privileges: { codeCache: _c, stream: _s, allowExtensions: _e, ...privileges } }) => ({ scheme, privileges })),
    ),
  // A stream protocol, because only it lets status and headers through.
  handle: (scheme: string, handler: (request: any) => Promise<any>) =>
    old.protocol.registerStreamProtocol(scheme, async (request: any, answer: (response: any) => void) => {
      const response = await handler({ url: request.url, method: request.method, headers: request.headers }).catch(() => ({
        status: 500,
        headers: {},
        body: null,
      }));
      const body = new Readable({ read: () => undefined });
      if (response.body !== null) body.push(response.body);
      body.push(null);
      answer({ statusCode: response.status, headers: response.headers, data: body });
    }),
};

export const net = {
  fetch: async (address: string) => {
    const path = fileURLToPath(address); // throws for anything but file:
    return new (globalThis as any).Response(await readFile(path), {
      headers: { 'content-type': MIME[extname(path)] ?? 'application/octet-stream' },
    });
  },
};

export const ipcMain = {
  on: (channel: string, listener: any) => old.ipcMain.on(channel, (event: any, ...rest: unknown[]) => listener(withFrame(event), ...rest)),
  handle: (channel: string, listener: any) =>
    old.ipcMain.handle(channel, (event: any, ...rest: unknown[]) => listener(withFrame(event), ...rest)),
};

/** The page's top frame; sub-frames get no preload here (`nodeIntegrationInSubFrames` is off). */
function withFrame(event: any): any {
  const contents = event.sender;
  const url: string = contents.getURL();
  event.senderFrame = {
    url,
    origin: new URL(url).origin,
    parent: null,
    postMessage: (channel: string, message: unknown, ports: unknown[]) => contents.postMessage(channel, message, ports),
  };
  return event;
}

/** A native menu cannot be driven over CDP: the test names an item, and it is clicked. */
old.ipcMain.handle('gatescope-trial:menu', (_event: unknown, label: string) => {
  const all = (menu: any): any[] => menu.items.flatMap((item: any) => [item, ...(item.submenu ? all(item.submenu) : [])]);
  const item = all(old.Menu.getApplicationMenu()).find((candidate) => candidate.label.replace('&', '') === label);
  item?.click();
  return item ? (item.accelerator ?? '') : null;
});

/** No page may read the clipboard: the test asks main what stands there. */
old.ipcMain.handle('gatescope-trial:clipboard', () => old.clipboard.readText());

/** A native dialog cannot be driven over CDP: the test says beforehand what the person would choose. */
export const dialog = {
  ...old.dialog,
  showOpenDialog: async (...rest: unknown[]) => {
    const chosen = process.env.GATESCOPE_TEST_DIALOG;
    return chosen === undefined
      ? old.dialog.showOpenDialog(...rest)
      : { canceled: chosen === '', filePaths: chosen === '' ? [] : [chosen] };
  },
  showSaveDialog: async (...rest: unknown[]) => {
    const folder = process.env.GATESCOPE_TEST_SAVE_FOLDER;
    const { defaultPath } = rest[1] as { defaultPath: string };
    return folder === undefined ? old.dialog.showSaveDialog(...rest) : { canceled: false, filePath: join(folder, defaultPath) };
  },
};
