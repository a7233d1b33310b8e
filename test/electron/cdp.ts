// A DevTools-protocol client on Node built-ins: Playwright refuses Chromium 83, and Node 20 has no WebSocket of its own.
import { randomBytes } from 'node:crypto';
import { get } from 'node:http';
import { connect as connectSocket } from 'node:net';

/** What a page says on the protocol: an answer (with an id) or an event. */
export interface ProtocolMessage {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** A page behind a debugging port. */
export interface DebuggedPage {
  readonly events: readonly ProtocolMessage[];
  send(method: string, params?: object): Promise<unknown>;
  /** The value of an expression in the page, promises awaited. */
  evaluate(expression: string): Promise<unknown>;
  /** Waits until an expression is true. @throws when it never was */
  waitFor(expression: string, waitMs?: number): Promise<void>;
  close(): void;
}

interface Target {
  readonly type: string;
  readonly webSocketDebuggerUrl: string;
}

/** Connects to the first page behind a debugging port. */
export async function connectToPage(port: number, timeoutMs = 15_000): Promise<DebuggedPage> {
  const target = await until(
    async () => (await listTargets(port).catch(() => [])).find(({ type }) => type === 'page'),
    timeoutMs,
    'no page appeared',
  );
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const events: ProtocolMessage[] = [];
  let lastId = 0;
  const socket = await openWebSocket(new URL(target.webSocketDebuggerUrl), {
    onText: (text) => {
      const message = JSON.parse(text) as ProtocolMessage; // as: the protocol's own shape
      if (message.id === undefined) {
        events.push(message);
        return;
      }
      const asked = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error) asked?.reject(new Error(message.error.message));
      else asked?.resolve(message.result);
    },
    onEnd: () => {
      for (const { reject } of waiting.values()) reject(new Error('the page went away'));
    },
  });
  const send = (method: string, params: object = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      socket.sendText(JSON.stringify({ id: lastId, method, params }));
    });
  const evaluate = async (expression: string): Promise<unknown> => {
    const answer = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true, userGesture: true });
    const { result, exceptionDetails } = answer as {
      result: { value: unknown };
      exceptionDetails?: { text: string; exception?: { description?: string } };
    }; // as: the protocol's own shape
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  await send('Runtime.enable');
  await send('Log.enable');
  await send('Network.enable');
  return {
    events,
    send,
    evaluate,
    waitFor: async (expression, waitMs = 10_000) => {
      await until(() => evaluate(expression).catch(() => false), waitMs, `never true: ${expression}`);
    },
    close: () => {
      socket.close();
    },
  };
}

/** How many pages (windows) the browser has. */
export async function countPages(port: number): Promise<number> {
  return (await listTargets(port)).filter(({ type }) => type === 'page').length;
}

async function until<T>(probe: () => Promise<T | undefined>, timeoutMs: number, complaint: string): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(complaint);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function listTargets(port: number): Promise<Target[]> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/json/list', timeout: 2000 }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => {
        resolve(JSON.parse(text) as Target[]); // as: the protocol's own shape
      });
      response.on('close', () => {
        reject(new Error('cut off')); // a browser that dies half-way sends no 'end'
      });
    })
      .on('error', reject)
      .on('timeout', () => {
        reject(new Error('no answer'));
      });
  });
}

interface TextSocket {
  sendText(text: string): void;
  close(): void;
}

/** RFC 6455, client side, text frames only; enough for DevTools. */
function openWebSocket(url: URL, hear: { onText: (text: string) => void; onEnd: () => void }): Promise<TextSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket(Number(url.port), url.hostname);
    let bytes: Buffer = Buffer.alloc(0);
    let isOpen = false;
    const frames = frameReader(hear.onText);
    socket.on('error', reject);
    socket.on('close', () => {
      reject(new Error('WebSocket closed'));
      hear.onEnd();
    });
    socket.on('connect', () => {
      const key = randomBytes(16).toString('base64');
      socket.write(
        `GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
      );
    });
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (!isOpen) {
        const end = bytes.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!bytes.subarray(0, end).toString().startsWith('HTTP/1.1 101')) {
          reject(new Error('WebSocket refused'));
          return;
        }
        isOpen = true;
        bytes = bytes.subarray(end + 4);
        resolve({ sendText: (text) => void socket.write(frame(text)), close: () => socket.destroy() });
      }
      bytes = frames(bytes);
    });
  });
}

/** Takes whole frames off the front of the bytes and gives back the rest. */
function frameReader(onText: (text: string) => void): (bytes: Buffer) => Buffer {
  let parts: Buffer[] = [];
  return (received) => {
    let bytes = received;
    for (;;) {
      if (bytes.length < 2) return bytes;
      const short = bytes[1] & 127;
      const head = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (bytes.length < head) return bytes;
      const size = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
      if (bytes.length < head + size) return bytes;
      const isText = (bytes[0] & 15) <= 2;
      const isLast = (bytes[0] & 128) !== 0;
      if (isText) parts.push(bytes.subarray(head, head + size));
      bytes = bytes.subarray(head + size);
      if (isText && isLast) {
        const text = Buffer.concat(parts).toString();
        parts = [];
        onText(text);
      }
    }
  };
}

function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const mask = randomBytes(4);
  const head = body.length < 126 ? Buffer.from([129, 128 | body.length]) : Buffer.alloc(body.length < 65_536 ? 4 : 10);
  if (head.length === 4) {
    head.set([129, 254]);
    head.writeUInt16BE(body.length, 2);
  }
  if (head.length === 10) {
    head.set([129, 255]);
    head.writeBigUInt64BE(BigInt(body.length), 2);
  }
  for (let index = 0; index < body.length; index += 1) body[index] ^= mask[index & 3];
  return Buffer.concat([head, mask, body]);
}
