import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { LabErrorData } from '../../core/errors/index.ts';
import type { TortureCase } from './cases/index.ts';

/** A bad input on the disk. */
export interface ToOpen {
  readonly paths: readonly string[];
  readonly as: TortureCase['as'];
}

/** What came of opening it in a process that does nothing else. */
export interface Opened {
  /** Null where it opened. */
  readonly refusal: LabErrorData | null;
  /** An exception that is no refusal. */
  readonly defect: string | null;
  readonly ms: number;
  /** Time of the processor, which other work on the machine does not lengthen. */
  readonly cpuMs: number;
  /** The most memory that the process held, above what it held before the first of all cases. */
  readonly peakBytes: number;
  /** The first prototype that was not as before; null when all were. */
  readonly changedPrototype: string | null;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Writes the cases to the disk and opens them one after the other in a fresh process. */
export async function openAll(cases: readonly Pick<TortureCase, 'files' | 'as'>[]): Promise<readonly Opened[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gatescope-torture-'));
  try {
    const list = cases.map(({ files, as }, index) => ({ paths: written(join(folder, String(index)), files()), as }));
    writeFileSync(join(folder, 'cases.json'), JSON.stringify(list));
    await buildChild(folder);
    const answers = join(folder, 'answers.json');
    const { status, stderr } = spawnSync(process.execPath, [join(folder, 'child.js'), join(folder, 'cases.json'), answers], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`the process ended with ${status}: ${stderr}`);
    return JSON.parse(readFileSync(answers, 'utf8')) as readonly Opened[]; // as: open-child.ts wrote it
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function written(folder: string, files: ReturnType<TortureCase['files']>): readonly string[] {
  mkdirSync(folder);
  return files.map(({ name, bytes, zeros = 0 }) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    if (zeros > 0) truncateSync(path, bytes.length + zeros);
    return path;
  });
}

async function buildChild(folder: string): Promise<void> {
  const output = { format: 'es', entryFileNames: '[name].js' } as const;
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { input: { child: join(ROOT, 'test/torture/open-child.ts') }, output },
    },
  });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}\n');
}
