import type { Setting } from './model.ts';

/** A setting as a document tells it: its note in English; of a wrapped layer, those of its settings too. */
export function plainSetting({ value, from, note }: Setting): {
  readonly value: unknown;
  readonly from: string;
  readonly note: string | null;
} {
  return { value: isInner(value) ? { ...value, settings: plainSettings(value.settings) } : value, from, note: note?.text ?? null };
}

/** The same of all settings of a layer. */
export function plainSettings(settings: Readonly<Record<string, Setting>>): Readonly<Record<string, ReturnType<typeof plainSetting>>> {
  return Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, plainSetting(setting)]));
}

function isInner(value: unknown): value is { readonly settings: Readonly<Record<string, Setting>> } {
  return typeof value === 'object' && value !== null && 'class' in value && 'settings' in value;
}
