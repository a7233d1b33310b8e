import type { SaveRequest } from '../../core/session/index.ts';

/** Everything that the app saves, by the command that asks for it. */
export const SAVES = {
  'save-npz': { what: 'weights', format: 'npz' },
  'save-weights.h5': { what: 'weights', format: 'weights.h5' },
  'save-certificate': { what: 'certificate' },
  'save-rebuild': { what: 'rebuild' },
} as const satisfies Readonly<Record<string, SaveRequest>>;

export type SaveCommand = keyof typeof SAVES;

export const SAVE_COMMANDS = Object.keys(SAVES) as readonly SaveCommand[]; // as: the keys of the table above

/** True for a command that saves a file. */
export function isSave(command: string): command is SaveCommand {
  return Object.hasOwn(SAVES, command);
}
