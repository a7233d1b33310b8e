import { spawnSync } from 'node:child_process';

/** A Python that can import `module`: GATESCOPE_PYTHON or `python3`; null, said aloud, where there is none. */
export function findPython(module: string): string | null {
  const python = process.env.GATESCOPE_PYTHON ?? 'python3';
  if (spawnSync(python, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0) return python;
  console.warn(`skipped: (no ${module} for \`${python}\`; set GATESCOPE_PYTHON)`);
  return null;
}
