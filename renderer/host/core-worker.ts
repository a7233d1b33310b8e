import { type ByteSource, bufferSource, type FileRef, LabError, labErrorData, serve } from '../../core/session/index.ts';

// The browser's types for pages leave out what only workers have.
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

serve(
  {
    post: (message) => {
      self.postMessage(message);
    },
    listen: (receive) => {
      self.addEventListener('message', (event: MessageEvent<unknown>) => {
        receive(event.data);
      });
    },
    close: () => {
      self.close();
    },
  },
  { openFile },
);

/** Bytes that the page sent, or a file that is read slice by slice. */
function openFile(ref: FileRef): ByteSource {
  if (ref.kind === 'bytes') return bufferSource(ref.name, ref.bytes);
  if (ref.kind === 'blob' && ref.blob instanceof Blob) return blobSource(ref.name, ref.blob);
  throw new LabError(labErrorData('message-invalid', null, { reason: `a page has no files of kind ${ref.kind}` }));
}

function blobSource(name: string, blob: Blob): ByteSource {
  const reader = new FileReaderSync();
  const read = (part: Blob): Uint8Array => {
    try {
      return new Uint8Array(reader.readAsArrayBuffer(part));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message.replace(/\.$/, '') : 'unknown';
      throw new LabError(labErrorData('read-failed', name, { file: name, reason }), { cause });
    }
  };
  // A file that was deleted since it was chosen has the size 0, and so has an empty one: reading it tells them apart.
  if (blob.size === 0) read(blob);
  return { name, size: blob.size, read: (offset, length) => read(blob.slice(offset, offset + length)) };
}
