import type { ModelCard } from '../../core/session/index.ts';

/** `Keras 3.15.1`, `Keras` where the version is not stored. */
export function producerText({ name, version }: ModelCard['producer']): string {
  const known = name === 'keras' ? 'Keras' : name;
  return version === null ? known : `${known} ${version}`;
}
