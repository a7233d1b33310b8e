import { expect, test } from 'vitest';
import { slug } from './slug.ts';

test.each([
  ['my model (2).keras', 'my-model-2'],
  ['weather.weights.h5', 'weather'],
  ['model.json + weights.h5', 'model-json-weights'],
  ['../../etc/passwd', 'etc-passwd'],
  ['C:\\temp\\m.h5', 'C-temp-m'],
  ['CON', 'CON-model'],
  ['com1.keras', 'com1-model'],
  ['..', 'model'],
  ['', 'model'],
  ['模型.keras', 'model'],
  ['größe é.npz', 'gro-e-e'],
  ['=cmd()\u202e<b>\n', 'cmd-b'],
  ['a'.repeat(300), 'a'.repeat(60)],
  ['trailing dot.', 'trailing-dot'],
])('%j becomes %s', (text, expected) => {
  expect(slug(text)).toBe(expected);
});
