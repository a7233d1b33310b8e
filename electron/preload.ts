import { contextBridge, ipcRenderer } from 'electron';
import { type Answer, ASK, type GrantedFile, type SaveOutcome, TELL } from './channels.ts';

/**
 * All that the page gets from Electron. The port follows as a window message `gatescope-port`, so that no bulk data crosses the
 * bridge; that port closes when the core stops or dies.
 */
const bridge = {
  connect: (): void => {
    ipcRenderer.send(ASK.connect);
  },
  chooseFiles: (): Promise<GrantedFile[]> => ask<GrantedFile[]>(ASK.chooseFiles),
  saveFile: (name: string, bytes: Uint8Array): Promise<SaveOutcome> => ask<SaveOutcome>(ASK.saveFile, name, bytes),
  copyText: async (text: string): Promise<void> => {
    await ask(ASK.copyText, text);
  },
  stop: async (): Promise<void> => {
    await ask(ASK.stop);
  },
  onOpenFiles: (callback: (files: GrantedFile[]) => void): void => {
    openFiles.listen(callback);
  },
  onMenu: (callback: (command: string) => void): void => {
    menuCommands.listen(callback);
  },
  platform: process.platform as string,
};

const openFiles = keepUntilHeard<GrantedFile[]>(TELL.openFiles);
const menuCommands = keepUntilHeard<string>(TELL.menu);

contextBridge.exposeInMainWorld('gatescope', bridge);
ipcRenderer.on(TELL.port, (event) => {
  window.postMessage('gatescope-port', location.origin, [...event.ports]);
});

async function ask<T>(channel: string, ...rest: readonly unknown[]): Promise<T> {
  const answer = (await ipcRenderer.invoke(channel, ...rest)) as Answer<T>; // as: main answers every question this way
  if (!answer.ok) throw new Error(answer.reason);
  return answer.value;
}

/** Passes on what main tells, event stripped; what came before anybody listened is kept. */
function keepUntilHeard<T>(channel: string): { listen(callback: (value: T) => void): void } {
  const early: T[] = [];
  let hear = (value: T): void => {
    early.push(value);
  };
  ipcRenderer.on(channel, (_event, value: T) => {
    hear(value);
  });
  return {
    listen: (callback) => {
      hear = callback;
      for (const value of early.splice(0)) callback(value);
    },
  };
}
