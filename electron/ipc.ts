import { BrowserWindow, dialog, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import * as v from 'valibot';
import { ASK, type Answer, type GrantedFile, TELL } from './channels.ts';
import type { CoreHost } from './core-host.ts';
import { OPEN_FILTERS } from './file-kinds.ts';
import type { FileTokens } from './file-tokens.ts';
import { isAppAddress } from './scheme.ts';

/** No channel takes an argument: whatever a page adds is refused. */
const NoArguments = v.strictTuple([]);

/** What the handlers work on; the pending files are those of the command line that no page has been told of yet. */
export interface PageServices {
  readonly core: CoreHost;
  readonly files: FileTokens;
  readonly takePendingFiles: () => readonly GrantedFile[];
}

/** The few things a page may ask of main. Everything else goes to the core through the port. */
export function handlePageRequests({ core, files, takePendingFiles }: PageServices): void {
  ipcMain.on(ASK.connect, (event, ...rest: unknown[]) => {
    if (refusal(event, rest) !== null) return;
    core.connect((port) => event.senderFrame?.postMessage(TELL.port, null, [port]));
    const pending = takePendingFiles();
    if (pending.length > 0) event.sender.send(TELL.openFiles, pending);
  });
  answer(ASK.chooseFiles, async (event) => {
    const window = BrowserWindow.fromWebContents(event.sender);
    if (!window) return [];
    const chosen = await dialog.showOpenDialog(window, { properties: ['openFile', 'multiSelections'], filters: OPEN_FILTERS });
    return chosen.canceled ? [] : files.addAll(chosen.filePaths);
  });
  answer(ASK.stop, () => core.stop());
}

function answer<T>(channel: string, act: (event: IpcMainInvokeEvent) => T | Promise<T>): void {
  ipcMain.handle(channel, async (event, ...rest: unknown[]): Promise<Answer<T>> => {
    const reason = refusal(event, rest);
    if (reason !== null) return { ok: false, reason: `${channel}: ${reason}` };
    try {
      return { ok: true, value: await act(event) };
    } catch (error) {
      console.error(channel, error);
      return { ok: false, reason: `${channel}: failed` };
    }
  });
}

/** Why a message is refused: only the top frame of our own origin may speak, and only in the agreed shape. Null when it may. */
function refusal(event: IpcMainEvent | IpcMainInvokeEvent, rest: unknown[]): string | null {
  const frame = event.senderFrame; // null when the frame has gone away
  if (frame?.parent !== null || !isAppAddress(frame.url)) return 'not from our page';
  return v.is(NoArguments, rest) ? null : 'unexpected arguments';
}
