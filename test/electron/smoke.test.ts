import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectToPage, countPages, type DebuggedPage } from './cdp.ts';
import { findElectron, launch, type RunningApp, type TrialElectron } from './electron-app.ts';
import { junk, numbersFrom } from './junk.ts';
import { readNpz } from '../golden/npz.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const JUNK_MESSAGES = 500;
const PATIENCE = { timeout: 10_000 };
const BRIDGE_KEYS = ['chooseFiles', 'connect', 'copyText', 'onMenu', 'onOpenFiles', 'platform', 'saveFile', 'stop'];
const CHANNELS = ['gatescope:connect', 'gatescope:choose-files', 'gatescope:save-file', 'gatescope:copy-text', 'gatescope:stop'];
const TRAVERSALS = [
  '/%2e%2e/electron/main.js',
  '/..%2felectron/main.js',
  '/..%5celectron/main.js',
  '/%2fetc/passwd',
  '/assets/../../package.json',
  '/index.html%00',
  '/',
];
/** A model with what `get_weights()` of Keras gave for it. */
const SAVED_CASE = 'fixtures/lstm-5u-3f-7t';
const STATES = `['h', 'c'].map((letter) => [0, 1, 2].map((unit) => document.querySelector('[data-testid="cell-' + letter + '-' + unit + '"]')?.textContent.trim()).join(' ')).join(' | ')`;

const electron = findElectron();
if (typeof electron === 'string') {
  test('the desktop app in a real Electron', ({ skip }) => {
    skip(electron);
  });
} else {
  describe(`the desktop app in a real Electron${electron.isOld ? ' 9.4.1' : ''}`, () => {
    smoke(electron);
  });
}

/** The tests build on each other: one window, driven from its first picture to its refusals. */
function smoke(trial: TrialElectron): void {
  const scratch = mkdtempSync(join(tmpdir(), 'gatescope-smoke-'));
  const [fromDialog, fromSecondLaunch] = ['dialog.keras', 'second.keras'].map((name) => join(scratch, name));
  const saveFolder = join(scratch, 'saved');
  let app: RunningApp;
  let page: DebuggedPage;

  beforeAll(async () => {
    copyFileSync(join(ROOT, SAVED_CASE, 'model.keras'), fromDialog);
    copyFileSync(join(ROOT, 'examples/by-hand.keras'), fromSecondLaunch);
    mkdirSync(saveFolder);
    app = await launch(trial, { open: fromDialog, saveFolder });
    page = await connectToPage(app.port).catch((error: unknown) => {
      throw new Error(`no page; Electron said: ${app.output().slice(-600)}`, { cause: error });
    });
    await page.send('Page.enable');
    await page.send('Page.reload'); // so that every request of a start is seen
  });
  afterAll(() => {
    page?.close();
    app?.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  test('shows h = 0 4 0 and c = 0 4 1 of the first example on the start screen', async () => {
    await page.waitFor(`${STATES} === '0 4 0 | 0 4 1'`, 15_000).catch(async () => {
      expect(await page.evaluate(STATES)).toBe('0 4 0 | 0 4 1');
    });
    expect(await page.evaluate('location.href')).toBe('app://lab/index.html');
    mkdirSync(join(ROOT, 'out'), { recursive: true });
    writeFileSync(join(ROOT, 'out/electron-smoke.png'), await takePicture(page));
  });

  test('asks for nothing outside its own scheme', () => {
    const addresses = page.events
      .filter(({ method }) => method === 'Network.requestWillBeSent')
      .map(({ params }) => (params as { request: { url: string } }).request.url); // as: the protocol's own shape
    expect(addresses.length).toBeGreaterThan(0);
    expect(addresses.filter((address) => !/^(app:\/\/lab\/|data:|blob:app:)/u.test(address))).toEqual([]);
  });

  test.runIf(trial.isOld)('saves the certificate and the rebuild folder of the run where the dialog says', async () => {
    await press(page, 'c');
    for (const [button, name] of [
      ['save-certificate', 'By-hand-three-units-whole-numbers.certificate.json'],
      ['save-rebuild', 'By-hand-three-units-whole-numbers-rebuild.zip'],
    ]) {
      await click(page, button);
      await expect.poll(() => readdirSync(saveFolder), PATIENCE).toContain(name);
    }
    const certificate: unknown = JSON.parse(readFileSync(join(saveFolder, 'By-hand-three-units-whole-numbers.certificate.json'), 'utf8'));
    expect(certificate).toMatchObject({ certificate: 'gatescope-parity' });
    await press(page, 'Escape');
  });

  test('opens the file of a second launch in the first window', async () => {
    expect(await app.launchAgain([fromSecondLaunch])).toBe(0);
    await page.waitFor(`document.body.textContent.includes('second.keras') || document.title.includes('second.keras')`);
    expect(await countPages(app.port)).toBe(1);
  });

  test.runIf(trial.isOld)('opens a model by the dialog and saves its weights, which hold the arrays that Keras gave', async () => {
    await click(page, 'open');
    await page.waitFor(`document.querySelector('[data-testid="model-title"]')?.textContent.includes('dialog.keras')`);
    await click(page, 'weights');
    const saved = join(saveFolder, 'dialog.npz');
    expect(existsSync(saved)).toBe(false);
    await click(page, 'weights-save-npz');
    await expect.poll(() => existsSync(saved), PATIENCE).toBe(true);
    expect(readNpz(readFileSync(saved))).toEqual(readNpz(readFileSync(join(ROOT, SAVED_CASE, 'weights.npz'))));
    await click(page, 'weights-save-weights.h5');
    await expect.poll(() => readdirSync(saveFolder), PATIENCE).toContain('dialog.weights.h5');
    await press(page, 'Escape');
  });

  test.runIf(trial.isOld)('saves from its menu, without a dialog open, and opens the list of all that it saves', async () => {
    const choose = (label: string): Promise<unknown> => page.evaluate(`window.gatescopeTrial.invoke('gatescope-trial:menu', ['${label}'])`);
    const saved = join(saveFolder, 'dialog.npz');
    await page.evaluate(`document.querySelector('dialog[open]')?.close()`);
    rmSync(saved);
    expect(await choose('Weights as .npz…')).toBe('');
    await expect.poll(() => existsSync(saved), PATIENCE).toBe(true);
    expect(readNpz(readFileSync(saved))).toEqual(readNpz(readFileSync(join(ROOT, SAVED_CASE, 'weights.npz'))));
    expect(await choose('Export…')).toBe('CmdOrCtrl+Shift+E');
    rmSync(join(saveFolder, 'dialog.weights.h5'));
    await click(page, 'export-save-weights.h5');
    await expect.poll(() => readdirSync(saveFolder), PATIENCE).toContain('dialog.weights.h5');
    await page.evaluate(`document.querySelector('dialog[open]')?.close()`);
    expect(await choose('No such item')).toBe(null);
  });

  test('gives the page a bridge of seven names and no Node', async () => {
    expect(await page.evaluate('Object.keys(window.gatescope).sort()')).toEqual(BRIDGE_KEYS);
    expect(await page.evaluate('window.gatescope.platform')).toBe(process.platform);
    expect(await page.evaluate(`[typeof require, typeof process, typeof Buffer, typeof module, typeof global].join()`)).toBe(
      Array(5).fill('undefined').join(),
    );
  });

  test('answers requests from the core worker, also after a stop', async () => {
    await ownPort(page);
    expect(await ask(page, 'examples', {})).toMatchObject({ kind: 'reply', ok: true });
    await page.evaluate('window.gatescope.stop()');
    await ownPort(page);
    expect(await ask(page, 'examples', {})).toMatchObject({ kind: 'reply', ok: true });
  });

  test.runIf(trial.isOld)('opens the file that the dialog gave, by its token', async () => {
    const [file] = (await page.evaluate('window.gatescope.chooseFiles()')) as { token: string; name: string }[]; // as: the bridge's own shape
    expect(file).toEqual({ token: expect.stringMatching(/^[0-9a-f]{32}$/u) as string, name: 'dialog.keras' });
    expect(await ask(page, 'open', { files: [{ kind: 'token', token: file.token }] })).toMatchObject({
      ok: true,
      value: { model: { title: 'dialog.keras' } },
    });
  });

  test.runIf(trial.isOld)('copies text for the page, which may not use the clipboard itself', async () => {
    await page.evaluate(`window.gatescope.copyText('i 0.5')`);
    expect(await page.evaluate(`window.gatescopeTrial.invoke('gatescope-trial:clipboard', [])`)).toBe('i 0.5');
  });

  test('refuses a token that main never gave, and a path in its place', async () => {
    for (const token of ['f'.repeat(32), '/etc/passwd', join(ROOT, 'examples/by-hand.keras'), '../by-hand.keras']) {
      expect(await ask(page, 'open', { files: [{ kind: 'token', token }] })).toMatchObject({ ok: false, error: { code: 'read-failed' } });
    }
  });

  test('stays up when junk comes through the port', async () => {
    const random = numbersFrom(20260101);
    const messages = Array.from({ length: JUNK_MESSAGES }, () => junk(random));
    await page.evaluate(`for (const message of ${JSON.stringify(messages)}) window.trial.port.postMessage(message)`);
    expect(await ask(page, 'examples', {})).toMatchObject({ ok: true });
  });

  test.runIf(trial.isOld)('refuses junk on every channel of main, and stays up', async () => {
    const random = numbersFrom(7);
    for (const channel of CHANNELS) {
      const payloads = Array.from({ length: JUNK_MESSAGES }, () => [junk(random)]).filter(
        ([word]) => channel !== 'gatescope:copy-text' || typeof word !== 'string', // any text may be copied
      );
      const answers = `Promise.all(${JSON.stringify(payloads)}.map((rest) => window.gatescopeTrial.${channel === CHANNELS[0] ? 'send' : 'invoke'}('${channel}', rest)))`;
      const kinds = (await page.evaluate(
        `${answers}.then((all) => [...new Set(all.map((answer) => answer ? String(answer.ok) : 'none'))])`,
      )) as string[]; // as: made by the expression
      expect(kinds).toEqual(channel === CHANNELS[0] ? ['none'] : ['false']);
    }
    expect(app.isRunning()).toBe(true);
    expect(await ask(page, 'examples', {})).toMatchObject({ ok: true }); // the junk stopped no core and took no port
  });

  test('opens no second window and leaves its page for no other', async () => {
    await page.evaluate(`void window.open('app://lab/index.html')`);
    await page.evaluate(`void (location.href = '/index.html?elsewhere')`); // our own origin: Chromium itself refuses others
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await countPages(app.port)).toBe(1);
    expect(await page.evaluate('location.href')).toBe('app://lab/index.html');
  });

  test('closes the network by its policy, and without the policy by main', async () => {
    const reach = `fetch('http://127.0.0.1:${app.port}/json/version', { mode: 'no-cors' }).then(() => 'open', () => 'closed')`; // no-cors, or CORS would refuse in our place
    expect(await page.evaluate(reach)).toBe('closed');
    expect(await page.evaluate(`fetch('/index.html').then(() => 'open', () => 'closed')`)).toBe('closed');
    await page.send('Page.setBypassCSP', { enabled: true });
    await page.send('Page.reload');
    await page.waitFor(`document.readyState === 'complete' && fetch('/index.html').then((answer) => answer.ok)`);
    expect(await page.evaluate(reach)).toBe('closed');
    const answers = (await page.evaluate(
      `Promise.all(${JSON.stringify(TRAVERSALS)}.map((path) => fetch(path).then(({ status }) => status, () => 404)))`,
    )) as number[]; // as: made by the expression
    expect(answers).toEqual(TRAVERSALS.map(() => 404));
    const policy = await page.evaluate(`fetch('/index.html').then((answer) => answer.headers.get('content-security-policy'))`);
    expect(policy).toContain("default-src 'none'; script-src 'self'");
  });

  test('had no error in the page or in main that this test did not provoke', () => {
    const lines = page.events.flatMap(({ method, params }) => complaintOf(method, params));
    expect(
      lines.filter((line) => !/status of 404|127\.0\.0\.1|Refused to connect|index\.html|Failed to load resource/u.test(line)),
    ).toEqual([]);
    expect(app.output()).not.toMatch(/UnhandledPromise|Uncaught|core worker:/u);
  });
}

/** Clicks what a test id names, once it is there and may be clicked. */
async function click(page: DebuggedPage, id: string): Promise<void> {
  const button = `document.querySelector('[data-testid="${id}"]')`;
  await page.waitFor(`${button} !== null && !${button}.disabled`);
  await page.evaluate(`${button}.click()`);
}

async function press(page: DebuggedPage, key: string): Promise<void> {
  await page.evaluate(
    `void document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true, cancelable: true }))`,
  );
}

/** Takes a port of the test's own from main, as a page that went bad would, into `window.trial`. */
async function ownPort(page: DebuggedPage): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    window.addEventListener('message', function take(event) {
      if (event.data !== 'gatescope-port' || !event.ports[0]) return;
      event.stopImmediatePropagation();
      window.removeEventListener('message', take, true);
      window.trial = { port: event.ports[0], answers: new Map() };
      event.ports[0].onmessage = ({ data }) => data.kind === 'reply' && window.trial.answers.set(data.id, data);
      resolve(true);
    }, true);
    window.gatescope.connect();
  })`);
}

let lastId = 1_000_000;

/** Asks the core through the test's own port; gives the whole reply. */
async function ask(page: DebuggedPage, type: string, body: object): Promise<unknown> {
  const id = ++lastId;
  await page.evaluate(`window.trial.port.postMessage(${JSON.stringify({ id, type, body })})`);
  await page.waitFor(`window.trial.answers.has(${id})`);
  return page.evaluate(`window.trial.answers.get(${id})`);
}

/** Chromium 83 sometimes never answers captureScreenshot (about 1 in 15 here): ask again after a short while. */
async function takePicture(page: DebuggedPage): Promise<Buffer> {
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    const answer = await Promise.race([
      page.send('Page.captureScreenshot', { format: 'png' }),
      new Promise((resolve) => setTimeout(resolve, 2000)),
    ]);
    if (answer) return Buffer.from((answer as { data: string }).data, 'base64'); // as: the protocol's own shape
  }
  throw new Error('no picture');
}

function complaintOf(method: string | undefined, params: unknown): string[] {
  const { entry, exceptionDetails } = params as {
    entry?: { level: string; text: string; url?: string };
    exceptionDetails?: { text: string; exception?: { description?: string } };
  }; // as: the protocol's own shape
  if (method === 'Runtime.exceptionThrown' && exceptionDetails) return [exceptionDetails.exception?.description ?? exceptionDetails.text];
  return method === 'Log.entryAdded' && entry?.level === 'error' ? [`${entry.text} ${entry.url ?? ''}`] : [];
}
