import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LabError } from '../../core/errors/index.ts';
import { bufferSource, type ByteSource } from '../../core/read/index.ts';
import { runFiles } from '../../core/session/run-files.ts';

/** What fixtures/bad/bad.json says of one damaged file; fixtures/make/bad.py writes it. */
interface Expected {
  /** The error's code; null for a file that is odd but runs. */
  readonly code: string | null;
  /** Words that the message or the hint has to hold. */
  readonly says: readonly string[];
  /** For an input: the fixture it is run with. */
  readonly model?: string;
  readonly firstNonFinite?: { readonly timestep: number };
}

const FIXTURES = new URL('../../fixtures/', import.meta.url);
// bad.json is ours and has these fields.
const BAD = JSON.parse(readFileSync(new URL('bad/bad.json', FIXTURES), 'utf8')) as Readonly<Record<string, Expected>>;

for (const [name, expected] of Object.entries(BAD)) {
  if (expected.code === null) {
    test(`${name} runs, and the first value that is not finite is found`, () => {
      expect(run(name, expected).card.firstNonFinite).toMatchObject(expected.firstNonFinite ?? {});
    });
    continue;
  }
  test(`${name} is refused with ${expected.code}`, () => {
    const error = errorOf(() => run(name, expected));
    expect({ code: error.code, message: error.message, hint: error.hint }).toMatchObject({ code: expected.code });
    const text = `${error.message} ${error.hint} ${error.where ?? ''}`.toLowerCase();
    expect(expected.says.filter((words) => !text.includes(words.toLowerCase()))).toEqual([]);
  });
}

function run(name: string, { model }: Expected): ReturnType<typeof runFiles> {
  const bad = source(`bad/${name}`);
  const input = source('lstm-5u-3f-7t/input.npy');
  return runFiles(
    model === undefined ? { model: [bad], inputs: [input], precision: 'f32' } : { model: [source(model)], inputs: [bad], precision: 'f32' },
  );
}

function source(path: string): ByteSource {
  return bufferSource(path.split('/').at(-1) ?? path, new Uint8Array(readFileSync(new URL(path, FIXTURES))));
}

function errorOf(work: () => unknown): LabError {
  try {
    work();
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
