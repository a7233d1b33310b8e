import { expect, test } from 'vitest';
import { jsonText } from './json-text.ts';

test('numbers that JSON lacks are strings, typed arrays are arrays, undefined members are left out', () => {
  const text = jsonText({
    a: [NaN, Infinity, -Infinity, -0, 1e21],
    b: Float32Array.of(0.5, NaN),
    c: undefined,
    d: null,
    e: 'x"\n',
    f: { g: true },
  });
  expect(text).toBe('{"a":["NaN","Infinity","-Infinity",-0,1e+21],"b":[0.5,"NaN"],"d":null,"e":"x\\"\\n","f":{"g":true}}');
  expect(JSON.parse(text)).toHaveProperty('f', { g: true });
});
