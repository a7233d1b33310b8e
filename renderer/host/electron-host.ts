import { type FileRef, LabError, labErrorData } from '../../core/session/index.ts';
import { unreadable } from './dropped-files.ts';
import type { LabHost } from './host.ts';
import { portOf } from './port.ts';

/** A file that main granted to the page. */
export interface GrantedFile {
  readonly token: string;
  readonly name: string;
}

/** What the preload script puts on the window. */
export interface Bridge {
  readonly platform: string;
  /** Main then posts a MessagePort to the page. */
  connect(): void;
  chooseFiles(): Promise<GrantedFile[]>;
  saveFile(name: string, bytes: Uint8Array): Promise<{ readonly saved: true } | { readonly saved: false; readonly reason: string | null }>;
  copyText(text: string): Promise<void>;
  stop(): Promise<void>;
  onOpenFiles(listener: (files: GrantedFile[]) => void): void;
  onMenu(listener: (command: string) => void): void;
}

/** The desktop app: main grants tokens, the core runs in a worker of main; dropped files travel as bytes. */
export function electronHost(bridge: Bridge): LabHost {
  let current: MessagePort | null = null;
  let stopped: () => void = () => undefined;
  const names = new Map<string, string>();
  /** Dropped files travel as bytes; the file itself is kept, to be read again. */
  const dropped = new WeakMap<FileRef, File>();
  const droppedRef = async (file: File): Promise<FileRef> => {
    const ref = await bytesRef(file);
    dropped.set(ref, file);
    return ref;
  };
  /** A token stands for the file as it is; dropped bytes are as they were. */
  const again = (ref: FileRef): Promise<FileRef> => {
    const file = dropped.get(ref);
    return file ? droppedRef(file) : Promise.resolve(ref);
  };
  const toRefs = (files: readonly GrantedFile[]): FileRef[] =>
    files.map(({ token, name }) => {
      names.set(token, name);
      return { kind: 'token', token };
    });
  return {
    kind: 'electron',
    connect: async () => {
      const arrives = portFromPreload(); // listen first, then ask: nothing is sent before somebody listens
      bridge.connect();
      const end = await arrives;
      current = end;
      end.addEventListener('close', () => {
        if (current === end) stopped(); // main closes the port when the core dies
      });
      return portOf(end);
    },
    openFiles: async () => toRefs(await bridge.chooseFiles()),
    saveFile: async ({ name, bytes }) => {
      const outcome = await bridge.saveFile(name, bytes);
      if (!outcome.saved && outcome.reason !== null)
        throw new LabError(labErrorData('write-failed', name, { file: name, reason: outcome.reason }));
      return outcome.saved;
    },
    copyText: (text) => bridge.copyText(text),
    readAgain: async (files) => {
      try {
        return await Promise.all(files.map(again));
      } catch {
        return toRefs(await bridge.chooseFiles()); // changed or gone since it was dropped: to be chosen again
      }
    },
    fromDrop: (files) => Promise.all(files.map(droppedRef)),
    nameOf: (ref) => (ref.kind === 'token' ? (names.get(ref.token) ?? '') : ref.name),
    stop: () => {
      current = null;
      return bridge.stop();
    },
    onStopped: (listener) => (stopped = listener),
    onMenu: (listener) => {
      bridge.onMenu(listener);
    },
    onOpenFiles: (listener) => {
      bridge.onOpenFiles((files) => {
        listener(toRefs(files));
      });
    },
  };
}

async function bytesRef(file: File): Promise<FileRef> {
  try {
    return { kind: 'bytes', name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch (error) {
    throw unreadable(file.name, error);
  }
}

function portFromPreload(): Promise<MessagePort> {
  return new Promise((resolve) => {
    window.addEventListener('message', function take(event: MessageEvent<unknown>) {
      const port = event.ports[0];
      if (event.source !== window || event.data !== 'gatescope-port' || !port) return;
      window.removeEventListener('message', take);
      resolve(port);
    });
  });
}
