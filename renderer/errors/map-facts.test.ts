import { expect, test } from 'vitest';
import type { ByteMap } from '../../core/session/index.ts';
import { isBroken, mapFacts } from './map-facts.ts';

const CUT: ByteMap = {
  presentBytes: 600,
  declaredBytes: 1000,
  parts: [
    { name: 'metadata.json', from: 0, to: 50, state: 'sound' },
    { name: 'config.json', from: 50, to: 100, state: 'sound' },
    { name: 'model.weights.h5', from: 100, to: 900, state: 'cut' },
    { name: 'more', from: 900, to: 950, state: 'missing' },
  ],
};

test('a cut file says what is missing, which part was the last whole one and how far the cut one goes', () => {
  const facts = mapFacts(CUT);
  expect(facts).toMatchObject({ missingBytes: 400, breakAt: 60, narrow: ['metadata.json', 'config.json'] });
  expect([facts.lastWhole?.name, facts.cut?.part.name, facts.cut?.presentBytes]).toEqual(['config.json', 'model.weights.h5', 500]);
});

test('parts are drawn as far as their bytes are there', () => {
  expect(mapFacts(CUT).segments.map(({ left, width, hasLabel }) => [left, width, hasLabel])).toEqual([
    [0, 5, false],
    [5, 5, false],
    [10, 50, true],
    [90, 0, false],
  ]);
});

test('a map is broken where bytes are missing or wrong, and only there', () => {
  const whole: ByteMap = { presentBytes: 9, declaredBytes: 9, parts: [{ name: 'a', from: 0, to: 9, state: 'sound' }] };
  expect(
    [CUT, whole, { ...whole, declaredBytes: 10 }, { ...whole, parts: [{ ...whole.parts[0], state: 'bad' as const }] }].map(isBroken),
  ).toEqual([true, false, true, true]);
  expect(mapFacts(whole)).toMatchObject({ missingBytes: 0, cut: null });
  expect(mapFacts({ presentBytes: 0, declaredBytes: 0, parts: [] }).lastWhole).toBeNull();
});
