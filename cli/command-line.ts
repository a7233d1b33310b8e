import type { WeightFormat } from '../core/session/index.ts';

/** A command line that is wrong: exit status 2, with the usage. */
export class UsageError extends Error {
  /** A hint to the usage is of no use where the word is right but the feature is not there. */
  readonly showsUsage: boolean;

  constructor(message: string, options: { showsUsage: boolean } = { showsUsage: true }) {
    super(message);
    this.name = 'UsageError';
    this.showsUsage = options.showsUsage;
  }
}

export type CommandName = 'open' | 'run' | 'check' | 'explain' | 'guess' | 'save' | 'rebuild' | 'serve' | 'example';
export type OutFormat = 'npz' | 'csv' | 'json';

/** The options of all commands, checked; what was not given has its default, or null. */
export interface Options {
  readonly input: readonly string[];
  readonly sample: number | null;
  readonly state: string | null;
  readonly set: readonly { readonly id: string; readonly value: string }[];
  readonly out: { readonly path: string; readonly format: OutFormat } | null;
  /** `--out` of `save`. */
  readonly weightsOut: { readonly path: string; readonly format: WeightFormat } | null;
  /** Columns of a table, by name. */
  readonly columns: readonly string[] | null;
  /** `--out` of `rebuild`. */
  readonly folderOut: string | null;
  readonly signals: readonly string[] | null;
  /** Timesteps from `from` to `to` − 1; null where the side was left open. */
  readonly steps: { readonly from: number | null; readonly to: number | null } | null;
  readonly precision: 'f32' | 'f64';
  readonly expected: string | null;
  readonly tolerance: { readonly absolute: number; readonly relative: number };
  /** `--certificate` of `check`. */
  readonly certificate: string | null;
  readonly layer: string | null;
  readonly unit: number | null;
  readonly step: number | null;
  readonly port: number;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** What a command is asked to do. */
export interface CommandLine {
  readonly command: CommandName;
  readonly files: readonly string[];
  readonly options: Options;
}

/** What a command gives back to be printed. */
export interface Outcome {
  readonly status: 0 | 1;
  /** Lines for people. */
  lines(): readonly string[];
  /** The document of `--json`, without `ok`. */
  document(): Readonly<Record<string, unknown>>;
  readonly warnings: readonly Notice[];
}

/** An error or warning as it prints. */
export interface Notice {
  readonly code: string;
  readonly message: string;
  readonly where: string | null;
  readonly hint: string;
}
