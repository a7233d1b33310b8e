import { app, type BrowserWindow, protocol, session } from 'electron';
import { join } from 'node:path';
import { type GrantedFile, TELL } from './channels.ts';
import { CoreHost } from './core-host.ts';
import { FileTokens } from './file-tokens.ts';
import { guardContents, guardSession } from './guard.ts';
import { handlePageRequests } from './ipc.ts';
import { setMenu } from './menu.ts';
import { APP_SCHEME, serveFolder } from './scheme.ts';
import { createWindow, loadPage } from './window.ts';

const here = import.meta.dirname;

protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);
// enableSandbox also *removes* --no-sandbox from the command line, and then nothing starts as root.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
app.on('web-contents-created', (_event, contents) => {
  guardContents(contents);
});
app.on('window-all-closed', () => {
  app.quit();
});

if (app.requestSingleInstanceLock())
  void app.whenReady().then(start); // no top-level await: a CommonJS bundle has none
else app.quit();

/** One window, one core, one set of tokens. */
async function start(): Promise<void> {
  const network = guardSession(session.defaultSession);
  protocol.handle(APP_SCHEME, serveFolder(join(here, '../renderer')));

  const core = new CoreHost(join(here, 'worker.js'));
  const files = new FileTokens((token, path) => {
    core.grant(token, path);
  });
  let pending = await files.addFromArguments(process.argv, process.cwd());
  const takePendingFiles = (): readonly GrantedFile[] => {
    const taken = pending;
    pending = [];
    return taken;
  };
  handlePageRequests({ core, files, takePendingFiles });

  const window = createWindow(here);
  acceptSecondLaunch(window, files);
  setMenu(window, network);
  window.once('closed', () => void core.stop());
  await loadPage(window);
}

/** A second launch brings the window forward and passes its files to it. */
function acceptSecondLaunch(window: BrowserWindow, files: FileTokens): void {
  app.on('second-instance', (_event, argv, folder) => {
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.focus();
    void files.addFromArguments(argv, folder).then((granted) => {
      if (granted.length > 0) window.webContents.send(TELL.openFiles, granted);
    });
  });
}
