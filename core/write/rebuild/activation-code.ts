import { definiteName } from '../../layers/index.ts';
import type { Producer } from '../../read/index.ts';
import { call, code, literal, type PythonCode } from './python-text.ts';

/** Activations that every Keras knows by this name and computes alike. */
const EVERYWHERE: readonly string[] = [
  'linear',
  'relu',
  'tanh',
  'sigmoid',
  'softmax',
  'elu',
  'selu',
  'softplus',
  'softsign',
  'exponential',
  'gelu',
];

/** An activation in words that mean one function: `["tanh"]`, `["hard_sigmoid_keras_2"]`, `["LeakyReLU", 0.3]`. */
export function activationWords(value: unknown, producer: Producer): readonly [name: string, ...numbers: (number | null)[]] {
  const definite = definiteName(value, producer, '');
  const [, name = definite, numbers] = /^(\w+)\((.*)\)$/.exec(definite) ?? [];
  return [name, ...(numbers?.split(', ') ?? []).map((number) => (number === 'None' ? null : Number(number)))];
}

/** The same as an argument of a Keras layer: the plain name, or a call of the script's own `activation`. */
export function activationArgument(value: unknown, producer: Producer): string | PythonCode {
  const [name, ...numbers] = activationWords(value, producer);
  return EVERYWHERE.includes(name) && numbers.length === 0 ? name : code(call('activation', [name, ...numbers].map(literal)));
}
