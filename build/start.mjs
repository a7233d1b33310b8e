// `npm start [-- FILE… --port N --page]`: installs and builds what is missing, then opens the desktop app, or the page where no window can open.
import { spawn } from 'node:child_process';
import { electronBinary, fetchElectron, whyNoWindow } from './electron-binary.mjs';
import { ensureBuilt, ensureInstalled } from './freshness.mjs';
import { root } from './paths.mjs';

/** An Electron that ends this soon with an error never showed a window: a library is missing, or its sandbox is forbidden. */
const STILLBORN_MS = 5000;

try {
  const { port, page, files } = parseArguments(process.argv.slice(2));
  ensureInstalled();
  ensureBuilt();
  const why = page ? 'a page was asked for' : await openWindow(files);
  if (why !== null) process.exitCode = await servePage(why, port);
} catch (error) {
  console.error(`npm start: ${error.message}`);
  process.exitCode = 1;
}

/** Runs the desktop app to its end. Gives null, or in a few words why no window opened. */
async function openWindow(files) {
  const why = whyNoWindow();
  if (why !== null) return why;
  const binary = electronBinary() ?? fetchElectron();
  if (binary === null) return 'the Electron binary could not be fetched';
  const began = Date.now();
  const status = await run(binary, [root, ...files]);
  if (status === 0) return null;
  if (Date.now() - began < STILLBORN_MS) return `Electron ended at once (status ${status})`;
  process.exitCode = status;
  return null;
}

/** Serves the same app until interrupted; the command prints the address and opens a browser when a person is there. */
function servePage(why, port) {
  console.log(`No desktop window: ${why}. Serving the same app as a page.`);
  return run(process.execPath, [`${root}dist/cli/gatescope.js`, 'serve', ...(port === null ? [] : ['--port', port])]);
}

/** Runs a program with our own terminal; passes the signals that end us on to it. */
function run(command, words) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { stdio: 'inherit' });
    const pass = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(name, pass);
      resolve(signal === null ? code : 130);
    });
  });
}

function parseArguments(words) {
  const files = [];
  let port = null;
  let page = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === '--page') page = true;
    else if (word === '--port' || word.startsWith('--port=')) port = word === '--port' ? words[++index] : word.slice('--port='.length);
    else if (word.startsWith('-')) throw new Error(`unknown option ${word}; known are --port N and --page`);
    else files.push(word);
  }
  if (port !== null && !(/^\d{1,5}$/u.test(port ?? '') && Number(port) <= 65_535))
    throw new Error(`--port needs a number from 0 to 65535, not "${port}"`);
  return { port, page, files };
}
