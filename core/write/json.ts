import type { Shape, Tensor } from '../tensor/index.ts';
import { encodePieces, numberJson } from './numbers.ts';

/** Named arrays as one JSON object of nested arrays; NaN and infinities are the strings `"NaN"`, `"Infinity"`, `"-Infinity"`. */
export function writeJson(arrays: Iterable<readonly [name: string, tensor: Tensor]>): Uint8Array {
  return encodePieces(objectPieces(arrays));
}

function* objectPieces(arrays: Iterable<readonly [string, Tensor]>): Generator<string> {
  let separator = '{\n';
  for (const [name, { shape, data }] of arrays) {
    yield `${separator}${JSON.stringify(name)}: `;
    yield* nestedPieces(shape, data, 0, data.length);
    separator = ',\n';
  }
  yield separator === '{\n' ? '{}\n' : '\n}\n';
}

/** The numbers `from` to `to` − 1 as brackets of `shape`; one piece per innermost row. */
function* nestedPieces(shape: Shape, data: Tensor['data'], from: number, to: number): Generator<string> {
  const [axis, ...inner] = shape;
  if (axis === undefined) {
    yield numberJson(data[from] ?? NaN);
  } else if (inner.length === 0) {
    yield `[${Array.from(data.subarray(from, to), numberJson).join(',')}]`;
  } else {
    const size = axis === 0 ? 0 : (to - from) / axis;
    for (let index = 0; index < axis; index++) {
      yield index === 0 ? '[' : ',';
      yield* nestedPieces(inner, data, from + index * size, from + (index + 1) * size);
    }
    yield axis === 0 ? '[]' : ']';
  }
}
