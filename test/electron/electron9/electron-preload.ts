// TEST ONLY. The module `electron` for a sandboxed preload, as Electron 45 has it, on Electron 9.4.1.
import electron from 'electron';

export const { contextBridge, ipcRenderer } = electron;

/** A door for the smoke test alone: junk on main's channels, which the product's bridge gives no way to send. */
contextBridge.exposeInMainWorld('gatescopeTrial', {
  send: (channel: string, rest: unknown[]): void => {
    ipcRenderer.send(channel, ...rest);
  },
  invoke: (channel: string, rest: unknown[]): Promise<unknown> => ipcRenderer.invoke(channel, ...rest),
});
