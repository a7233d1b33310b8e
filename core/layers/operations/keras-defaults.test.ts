import { expect, test } from 'vitest';
import keras from '../../../fixtures/kinds/defaults-operations.json' with { type: 'json' };
import { OPERATIONS } from './index.ts';

/** What the constructors of Keras' operations declare (fixtures/make/defaults.py). */
const CLASSES = keras.classes as Readonly<Record<string, Readonly<Record<string, unknown>>>>; // as: the script writes it so

test(`every setting of an operation is what Keras ${keras.version} takes where a file leaves it out, or has to be given`, () => {
  const producer = { name: 'keras', version: keras.version };
  let compared = 0;
  const wrong: unknown[] = [];
  for (const { className, settings } of OPERATIONS) {
    const declared = CLASSES[className.replace(/^ops\./, '')];
    if (declared === undefined) continue;
    for (const [setting, spec] of Object.entries(settings)) {
      // What may be any value is judged by the operation itself; what Keras does not know is of another release.
      if (spec.values === 'any' || declared[setting] === undefined) continue;
      compared += 1;
      const ours = spec.required === true ? { required: true } : spec.default(producer);
      const same = JSON.stringify(ours).replace(/^\[(.*)\]$/, '$1') === JSON.stringify(declared[setting]);
      if (!same) wrong.push({ operation: className, setting, ours, keras: declared[setting] });
    }
  }
  expect(wrong).toEqual([]);
  expect(compared).toBeGreaterThan(40);
});
