import { type LayerNode, snakeCase } from '../../model/index.ts';
import { call, code, literal } from './python-text.ts';

/** One argument of a call that is no tensor in its place: a value, or the tensor of that number by its name. */
interface Argument {
  readonly name: string;
  readonly value?: unknown;
  readonly input?: number;
}

/** Operations whose tensors are one list. */
const OF_LISTS: readonly string[] = ['Concatenate', 'Stack'];
/** Names that operands have where they are given by name. */
const PLACES: Readonly<Record<string, number>> = { x: 0, x1: 0, x2: 1, condition: 0 };

/**
 * An operation of a functional model as a call of the script's `operation`: `operation("mean", x, axis=1)`, and `x[:, -1]` for an index.
 * `tensors` are expressions, in order.
 */
export function operationCode(layer: LayerNode, tensors: readonly string[], indent: string): string {
  const name = layer.className.slice('ops.'.length);
  const { arguments: given, subscripts, ...settings } = layer.settings;
  const entries = argumentsOf(given?.value);
  const valueAt = (place: number): Argument | undefined => entries.find((entry) => placeOf(entry.name) === place);
  if (name === 'GetItem') return call('operation', ['"get_item"', tensors[0] ?? '', itemsText(valueAt(1)?.value)], indent);
  const byName = new Set(entries.flatMap(({ input }) => (input === undefined ? [] : [input])));
  const waiting = tensors.filter((_, index) => !byName.has(index));
  const count = waiting.length + entries.filter((entry) => placeOf(entry.name) >= 0).length;
  const operands = Array.from({ length: count }, (_, place) => {
    const entry = valueAt(place);
    if (entry === undefined) return waiting.shift() ?? 'None';
    return entry.input === undefined ? constantText(entry.value) : (tensors[entry.input] ?? 'None');
  });
  const args = [
    literal(snakeCase(name)),
    ...(subscripts ? [literal(subscripts.value)] : []),
    ...(OF_LISTS.includes(name) ? [`[${operands.join(', ')}]`] : operands),
    ...entries.flatMap((entry) => (placeOf(entry.name) >= 0 ? [] : [`${keyword(entry.name)}=${constantText(entry.value)}`])),
    ...Object.entries(settings).flatMap(([setting, { value }]) =>
      (value === null && name !== 'Clip') || (setting === 'keepdims' && value === false)
        ? []
        : [`${setting}=${literal(oneAxis(setting, value))}`],
    ),
  ];
  return call('operation', args, indent);
}

/** The arguments of a call beside its tensors, as the model keeps them. */
export function argumentsOf(value: unknown): readonly Argument[] {
  return (Array.isArray(value) ? value : []) as readonly Argument[]; // as: config/functional.ts made them
}

/** The name of an argument as code. What a layer is given by name was looked through before it ran; anything else is no name of Keras'. */
export function keyword(name: string): string {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(name)) throw new Error('a call has arguments by Keras names only');
  return name;
}

/** Place of an operand; −1 for an argument that is none. */
function placeOf(name: string): number {
  if (Object.hasOwn(PLACES, name)) return PLACES[name] ?? -1;
  return /^\d{1,3}$/.test(name) ? Number(name) : -1;
}

/** A list of one axis is that axis. */
function oneAxis(setting: string, value: unknown): unknown {
  return setting === 'axis' && Array.isArray(value) && value.length === 1 ? (value as unknown[])[0] : value;
}

/** A constant operand: a number alone, or an array, listed or as Keras 3 writes it. */
function constantText(value: unknown): string {
  if (Array.isArray(value)) return call('constant', [literal(value)]);
  if (typeof value !== 'object' || value === null || !('config' in value)) return literal(value);
  const { config } = value;
  return call('constant', [literal(typeof config === 'object' && config !== null && 'value' in config ? config.value : null)]);
}

/** `(slice(None, None, None), -1)` of what Keras 3 writes for the items of `x[:, -1]`. */
function itemsText(value: unknown): string {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return `(${items.map((item) => `${literal(itemOf(item))},`).join(' ')})`;
}

function itemOf(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || !('class_name' in item)) return item;
  if (item.class_name === '__ellipsis__') return code('...');
  const { start = null, stop = null, step = null } = ('config' in item ? item.config : {}) as Readonly<Record<string, unknown>>; // as: layers/slices.ts accepted it
  return code(`slice(${literal(start)}, ${literal(stop)}, ${literal(step)})`);
}
