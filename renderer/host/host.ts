import type { FileRef, Port, SavedFile } from '../../core/session/index.ts';
import { type Bridge, electronHost } from './electron-host.ts';
import { pageHost } from './page-host.ts';

/** What the screen needs from wherever it runs: a plain browser page with the core in a Web Worker, or Electron. */
export interface LabHost {
  readonly kind: 'page' | 'electron';
  /** Starts a core, or asks for one, and gives the way to it. */
  connect(): Promise<Port>;
  /** The host's dialog; empty when the user backs out. */
  openFiles(): Promise<FileRef[]>;
  /** Puts a file where the user wants it; false when the user backs out. @throws LabError `write-failed` */
  saveFile(file: SavedFile): Promise<boolean>;
  /** Puts plain text on the clipboard. @throws where there is none, or the page may not use it */
  copyText(text: string): Promise<void>;
  /**
   * The same files as they are now. A page that was given a file as it was then has the user choose it again; empty when the user backs out.
   */
  readAgain(files: readonly FileRef[]): Promise<readonly FileRef[]>;
  /** @throws LabError `read-failed` for a file that is gone */
  fromDrop(files: readonly File[]): Promise<FileRef[]>;
  /** The name under which a reference of this host was chosen; empty when unknown. */
  nameOf(ref: FileRef): string;
  /** Kills the core, whatever it does. */
  stop(): Promise<void>;
  onMenu?(listener: (command: string) => void): void;
  onOpenFiles?(listener: (files: FileRef[]) => void): void;
  /** The core died by itself. */
  onStopped?(listener: () => void): void;
}

declare global {
  interface Window {
    readonly gatescope?: Bridge;
  }
}

/** The host of this page. */
export function openHost(): LabHost {
  return window.gatescope ? electronHost(window.gatescope) : pageHost();
}
