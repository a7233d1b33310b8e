import { MESSAGES, type MessageCode } from './messages.ts';
import { quoteForMessage } from './quote.ts';

/** What a template may be filled with. */
export type MessageValues = Readonly<Record<string, string | number>>;

/**
 * An error as data: it crosses the wire, prints on the command line and shows on the screen. `code` is stable; the texts come from the
 * table in `messages.ts`, and a language may fill its own table by the same code and `values`.
 */
export interface LabErrorData {
  readonly code: string;
  /** What: one line, found and expected. */
  readonly message: string;
  /** File, member or HDF5 path, byte offset, layer, timestep; null when the error has no place. */
  readonly where: string | null;
  /** Fix: one action. */
  readonly hint: string;
  readonly values: MessageValues;
}

/** Something read past or settled that the user should know; the same shape as an error. */
export type Warning = LabErrorData;

/** Fills `{name}` places of a template; a place without a value stays as written, so that a slip is visible. */
export function fillTemplate(template: string, values: MessageValues): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => (name in values ? String(values[name]) : place));
}

/** Longest text from a file in a message: enough for a list of names, too little to bury what is said. */
const LONGEST_VALUE = 500;

/** Makes the data of an error or warning from its code. What stands in it may come from a file: it is cut, and cannot steer a terminal. */
export function labErrorData(code: MessageCode, where: string | null, values: MessageValues = {}): LabErrorData {
  const { message, hint } = MESSAGES[code];
  const harmless = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? quoteForMessage(value, LONGEST_VALUE) : value]),
  );
  return {
    code,
    message: fillTemplate(message, harmless),
    where: where === null ? null : quoteForMessage(where, LONGEST_VALUE),
    hint: fillTemplate(hint, harmless),
    values: harmless,
  };
}

/** A refusal with a code, a place and a remedy. Each room raises its own subclass. */
export class LabError extends Error implements LabErrorData {
  readonly code: string;
  readonly where: string | null;
  readonly hint: string;
  readonly values: MessageValues;

  constructor(data: LabErrorData, options?: ErrorOptions) {
    super(data.message, options);
    this.name = new.target.name;
    this.code = data.code;
    this.where = data.where;
    this.hint = data.hint;
    this.values = data.values;
  }

  toData(): LabErrorData {
    return { code: this.code, message: this.message, where: this.where, hint: this.hint, values: this.values };
  }
}

export class ReadError extends LabError {}
export class ModelError extends LabError {}
export class RunError extends LabError {}
export class TraceError extends LabError {}
export class ProtocolError extends LabError {}

/** Raises an error of the room that found the fault: `refuse(ReadError, 'file-empty', name)`. @throws always */
export function refuse(
  kind: new (data: LabErrorData, options?: ErrorOptions) => LabError,
  code: MessageCode,
  where: string | null,
  values: MessageValues = {},
  cause?: unknown,
): never {
  throw new kind(labErrorData(code, where, values), cause === undefined ? undefined : { cause });
}
