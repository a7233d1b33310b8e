import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flat, outline, UNKNOWN } from '../../../fixtures/infer/arrays.ts';
import type { Shape } from '../../tensor/index.ts';

/** A layer of a random stack: what it is called here, its arrays for some input width, and its output width. */
interface Made {
  readonly label: string;
  readonly shapes: readonly Shape[];
  readonly output: number;
}

const BLOCKS = { LSTM: 4, GRU: 3 } as const;

function recurrent(className: 'LSTM' | 'GRU', d: number, u: number, bias: boolean): readonly Shape[] {
  const columns = BLOCKS[className] * u;
  const withBias: Shape = className === 'LSTM' ? [columns] : [2, columns];
  return [[d, columns], [u, columns], ...(bias ? [withBias] : [])];
}

const layer = fc.record({
  kind: fc.constantFrom('LSTM' as const, 'GRU' as const, 'BiLSTM' as const, 'BiGRU' as const, 'Dense' as const),
  units: fc.integer({ min: 2, max: 12 }),
  bias: fc.boolean(),
});

function made(
  { kind, units, bias }: { kind: 'LSTM' | 'GRU' | 'BiLSTM' | 'BiGRU' | 'Dense'; units: number; bias: boolean },
  d: number,
): Made {
  switch (kind) {
    case 'Dense':
      return { label: `Dense(${units})`, shapes: [[d, units], [units]], output: units };
    case 'LSTM':
    case 'GRU':
      return { label: `${kind}(${units})`, shapes: recurrent(kind, d, units, bias), output: units };
    default: {
      const inner = kind === 'BiLSTM' ? 'LSTM' : 'GRU';
      const half = recurrent(inner, d, units, bias);
      return { label: `Bidirectional(${inner}(${units}))`, shapes: [...half, ...half], output: 2 * units };
    }
  }
}

const stack = fc.record({
  features: fc.integer({ min: 1, max: 12 }),
  vocabulary: fc.option(fc.integer({ min: 1, max: 200 })),
  layers: fc.array(layer, { minLength: 1, maxLength: 6 }),
});

test('the layers of random stacks are found in their bare arrays, or another class is asked for', () => {
  const seen = { stacks: 0, asked: 0 };
  fc.assert(
    fc.property(stack, ({ features, vocabulary, layers }) => {
      let width = features;
      const expected: Made[] =
        vocabulary === null ? [] : [{ label: `Embedding(${features})`, shapes: [[vocabulary, features]], output: features }];
      for (const entry of layers) {
        expected.push(made(entry, width));
        width = expected.at(-1)?.output ?? width;
      }
      const adopted = flat(
        expected.flatMap(({ shapes }) => shapes),
        {},
        UNKNOWN,
      );
      const found = outline(adopted)
        .filter((line) => !line.startsWith('input_layer'))
        .map((line) => line.slice(line.indexOf(' ') + 1));
      const isAsked = adopted.questions.some(({ id }) => id.endsWith('.class') || id.endsWith('.before'));
      seen.stacks += 1;
      if (isAsked) seen.asked += 1;
      else expect(found).toEqual(expected.map(({ label }) => label));
    }),
    { seed: 4, numRuns: 200 },
  );
  expect(seen.asked).toBeLessThan(seen.stacks / 2);
});
