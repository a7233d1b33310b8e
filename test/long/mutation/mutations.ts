/** One change of the arithmetic: what stands in a line, and what shall stand there instead. */
export interface Mutation {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly kind: 'gate order' | 'sign' | 'bias' | 'default' | 'version' | 'mask' | 'flag';
  readonly before: string;
  readonly after: string;
}

type Rule = (line: string, file: string) => readonly (readonly [Mutation['kind'], string])[];

/** Lines that compute nothing: progress, texts, types, checks that cannot fail. */
const SILENT =
  /^\s*(?:\*|\/\/|\/\*|import |export (?:type|interface)|interface |type |yield |if \(pace|throw |refuse)|yield \{|return refuse|place = `/;

/** Every change that the rules make of a source, one at a time. */
export function mutationsOf(file: string, source: string): readonly Mutation[] {
  return source.split('\n').flatMap((text, index) => {
    if (SILENT.test(text)) return [];
    const code = text.replace(/ \/\/ .*$/, '');
    return RULES.flatMap((rule) => rule(code, file))
      .filter(([, after]) => after !== code)
      .map(([kind, after]): Mutation => ({ file, line: index + 1, kind, before: code.trim(), after: after.trim() }));
  });
}

/** The source with one change made. */
export function mutated(source: string, { line, before, after }: Mutation): string {
  const lines = source.split('\n');
  lines[line - 1] = lines[line - 1].replace(before, () => after);
  return lines.join('\n');
}

const RULES: readonly Rule[] = [gateOrder, sign, bias, settingDefault, versionRow, maskValue, flagTest];

/** Two neighbours of the order of column blocks exchanged. */
function gateOrder(line: string): ReturnType<Rule> {
  const order = /(?:_GATES|KERAS_1_\w+) = \[(.*)\] as const/.exec(line)?.[1];
  if (order === undefined) return [];
  const gates = order.split(', ');
  return gates.flatMap((_, a) =>
    gates.slice(a + 1).map((__, offset): readonly ['gate order', string] => {
      const exchanged = [...gates];
      [exchanged[a], exchanged[a + 1 + offset]] = [gates[a + 1 + offset], gates[a]];
      return ['gate order', line.replace(order, exchanged.join(', '))];
    }),
  );
}

/** Each + made a −, each − a +. */
function sign(line: string): ReturnType<Rule> {
  if (/['"`]/.test(line)) return [];
  return [...line.matchAll(/ ([+-])(=?) (?=[\w(])/g)].map(({ index, 1: found, 2: assigns }) => [
    'sign',
    `${line.slice(0, index)} ${found === '+' ? '-' : '+'}${assigns} ${line.slice(index + found.length + assigns.length + 2)}`,
  ]);
}

/** A bias that is left out. */
function bias(line: string): ReturnType<Rule> {
  return /if \(\w*[bB]ias\w*\)/.test(line) ? [['bias', line.replace(/if \(\w*[bB]ias\w*\)/, 'if (false)')]] : [];
}

/** Another default of a setting. */
function settingDefault(line: string): ReturnType<Rule> {
  const changes: readonly (readonly [RegExp, (found: string) => string])[] = [
    [/flag\((true|false),/, (found) => `flag(${found === 'true' ? 'false' : 'true'},`],
    [/numeric\(([\d.e-]+),/, (found) => `numeric(${Number(found) + 1},`],
    [/integers\((-?\d+),/, (found) => `integers(${Number(found) + 1},`],
    [/activationSetting\('(\w+)',/, (found) => `activationSetting('${found === 'relu' ? 'tanh' : 'relu'}',`],
    [/choice\(\['(\w+)', /, (found) => `choice(['not_${found}', '${found}', `],
  ];
  return changes.flatMap(([pattern, change]) =>
    pattern.test(line) ? [['default', line.replace(pattern, (_, found: string) => change(found))] as const] : [],
  );
}

/** Another value in a row of the table of versions. */
function versionRow(line: string, file: string): ReturnType<Rule> {
  if (!file.endsWith('defaults.ts')) return [];
  const pattern = /(now|value): ('\w+'|true|false|[\d.e-]+)/;
  return pattern.test(line)
    ? [
        [
          'version',
          line.replace(
            pattern,
            (_, key: string, found: string) => `${key}: ${OTHER[found] ?? (found.startsWith("'") ? "'other'" : `2 * ${found}`)}`,
          ),
        ],
      ]
    : [];
}

const OTHER: Readonly<Record<string, string>> = { true: 'false', false: 'true' };

/** What counts and what does not, exchanged. */
function maskValue(line: string): ReturnType<Rule> {
  const exchanged = line.includes('? 0 : 1') ? line.replace('? 0 : 1', '? 1 : 0') : line.replace('? 1 : 0', '? 0 : 1');
  const compared = /(mask|id)\b.* (!==|===) 0/.test(line)
    ? line.replace(/(!==|===) 0/, (found) => (found.startsWith('!') ? '=== 0' : '!== 0'))
    : line;
  return [
    ['mask', exchanged],
    ['mask', compared],
  ];
}

/** A setting that is asked for the other way round. */
function flagTest(line: string): ReturnType<Rule> {
  return /settings\.\w+ (===|!==) true/.test(line)
    ? [['flag', line.replace(/(===|!==) true/, (found) => (found.startsWith('!') ? '=== true' : '!== true'))]]
    : [];
}
