import { BrowserWindow } from 'electron';
import { join } from 'node:path';
import { APP_ORIGIN } from './scheme.ts';

/** The one place that makes windows: sandboxed, isolated, without Node. */
export function createWindow(folder: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: 'Gatescope',
    backgroundColor: '#ffffff',
    webPreferences: {
      preload: join(folder, 'preload.js'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => {
    window.show();
  });
  reloadWhenGone(window);
  return window;
}

/** Loads the page. A page that dies while loading is reported, not thrown. */
export async function loadPage(window: BrowserWindow): Promise<void> {
  try {
    await window.loadURL(`${APP_ORIGIN}/index.html`);
  } catch (error) {
    console.error('the page did not load:', error);
  }
}

/** Brings a dead page back, but not for ever. */
function reloadWhenGone(window: BrowserWindow): void {
  let left = 3;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || left === 0) return;
    left -= 1;
    void loadPage(window);
  });
}
