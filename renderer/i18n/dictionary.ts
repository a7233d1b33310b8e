import type { en } from './en.ts';

/** Every word of the screen by its key; a language has to have them all. */
export type MessageKey = keyof typeof en;
export type Dictionary = Readonly<Record<MessageKey, string>>;

/** What the `{places}` of a text are filled with. */
export type MessageValues = Readonly<Record<string, string | number>>;

/** Fills `{name}` places; a place without a value stays as written, so that a slip is visible. */
export function fill(template: string, values: MessageValues = {}): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => (name in values ? String(values[name]) : place));
}
