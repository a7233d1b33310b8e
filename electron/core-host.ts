import { MessageChannelMain, type MessagePortMain } from 'electron';
import { Worker } from 'node:worker_threads';
import * as v from 'valibot';
import type { Control } from './channels.ts';

/** What every message of a page has; main looks no further, the core validates the rest. */
const Envelope = v.looseObject({ id: v.pipe(v.number(), v.safeInteger()), type: v.pipe(v.string(), v.maxLength(64)) });

/**
 * Owns the worker that runs the core of one window, and relays between the page's port and the worker without reading what passes.
 * A worker serves one connection: connecting again (after a reload, a stop or its death) ends it, however busy, and starts a fresh one
 * that knows the same files. When a worker ends, the page's port closes, and the page hears that as the port's `close` event.
 */
export class CoreHost {
  readonly #file: string;
  readonly #grants = new Map<string, string>();
  #worker: Worker | null = null;
  #page: MessagePortMain | null = null;

  /** @param file the built worker, a CommonJS file beside main */
  constructor(file: string) {
    this.#file = file;
  }

  /** Lets the worker, and every later one, open this path by its token. */
  grant(token: string, path: string): void {
    this.#grants.set(token, path);
    if (this.#worker) tell(this.#worker, { type: 'grant', token, path });
  }

  /** Starts a worker and gives the page's end of a port to it. */
  connect(give: (port: MessagePortMain) => void): void {
    void this.stop();
    const worker = this.#start();
    const { port1, port2 } = new MessageChannelMain();
    this.#page = port1;
    port1.on('message', ({ data }) => {
      if (v.is(Envelope, data)) tell(worker, { type: 'page', message: data });
    });
    worker.on('message', (message: unknown) => {
      if (this.#page === port1) port1.postMessage(message); // no transfer list: Electron ports carry only ports
    });
    port1.start();
    give(port2);
  }

  /** Ends the worker and its connection; the page must connect again. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#page?.close();
    this.#page = null;
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#file);
    worker.on('error', (error) => {
      console.error('core worker:', error);
    });
    worker.on('exit', () => {
      if (this.#worker === worker) void this.stop(); // it died by itself: close the page's port
    });
    for (const [token, path] of this.#grants) tell(worker, { type: 'grant', token, path });
    this.#worker = worker;
    return worker;
  }
}

function tell(worker: Worker, message: Control): void {
  worker.postMessage(message);
}
