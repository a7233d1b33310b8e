import { type EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CoreHost } from '../../electron/core-host.ts';

// A pair of ports with Electron's names; what one end posts, the other hears.
vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events'); // the factory runs before the imports above
  class FakePort extends EventEmitter {
    other: FakePort | null = null;
    start(): void {}
    postMessage(message: unknown): void {
      this.other?.emit('message', { data: message });
    }
    close(): void {
      this.other?.emit('close');
    }
  }
  class MessageChannelMain {
    port1 = new FakePort();
    port2 = new FakePort();
    constructor() {
      this.port1.other = this.port2;
      this.port2.other = this.port1;
    }
  }
  return { MessageChannelMain };
});

/** A worker that tells what it knows, hangs or dies when the page asks. */
const WORKER = `
const { parentPort } = require('node:worker_threads');
const grants = {};
parentPort.on('message', (control) => {
  if (control.type === 'grant') grants[control.token] = control.path;
  else if (control.message.type === 'hang') for (;;);
  else if (control.message.type === 'die') process.exit(1);
  else parentPort.postMessage({ kind: 'reply', asked: control.message, grants });
});`;

interface PagePort extends EventEmitter {
  postMessage(message: unknown): void;
}

const scratch = mkdtempSync(join(tmpdir(), 'gatescope-core-host-'));
const file = join(scratch, 'worker.cjs');
writeFileSync(file, WORKER);
let core: CoreHost;
beforeEach(() => {
  core = new CoreHost(file);
});
afterEach(() => core.stop());
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

function connect(): PagePort {
  let given: unknown;
  core.connect((port) => {
    given = port;
  });
  return given as PagePort; // as: the fake above
}

async function ask(port: PagePort, message: unknown): Promise<unknown> {
  const heard = once(port, 'message');
  port.postMessage(message);
  const [{ data }] = (await heard) as [{ data: unknown }]; // as: the fake above
  return data;
}

test('relays messages untouched, with the files granted before and after connecting', async () => {
  core.grant('one', '/models/1.h5');
  const port = connect();
  core.grant('two', '/models/2.h5');
  const message = { id: 1, type: 'open', body: { array: new Float32Array([1, 2]) } };
  expect(await ask(port, message)).toEqual({ kind: 'reply', asked: message, grants: { one: '/models/1.h5', two: '/models/2.h5' } });
});

test('drops what has no envelope, and lets no page grant itself a path', async () => {
  const port = connect();
  const odd = [null, 1, 'open', [], {}, { id: '1', type: 'open' }, { id: 0.5, type: 'open' }, { id: 1 }, { id: 1, type: 'x'.repeat(65) }];
  for (const message of [...odd, { type: 'grant', token: 'evil', path: '/etc/passwd' }]) port.postMessage(message);
  const forged = { id: 2, type: 'grant', token: 'evil', path: '/etc/passwd' };
  expect(await ask(port, forged)).toEqual({ kind: 'reply', asked: forged, grants: {} });
});

test('ends a worker that never turns to its port, and the next one knows the same files', async () => {
  core.grant('one', '/models/1.h5');
  const port = connect();
  const closed = once(port, 'close');
  port.postMessage({ id: 1, type: 'hang' });
  await core.stop();
  await closed;
  expect(await ask(connect(), { id: 2, type: 'open' })).toMatchObject({ grants: { one: '/models/1.h5' } });
});

test('closes the port of the page when the worker dies, and connects anew when asked', async () => {
  const port = connect();
  const closed = once(port, 'close');
  port.postMessage({ id: 1, type: 'die' });
  await closed;
  expect(await ask(connect(), { id: 2, type: 'open' })).toMatchObject({ asked: { id: 2 } });
});

test('a reload ends the connection that the page had before', async () => {
  const first = connect();
  const closed = once(first, 'close');
  const second = connect();
  await closed;
  expect(await ask(second, { id: 1, type: 'open' })).toMatchObject({ asked: { id: 1 } });
});
