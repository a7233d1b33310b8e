import type { ModelCard } from '../../core/session/index.ts';

/** Ids of the settings that nothing decides and nobody answered: what runs there is a guess. */
export function guessedIds(model: ModelCard | null): ReadonlySet<string> {
  return new Set((model?.questions ?? []).filter(({ answered }) => !answered).map(({ id }) => id));
}

/** Those of one layer and of the layers that it wraps. */
export function guessesOf(guessed: ReadonlySet<string>, layer: string): readonly string[] {
  return [...guessed].filter((id) => id.startsWith(`${layer}.`) || id.startsWith(`${layer}/`));
}
