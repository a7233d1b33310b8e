import type { ByteSource } from './byte-source.ts';
import type { WeightFile } from './weight-file.ts';

/** The same file, whose numbers load only after the sources that they stand in were checked as a whole. */
export function verifiedOnLoad(file: WeightFile, sources: readonly ByteSource[]): WeightFile {
  const checks = sources.flatMap((source) => source.verify ?? []);
  if (checks.length === 0) return file;
  const groups = file.groups.map((group) => ({
    ...group,
    tensors: group.tensors.map((tensor) => ({
      ...tensor,
      load: () => {
        for (const check of checks) check();
        return tensor.load();
      },
    })),
  }));
  return { ...file, groups };
}
