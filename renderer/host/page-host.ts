import type { FileRef, SavedFile } from '../../core/session/index.ts';
import type { LabHost } from './host.ts';
import { portOf } from './port.ts';

/** A browser page: the core runs in a Web Worker, files come from an input or a drop and are sliced there. */
export function pageHost(): LabHost {
  let worker: Worker | null = null;
  let stopped: () => void = () => undefined;
  return {
    kind: 'page',
    connect: () => {
      worker = new Worker(new URL('./core-worker.ts', import.meta.url), { type: 'module' });
      worker.onerror = () => {
        stopped();
      };
      return Promise.resolve(portOf(worker));
    },
    openFiles: async () => blobRefs(await pickFiles()),
    saveFile: (file) => {
      download(file);
      return Promise.resolve(true);
    },
    copyText: (text) => navigator.clipboard.writeText(text),
    readAgain: async (files) => ((await areAsChosen(files)) ? files : blobRefs(await pickFiles())),
    fromDrop: (files) => Promise.resolve(blobRefs(files)),
    nameOf: (ref) => (ref.kind === 'token' ? '' : ref.name),
    stop: () => {
      worker?.terminate();
      worker = null;
      return Promise.resolve();
    },
    onStopped: (listener) => (stopped = listener),
  };
}

const blobRefs = (files: readonly File[]): FileRef[] => files.map((blob) => ({ kind: 'blob', name: blob.name, blob }));

/** Whether files can still be read: a browser refuses one that changed on disk since it was chosen. */
async function areAsChosen(files: readonly FileRef[]): Promise<boolean> {
  try {
    for (const ref of files) if (ref.kind === 'blob') await (ref.blob as Blob).slice(0, 1).arrayBuffer(); // as: this host made the reference
    return true;
  } catch {
    return false; // to be chosen again, which is what is done about it
  }
}

/** The browser puts the file where it puts every download. */
function download({ name, bytes }: SavedFile): void {
  const link = document.createElement('a');
  link.download = name;
  link.href = URL.createObjectURL(new Blob([bytes as BlobPart])); // as: the core posts plain buffers, never shared ones
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, REVOKE_MS);
}

/** Long enough for the browser to have begun reading. */
const REVOKE_MS = 60_000;

function pickFiles(): Promise<File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  return new Promise((resolve) => {
    input.onchange = () => {
      resolve([...(input.files ?? [])]);
    };
    input.oncancel = () => {
      resolve([]);
    };
    input.click();
  });
}
