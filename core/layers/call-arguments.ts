import type { Settings, SettingSpec } from './layer-kind.ts';

/**
 * Arguments of a layer's call beside its tensors in their order, `{name, value}` each, and `{name, input}` for a tensor that was given by its
 * name: the how-manieth input it is. Positional ones are named `0`, `1`, … The configuration of a functional model keeps them beside the
 * tensors, the model room puts them here.
 */
export const ARGUMENTS: SettingSpec = { values: 'any', default: () => [], source: 'Keras 3.15 keras/src/ops/node.py' };

/** One argument of a call. */
export interface Argument {
  readonly name: string;
  readonly value?: unknown;
  readonly input?: number;
}

/** All arguments that a call gave. */
export function argumentEntries(settings: Settings): readonly Argument[] {
  if (!Array.isArray(settings.arguments)) return [];
  return (settings.arguments as unknown[]).filter(
    (entry): entry is Argument => typeof entry === 'object' && entry !== null && 'name' in entry && typeof entry.name === 'string',
  );
}

/** Value of an argument by its name; undefined where the call did not give it. */
export function argument(settings: Settings, name: string): unknown {
  return argumentEntries(settings).find((entry) => entry.name === name)?.value;
}
