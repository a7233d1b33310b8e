import type { MessageKey } from '../i18n/index.ts';
import { SAVE_COMMANDS, type SaveCommand } from './saves.ts';

/** What a key, menu entry or button can do, wherever the focus is. */
export type Command =
  | 'open'
  | 'export'
  | SaveCommand
  | 'card'
  | 'settings'
  | 'keys'
  | 'hand'
  | 'check'
  | 'back'
  | 'read-again'
  | 'table'
  | 'fit'
  | 'zoom-in'
  | 'zoom-out'
  | 'pan-left'
  | 'pan-right'
  | 'step-back'
  | 'step-on'
  | 'step-back-10'
  | 'step-on-10'
  | 'first-step'
  | 'last-step'
  | 'unit-up'
  | 'unit-down'
  | 'sample-back'
  | 'sample-on';

interface KeyRow {
  /** As the dialog of keys shows them. */
  readonly shown: readonly string[];
  readonly does: MessageKey;
  /** Command by `KeyboardEvent.key` (letters in lower case), `Ctrl+` and `Shift+` before it, in this order. */
  readonly keys: Readonly<Record<string, Command>>;
}

/** Every key of the program: one table for the keyboard and for the dialog that explains it. */
export const KEY_MAP: readonly KeyRow[] = [
  { shown: ['←', '→'], does: 'keys.step', keys: { ArrowLeft: 'step-back', ArrowRight: 'step-on' } },
  { shown: ['Shift', '← →'], does: 'keys.step10', keys: { 'Shift+ArrowLeft': 'step-back-10', 'Shift+ArrowRight': 'step-on-10' } },
  { shown: ['Home', 'End'], does: 'keys.ends', keys: { Home: 'first-step', End: 'last-step' } },
  { shown: ['↑', '↓'], does: 'keys.unit', keys: { ArrowUp: 'unit-up', ArrowDown: 'unit-down' } },
  { shown: ['PgUp', 'PgDn'], does: 'keys.sample', keys: { PageUp: 'sample-back', PageDown: 'sample-on' } },
  { shown: ['W', 'S'], does: 'keys.zoom', keys: { w: 'zoom-in', s: 'zoom-out' } },
  { shown: ['A', 'D'], does: 'keys.pan', keys: { a: 'pan-left', d: 'pan-right' } },
  { shown: ['Ctrl', 'wheel'], does: 'keys.wheel', keys: {} },
  { shown: ['F'], does: 'keys.fit', keys: { f: 'fit', 'Shift+f': 'fit' } },
  { shown: ['H'], does: 'keys.hand', keys: { h: 'hand' } },
  { shown: ['C'], does: 'keys.check', keys: { c: 'check' } },
  { shown: ['I'], does: 'keys.card', keys: { i: 'card' } },
  { shown: ['Q'], does: 'keys.settings', keys: { q: 'settings' } },
  { shown: ['T'], does: 'keys.table', keys: { t: 'table' } },
  { shown: ['Esc'], does: 'keys.back', keys: { Escape: 'back' } },
  { shown: ['F5'], does: 'keys.readAgain', keys: { F5: 'read-again' } },
  { shown: ['Ctrl', 'O'], does: 'keys.open', keys: { 'Ctrl+o': 'open' } },
  { shown: ['Ctrl', 'V'], does: 'keys.paste', keys: {} },
  { shown: ['Ctrl', 'Shift', 'E'], does: 'keys.export', keys: { 'Ctrl+Shift+e': 'export' } },
  { shown: ['?'], does: 'keys.keys', keys: { '?': 'keys', 'Shift+?': 'keys' } },
];

const COMMANDS: ReadonlyMap<string, Command> = new Map(KEY_MAP.flatMap(({ keys }) => Object.entries(keys)));

/** The command of a key press; null for keys that belong to whatever has the focus. */
export function commandOf(event: KeyboardEvent): Command | null {
  if (event.altKey) return null;
  const modifier = (event.ctrlKey || event.metaKey ? 'Ctrl+' : '') + (event.shiftKey ? 'Shift+' : '');
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return COMMANDS.get(modifier + key) ?? null;
}

/** What the menu of a host may ask for: what no key does by itself stands there too. */
export const MENU_COMMANDS: readonly Command[] = ['open', 'export', ...SAVE_COMMANDS];

/** A word of the host's menu as a command; null for any other word. */
export function menuCommand(word: string): Command | null {
  return MENU_COMMANDS.find((command) => command === word) ?? null;
}

/** True where letters and arrows belong to a field. */
export function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, [contenteditable]') !== null;
}
