import type { Settings, SettingSpec } from './layer-kind.ts';

/**
 * Arguments of a layer's call that are no tensors, `{name, value}` each; positional ones are named `0`, `1`, … The configuration of a
 * functional model keeps them beside the tensors, the model room puts them here.
 */
export const ARGUMENTS: SettingSpec = { values: 'any', default: () => [], source: 'Keras 3.15 keras/src/ops/node.py' };

/** Value of an argument by its name; undefined where the call did not give it. */
export function argument(settings: Settings, name: string): unknown {
  if (!Array.isArray(settings.arguments)) return undefined;
  const entry = (settings.arguments as unknown[]).find(
    (candidate): candidate is { readonly value: unknown } =>
      typeof candidate === 'object' && candidate !== null && 'name' in candidate && candidate.name === name && 'value' in candidate,
  );
  return entry?.value;
}

/** Names of the arguments that the call gave. */
export function argumentNames(settings: Settings): readonly string[] {
  if (!Array.isArray(settings.arguments)) return [];
  return (settings.arguments as unknown[]).flatMap((entry) =>
    typeof entry === 'object' && entry !== null && 'name' in entry ? [String(entry.name)] : [],
  );
}
