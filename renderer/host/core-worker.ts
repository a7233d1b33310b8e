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
  return {
    name,
    size: blob.size,
    read: (offset, length) => {
      try {
        return new Uint8Array(reader.readAsArrayBuffer(blob.slice(offset, offset + length)));
      } catch (cause) {
        throw new LabError(labErrorData('read-failed', name, { file: name, reason: cause instanceof Error ? cause.message : 'unknown' }), {
          cause,
        });
      }
    },
  };
}
