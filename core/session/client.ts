import { LabError, type LabErrorData, labErrorData } from '../errors/index.ts';
import type { CoreMessage, Notice, Port, RequestBody, RequestType, RequestValue } from './protocol.ts';

export interface CallOptions {
  readonly onProgress?: (notice: Notice) => void;
  /** Aborting sends a cancel; the promise then rejects with code `cancelled`. */
  readonly signal?: AbortSignal;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: LabError) => void;
  readonly onProgress: ((notice: Notice) => void) | undefined;
}

/** The host's side of the port: typed promises over requests, one owner for each answer. */
export class LabClient {
  readonly #port: Port;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  /** Called at every sign of life of the core, for the busy watch. */
  onAlive: (() => void) | null = null;

  constructor(port: Port) {
    this.#port = port;
    port.listen((message) => {
      this.#receive(message as CoreMessage); // as: the port carries only what serve() posts
    });
  }

  /** Asks the core. @throws LabError with the code that the core gave */
  request<T extends RequestType>(type: T, body: RequestBody<T>, options: CallOptions = {}): Promise<RequestValue<T>> {
    const id = ++this.#lastId;
    return new Promise<RequestValue<T>>((resolve, reject) => {
      this.#waiting.set(id, {
        resolve: (value) => {
          resolve(value as RequestValue<T>); // as: the reply to a request of type T
        },
        reject,
        onProgress: options.onProgress,
      });
      options.signal?.addEventListener('abort', () => {
        this.#port.post({ id, type: 'cancel' });
      });
      this.#port.post({ id, type, body });
    });
  }

  /** Fails everything under way, for example because the worker died. */
  abandon(error: LabErrorData = labErrorData('core-stopped', null)): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new LabError(error));
    this.#waiting.clear();
  }

  close(): void {
    this.abandon();
    this.#port.close();
  }

  #receive(message: CoreMessage): void {
    this.onAlive?.();
    if (message.kind === 'heartbeat') return;
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return; // superseded: nobody waits for it any more
    if (message.kind === 'progress') {
      waiting.onProgress?.(message);
      return;
    }
    this.#waiting.delete(message.id);
    if (message.ok) waiting.resolve(message.value);
    else waiting.reject(new LabError(message.error));
  }
}
