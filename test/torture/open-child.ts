import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fileSource } from '../../cli/files.ts';
import { LabError, type LabErrorData } from '../../core/errors/index.ts';
import { buildModel } from '../../core/model/index.ts';
import { type ByteSource, openModelFiles, readSequence } from '../../core/read/index.ts';
import { attributesOf, datasetTensor, findObject, openRoot, openSuperblock, walkObjects } from '../../core/read/hdf5/index.ts';
import type { Opened, ToOpen } from './open-files.ts';
import { prototypeWatch } from './prototype-watch.ts';

// A process of its own: opens each bad input from the disk as a host does, and tells what came of it and what it cost.
/** What earlier cases left behind counts for the next one, so much is let lie: to collect after each would take longer than the cases. */
const MOST_GARBAGE_BYTES = 2 ** 24;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void; // as: what the flag puts there
const changedPrototype = prototypeWatch();
const [list, answers] = process.argv.slice(2);
const cases = JSON.parse(readFileSync(list, 'utf8')) as readonly ToOpen[]; // as: open-files.ts wrote it
collectGarbage();
const idleBytes = process.memoryUsage().rss;
const heldAtFirst = heldBytes();
writeFileSync(answers, JSON.stringify(cases.map(opened)));

function opened({ paths, as }: ToOpen): Opened {
  if (heldBytes() > heldAtFirst + MOST_GARBAGE_BYTES) collectGarbage();
  forgetPeak();
  const cpu = process.cpuUsage();
  const began = performance.now();
  const refusal = refusalOf(() => {
    open(paths.map(fileSource), as);
  });
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  return { ...refusal, ms, cpuMs: (user + system) / 1000, peakBytes: peakBytes() - idleBytes, changedPrototype: changedPrototype() };
}

function refusalOf(work: () => void): { readonly refusal: LabErrorData | null; readonly defect: string | null } {
  try {
    work();
    return { refusal: null, defect: null };
  } catch (error) {
    if (error instanceof LabError) return { refusal: error.toData(), defect: null };
    return { refusal: null, defect: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function open(sources: readonly ByteSource[], as: ToOpen['as']): void {
  const [source] = sources;
  if (as === 'sequence') {
    readSequence(source);
  } else if (as === 'model') {
    const file = openModelFiles(sources);
    buildModel(file);
    for (const { tensors } of file.groups) for (const tensor of tensors) tensor.load();
  } else {
    const root = openRoot(openSuperblock(source, 0));
    const found = findObject(root, 'x');
    if (found?.kind === 'dataset') datasetTensor(found, '/x', source.name).load();
    for (const object of walkObjects(root)) attributesOf(object);
  }
}

function heldBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Linux lets a process lower its own high-water mark; elsewhere it only rises, and what is told of a case is told of all before it too. */
function forgetPeak(): void {
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
}

function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
}
