import { ReadError, refuse } from '../../errors/index.ts';
import type { Shape, StoredTensor } from '../../tensor/index.ts';
import { storedTensor } from '../../tensor/index.ts';
import { quoteForMessage } from '../text.ts';
import { describeJson } from './json-value.ts';

/** No layer has an array of more axes. */
const MAX_AXES = 8;

/**
 * An array of weights written as nested lists of numbers, as Python's `tolist()` does; a lone number has no axes. The numbers become
 * float32, in which Keras and PyTorch hold weights. `path` names it in messages: `layers[1].weights[0]`.
 * @throws `weights-ragged`, `weights-not-numbers`
 */
export function nestedTensor(value: unknown, path: string, source: string): StoredTensor {
  const shape: number[] = [];
  let level: readonly unknown[] = [value];
  while (Array.isArray(level[0]) && shape.length < MAX_AXES) {
    // Every list is compared with the first one before the next level is built, so that the product of the axes is what the file holds.
    const length = level[0].length;
    const odd = level.findIndex((entry) => !Array.isArray(entry) || entry.length !== length);
    if (odd >= 0) refuseRagged(level[odd], length, `${source}, ${path}${place(odd, shape)}`);
    shape.push(length);
    level = (level as readonly (readonly unknown[])[]).flat(); // as: all are lists, checked in the line above
  }
  const odd = level.findIndex((entry) => typeof entry !== 'number');
  if (odd >= 0)
    refuse(ReadError, 'weights-not-numbers', `${source}, ${path}${place(odd, shape)}`, {
      found: quoteForMessage(describeJson(level[odd])),
    });
  return storedTensor(path, source, { shape, data: Float32Array.from(level as readonly number[]) }); // as: just checked
}

function refuseRagged(entry: unknown, expected: number, where: string): never {
  const found = Array.isArray(entry) ? `${entry.length} entries` : quoteForMessage(describeJson(entry));
  return refuse(ReadError, 'weights-ragged', where, { found, expected });
}

/** `[3][17]`: the indices of entry number `index` of an array of this shape. */
function place(index: number, shape: Shape): string {
  const indices: number[] = [];
  let rest = index;
  for (const axis of [...shape].reverse()) {
    indices.unshift(rest % axis);
    rest = Math.floor(rest / axis);
  }
  return indices.map((position) => `[${position}]`).join('');
}
