import { BrowserWindow, clipboard, dialog, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import * as v from 'valibot';
import { systemReason } from '../node/system-reason.ts';
import { ASK, type Answer, type GrantedFile, type SaveOutcome, TELL } from './channels.ts';
import type { CoreHost } from './core-host.ts';
import { OPEN_FILTERS, SAVED_NAME, saveFilters } from './file-kinds.ts';
import type { FileTokens } from './file-tokens.ts';
import { isAppAddress } from './scheme.ts';
import { writeWhole } from './write-whole.ts';

/** Most channels take no argument: whatever a page adds is refused. */
const NoArguments = v.strictTuple([]);
/** A name to propose, and what is to stand in the file. */
const FileToSave = v.strictTuple([v.pipe(v.string(), v.regex(SAVED_NAME)), v.instance(Uint8Array)]);

/** Most characters of a text to copy. */
const LONGEST_TEXT = 1 << 20;
const TextToCopy = v.strictTuple([v.pipe(v.string(), v.maxLength(LONGEST_TEXT))]);

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
  answer(ASK.saveFile, saveFile, FileToSave);
  // The page has no permission of its own to use the clipboard, as it has none to anything else.
  answer(ASK.copyText, (_event, text) => clipboard.writeText(text), TextToCopy);
  answer(ASK.stop, () => core.stop());
}

/** The user says where; the page never learns the path. */
async function saveFile(event: IpcMainInvokeEvent, ...[name, bytes]: v.InferOutput<typeof FileToSave>): Promise<SaveOutcome> {
  const window = BrowserWindow.fromWebContents(event.sender);
  if (!window) return { saved: false, reason: null };
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: name, filters: saveFilters(name) });
  if (canceled || filePath === '') return { saved: false, reason: null };
  try {
    await writeWhole(filePath, bytes);
    return { saved: true };
  } catch (error) {
    return { saved: false, reason: systemReason(error) };
  }
}

function answer<T, A extends readonly unknown[] = []>(
  channel: string,
  act: (event: IpcMainInvokeEvent, ...rest: A) => T | Promise<T>,
  schema: v.GenericSchema<unknown, A> = NoArguments as unknown as v.GenericSchema<unknown, A>, // as: without a schema A is empty
): void {
  ipcMain.handle(channel, async (event, ...rest: unknown[]): Promise<Answer<T>> => {
    const reason = refusal(event, rest, schema);
    if (reason !== null) return { ok: false, reason: `${channel}: ${reason}` };
    try {
      return { ok: true, value: await act(event, ...(rest as unknown as A)) }; // as: the schema has just accepted them
    } catch (error) {
      console.error(channel, error);
      return { ok: false, reason: `${channel}: failed` };
    }
  });
}

/** Why a message is refused: only the top frame of our own origin may speak, and only in the agreed shape. Null when it may. */
function refusal(event: IpcMainEvent | IpcMainInvokeEvent, rest: unknown[], schema: v.GenericSchema = NoArguments): string | null {
  const frame = event.senderFrame; // null when the frame has gone away
  if (frame?.parent !== null || !isAppAddress(frame.url)) return 'not from our page';
  return v.is(schema, rest) ? null : 'unexpected arguments';
}
