import { ReadError, refuse } from '../../errors/index.ts';
import { indexOf, type Shape, type StoredTensor, storedTensor } from '../../tensor/index.ts';
import { quoteForMessage } from '../text.ts';
import { describeJson } from './json-value.ts';
import { floatOf } from './parse-json.ts';

/** No layer has an array of more axes. */
const MAX_AXES = 8;

/**
 * An array of weights written as nested lists of numbers, as Python's `tolist()` does; a lone number has no axes. The numbers become
 * float32, in which Keras and PyTorch hold weights. `path` names it in messages: `layers[1].weights[0]`.
 * @throws `weights-ragged`, `weights-not-numbers`
 */
export function nestedTensor(value: unknown, path: string, source: string): StoredTensor {
  const number = floatOf(value);
  if (number !== null) return storedTensor(path, source, { shape: [], data: Float32Array.of(number) });
  if (!Array.isArray(value)) return refuseNumber(value, `${source}, ${path}`);
  const shape: number[] = [];
  let lists: readonly (readonly unknown[])[] = [value];
  for (;;) {
    // Every list is compared with the first one before the next level is built, so that the product of the axes is what the file holds.
    const { length } = lists[0];
    const odd = lists.findIndex((list) => !Array.isArray(list) || list.length !== length);
    if (odd >= 0) refuseRagged(lists[odd], length, `${source}, ${path}${place(odd, shape)}`);
    shape.push(length);
    if (!Array.isArray(lists[0][0]) || shape.length === MAX_AXES) break;
    lists = lists.flat() as readonly (readonly unknown[])[]; // as: what is no list is found above, in the next round
  }
  return storedTensor(path, source, { shape, data: numbersOf(lists, shape, `${source}, ${path}`) });
}

/** Numbers of the innermost lists, one after the other. */
function numbersOf(lists: readonly (readonly unknown[])[], shape: Shape, where: string): Float32Array {
  const numbers = new Float32Array(lists.length * lists[0].length);
  let filled = 0;
  for (const list of lists) {
    for (const entry of list) {
      numbers[filled] = typeof entry === 'number' ? entry : (floatOf(entry) ?? refuseNumber(entry, `${where}${place(filled, shape)}`));
      filled += 1;
    }
  }
  return numbers;
}

function refuseNumber(entry: unknown, where: string): never {
  return refuse(ReadError, 'weights-not-numbers', where, { found: quoteForMessage(describeJson(entry)) });
}

function refuseRagged(entry: unknown, expected: number, where: string): never {
  const found = Array.isArray(entry) ? `${entry.length} entries` : quoteForMessage(describeJson(entry));
  return refuse(ReadError, 'weights-ragged', where, { found, expected });
}

/** `[3][17]`: the indices of entry number `index` of an array of this shape. */
function place(index: number, shape: Shape): string {
  return indexOf(index, shape)
    .map((position) => `[${position}]`)
    .join('');
}
