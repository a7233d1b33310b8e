import { parseArgs } from 'node:util';
import { type CommandLine, type CommandName, type Options, UsageError } from './command-line.ts';
import { COMMANDS, OPTIONS, type OptionName } from './option-table.ts';
import { answerOf, certificateFile, oneOf, outFile, stepRange, toleranceOf, weightsFile, wholeNumber, wordList } from './option-values.ts';

/** What the words after `gatescope` ask for. Strict: every word is known to the command, given once, and well formed. @throws UsageError */
export function parseCommandLine(argv: readonly string[]): CommandLine | 'help' | 'version' {
  const { values, positionals, tokens } = split(argv);
  if (values.help === true) return 'help';
  if (values.version === true) return 'version';
  const [word, ...files] = positionals;
  if (word === undefined) throw new UsageError('which command?');
  const command = commandOf(word);
  requireTaken(command, tokens);
  const line = { command, files, options: optionsOf(values, command) };
  requireComplete(line);
  return line;
}

type Values = ReturnType<typeof split>['values'];
interface OptionToken {
  readonly kind: string;
  readonly name?: string;
}

function split(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, strict: true, allowPositionals: true, tokens: true });
  } catch (error) {
    // parseArgs raises TypeErrors that name the option; its advice after the first sentence is about JavaScript.
    const [sentence = ''] = error instanceof Error ? error.message.split('. ') : [];
    throw new UsageError(sentence.replaceAll('\n', ' '));
  }
}

function notAvailable(what: string): UsageError {
  return new UsageError(`${what} is not available in this version`, { showsUsage: false });
}

function commandOf(word: string): CommandName {
  if (!Object.hasOwn(COMMANDS, word)) throw new UsageError(`unknown command '${word}'`);
  return word as CommandName; // as: a key of the table, as just asked
}

function requireTaken(command: CommandName, tokens: readonly OptionToken[]): void {
  const taken: readonly string[] = COMMANDS[command];
  const seen = new Set<string>();
  for (const { kind, name } of tokens) {
    if (kind !== 'option' || name === undefined) continue;
    if (!taken.includes(name)) throw new UsageError(`'${command}' takes no --${name}`);
    if (seen.has(name) && !isRepeatable(name)) throw new UsageError(`--${name} is given twice`);
    seen.add(name);
  }
}

function isRepeatable(name: string): boolean {
  return 'multiple' in OPTIONS[name as OptionName]; // as: parseArgs lets only these pass
}

function optionsOf(values: Values, command: CommandName): Options {
  const precision = values.precision === undefined ? 'f32' : oneOf('precision', values.precision, ['f32', 'f64']);
  requireKernel(values.kernel, precision);
  return {
    input: values.input ?? [],
    sample: given(values.sample, (text) => wholeNumber('sample', text)),
    state: values.state ?? null,
    columns: given(values.columns, (text) => wordList('columns', text)),
    set: (values.set ?? []).map(answerOf),
    out: command === 'save' || command === 'rebuild' ? null : given(values.out, outFile),
    weightsOut: command === 'save' ? given(values.out, weightsFile) : null,
    folderOut: command === 'rebuild' ? (values.out ?? null) : null,
    signals: given(values.signals, (text) => wordList('signals', text)),
    steps: given(values.steps, stepRange),
    precision,
    expected: values.expected ?? null,
    tolerance: toleranceOf(values.tolerance ?? '1e-5'),
    certificate: given(values.certificate, certificateFile),
    layer: values.layer ?? null,
    unit: given(values.unit, (text) => wholeNumber('unit', text)),
    step: given(values.step, (text) => wholeNumber('step', text)),
    port: given(values.port, portNumber) ?? 0,
    json: values.json === true,
    quiet: values.quiet === true,
  };
}

function given<T>(text: string | undefined, parse: (text: string) => T): T | null {
  return text === undefined ? null : parse(text);
}

function portNumber(text: string): number {
  const port = wholeNumber('port', text);
  if (port > 65535) throw new UsageError(`--port takes 0 to 65535, not '${text}'`);
  return port;
}

function requireKernel(text: string | undefined, precision: Options['precision']): void {
  if (text === undefined || oneOf('kernel', text, ['simd', 'reference']) === 'reference') return;
  if (precision === 'f64') throw new UsageError("--kernel simd computes in f32 only; leave out '--precision f64' or '--kernel simd'");
  throw notAvailable("'--kernel simd'");
}

function requireComplete({ command, files, options }: CommandLine): void {
  const isExample = files.some((file) => file.startsWith('example:'));
  if (isExample && files.length > 1) throw new UsageError('example:NAME stands alone, without further files');
  if (command === 'serve' && files.length > 0) throw new UsageError("'serve' takes no file");
  if (command === 'example' && files.length > 1) throw new UsageError("'example' takes one name");
  if (command === 'serve' || command === 'example') return;
  if (files.length === 0) throw new UsageError(`'${command}' needs a model file, or example:NAME`);
  if (command === 'open') return;
  if (command === 'save') {
    if (options.weightsOut === null) throw new UsageError("'save' needs --out");
    return;
  }
  if (!isExample && options.input.length === 0) throw new UsageError(`'${command}' needs --input`);
  if (command === 'rebuild' && options.folderOut === null) throw new UsageError("'rebuild' needs --out");
  if ((command === 'check' || command === 'guess') && options.expected === null) throw new UsageError(`'${command}' needs --expected`);
  if (command === 'guess' && options.tolerance.relative !== 0) throw new UsageError("'guess' takes --tolerance ABS, without REL");
  if (command === 'explain') {
    for (const name of ['layer', 'unit', 'step'] as const) if (options[name] === null) throw new UsageError(`'explain' needs --${name}`);
  }
}
