import type { ParseArgsConfig } from 'node:util';
import type { CommandName } from './command-line.ts';

/** Every option, as `parseArgs` takes it. */
export const OPTIONS = {
  input: { type: 'string', multiple: true },
  sample: { type: 'string' },
  state: { type: 'string' },
  set: { type: 'string', multiple: true },
  columns: { type: 'string' },
  out: { type: 'string' },
  signals: { type: 'string' },
  steps: { type: 'string' },
  precision: { type: 'string' },
  kernel: { type: 'string' },
  expected: { type: 'string' },
  tolerance: { type: 'string' },
  certificate: { type: 'string' },
  layer: { type: 'string' },
  unit: { type: 'string' },
  step: { type: 'string' },
  port: { type: 'string' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

export type OptionName = keyof typeof OPTIONS;

const EVERYWHERE: readonly OptionName[] = ['json', 'quiet', 'help', 'version'];
const RUNNING: readonly OptionName[] = ['input', 'sample', 'state', 'set', 'columns', 'precision', 'kernel'];
const WRITING: readonly OptionName[] = ['out', 'signals', 'steps'];

/** The commands with the options that each takes. */
export const COMMANDS: Readonly<Record<CommandName, readonly OptionName[]>> = {
  open: [...EVERYWHERE, 'set'],
  run: [...EVERYWHERE, ...RUNNING, ...WRITING],
  save: [...EVERYWHERE, 'set', 'out'],
  check: [...EVERYWHERE, ...RUNNING, ...WRITING, 'expected', 'tolerance', 'certificate'],
  explain: [...EVERYWHERE, ...RUNNING, 'layer', 'unit', 'step'],
  rebuild: [...EVERYWHERE, ...RUNNING.filter((option) => option !== 'sample'), 'out'],
  guess: [...EVERYWHERE, 'input', 'sample', 'state', 'set', 'columns', 'expected', 'tolerance'],
  serve: [...EVERYWHERE, 'port'],
  example: EVERYWHERE,
};
