import { expect, test } from 'vitest';
import kinds from '../../fixtures/kinds/kinds.json' with { type: 'json' };
import { normalisedEntry } from '../model/config/normalise.ts';
import { computable, settingsOf } from '../model/settings.ts';
import { layerKindOf } from './index.ts';

interface Case {
  readonly class: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly (readonly (number | null)[])[];
  readonly weights: readonly (readonly [string, readonly number[]])[];
  readonly outputs: readonly (readonly (number | null)[])[];
}

/** A free axis is null in Python and −1 here. */
function free(shape: readonly (number | null)[]): readonly number[] {
  return shape.map((axis) => axis ?? -1);
}

function describe({ class: className, config, inputs }: Case): string {
  return `${className} ${JSON.stringify(config)} of ${JSON.stringify(inputs)}`;
}

for (const [version, cases] of Object.entries(kinds as unknown as Readonly<Record<string, readonly Case[]>>)) {
  const producer = { name: 'keras', version };
  test.each(cases.map((one) => [describe(one), one] as const))(`Keras ${version} makes the same arrays and shapes: %s`, (_, one) => {
    const kind = layerKindOf(one.class);
    if (kind === null) throw new Error(`${one.class} is not known`);
    const { config } = normalisedEntry(one.class, null, one.config);
    const settings = computable(
      kind,
      { name: 'layer', settings: settingsOf(kind, { name: 'layer', config }, producer, new Map()) },
      producer,
    );
    const inputs = one.inputs.map(free);
    expect(kind.weights(settings, inputs).map(({ name, shape }) => [name.split('/').at(-1), shape])).toEqual(one.weights);
    expect(kind.outputShapes(settings, inputs)).toEqual(one.outputs.map(free));
  });
}
