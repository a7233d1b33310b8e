import { memberName } from '../weight-arrays.ts';

/**
 * Names of a trace as they can stand in an archive and a script, each its own: what leads out of a folder or steers a terminal is replaced.
 * An ordinary name stays as it is, `lstm/output:1` too.
 */
export function archiveNames(names: Iterable<string>): (name: string) => string {
  const safe = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of names) {
    const [, path = name, output = ''] = /^(.*?)(:\d+)?$/su.exec(name) ?? [];
    const base = memberName(path) + output;
    let unique = base;
    for (let count = 2; taken.has(unique); count++) unique = `${base}_${count}`;
    taken.add(unique);
    safe.set(name, unique);
  }
  return (name) => safe.get(name) ?? memberName(name);
}
