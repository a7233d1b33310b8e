import type { SaveRequest } from '../../core/session/index.ts';
import type { Command } from './key-map.ts';

/** Everything that the app saves, by the command that asks for it. */
export const SAVES = {
  'save-npz': { what: 'weights', format: 'npz' },
  'save-weights.h5': { what: 'weights', format: 'weights.h5' },
  'save-certificate': { what: 'certificate' },
  'save-rebuild': { what: 'rebuild' },
} as const satisfies Partial<Record<Command, SaveRequest>>;

export type SaveCommand = keyof typeof SAVES;

export const SAVE_COMMANDS = Object.keys(SAVES) as readonly SaveCommand[]; // as: the keys of the table above

/** True for a command that saves a file. */
export function isSave(command: Command): command is SaveCommand {
  return command in SAVES;
}
