import { expect, test } from 'vitest';
import { arrayName, buildModel } from '../../core/model/index.ts';
import { openModelFiles } from '../../core/read/index.ts';
import { runFiles } from '../../core/session/run-files.ts';
import { fixtureCases, type GoldenCase, inputSources, modelSources } from './golden-case.ts';

for (const golden of fixtureCases()) {
  test(`${golden.name}: every layer returns the shape that the model foretells`, () => {
    const foretold = foretoldShapes(golden);
    const { arrays } = runFiles({ model: modelSources(golden), inputs: inputSources(golden), precision: 'f32' });
    const apart = [...foretold].flatMap(([name, shape]) => {
      const came = arrays.get(name)?.shape.slice(1);
      return came === undefined || fits(came, shape) ? [] : [`${name}: foretold ${shape.join(' × ')}, came ${came.join(' × ')}`];
    });
    expect(apart).toEqual([]);
    expect([...foretold.keys()].filter((name) => arrays.has(name)).length).toBeGreaterThan(0);
  });
}

/** Shapes of what every use of a layer returns, without samples, by the names of a trace; −1 where the file leaves a length free. */
function foretoldShapes(golden: GoldenCase): ReadonlyMap<string, readonly number[]> {
  const model = buildModel(openModelFiles(modelSources(golden)));
  return new Map(
    model.layers.flatMap(({ name: layer, calls }) =>
      calls.flatMap(({ outputs }, call) =>
        outputs.map((shape, output): [string, readonly number[]] => [arrayName(model, { layer, call, output }), shape]),
      ),
    ),
  );
}

/** (−1, −1) also stands for a shape of which nothing is known. */
function fits(came: readonly number[], foretold: readonly number[]): boolean {
  if (foretold.length === 2 && foretold.every((length) => length === -1)) return true;
  return came.length === foretold.length && came.every((length, axis) => foretold[axis] === -1 || foretold[axis] === length);
}
