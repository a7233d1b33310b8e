import { LabError, RunError, refuse } from '../errors/index.ts';
import { arrayName, type BroughtShapes, layerNamed, type LayerNode, type Model } from '../model/index.ts';
import { type ByteSource, readArrays, readSequence } from '../read/index.ts';
import { formatShape, type Shape, type Tensor } from '../tensor/index.ts';
import { awaitedAxes, outputsRead } from './awaited.ts';
import type { Axis } from './protocol.ts';

/** Outputs that were brought, by layer, then by the name of the array in a trace. */
export type Brought = ReadonlyMap<string, ReadonlyMap<string, Tensor>>;

const ARRAYS = /\.(?:npy|npz)$/i;

/**
 * The outputs of a layer that cannot run, for a batch of `samples`: one array, or an .npz with an array for each output that is read
 * (`conv`, `conv/output`, `conv@1/output:1`). Rows of a table are timesteps, or samples where there are several of them.
 * @throws `output-computed`, `output-missing`, `output-shape`, `layer-unknown`, ReadError
 */
export function bringOutputs(model: Model, name: string, sources: readonly ByteSource[], samples: number): ReadonlyMap<string, Tensor> {
  const layer = layerNamed(model, name);
  if (layer.supported) refuse(RunError, 'output-computed', name, { layer: name });
  const given = new Map(sources.flatMap((source) => [...arraysOf(source)]));
  const refs = outputsRead(model, name);
  const lone = given.size === 1 && refs.length === 1 ? [...given.values()][0] : undefined;
  return new Map(
    refs.map((ref) => {
      const array = arrayName(model, ref);
      const found = given.get(array) ?? given.get(array.replace(/\/output$/, '')) ?? lone;
      if (!found) return refuse(RunError, 'output-missing', name, { layer: name, array, given: [...given.keys()].join(', ') || 'nothing' });
      return [array, asBatch(layer, found, samples, awaitedAxes(layer, model, ref))];
    }),
  );
}

/** The shapes behind the samples, as `buildModel` takes them. */
export function broughtShapes(model: Model, brought: Brought): BroughtShapes {
  return new Map(
    [...brought].map(([layer, arrays]) => {
      const calls = model.named.get(layer)?.calls ?? [];
      const shapes = calls.map((_, call) => {
        const shapeOf = (output: number): Shape | undefined => arrays.get(arrayName(model, { layer, call, output }))?.shape.slice(1);
        const last = Math.max(...outputsRead(model, layer).map(({ output }) => output));
        return Array.from({ length: last + 1 }, (_each, output) => shapeOf(output) ?? []);
      });
      return [layer, shapes];
    }),
  );
}

/** What is brought for layers that indeed cannot run, by the name of the array. */
export function broughtArrays(model: Model, brought: Brought): ReadonlyMap<string, Tensor> {
  return new Map([...brought].flatMap(([layer, arrays]) => (model.named.get(layer)?.isBrought ? [...arrays] : [])));
}

/** What a model refuses that takes the arrays is their shape. @throws `output-unfit` */
export function orUnfit<T>(layer: string, arrays: ReadonlyMap<string, Tensor>, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const found = [...arrays.values()].map(({ shape }) => formatShape(shape)).join(', ');
    return refuse(RunError, 'output-unfit', error.where ?? layer, { layer, found }, error);
  }
}

/** An array with its name, or a table with that of its file. */
function arraysOf(source: ByteSource): ReadonlyMap<string, { readonly tensor: Tensor; readonly isTable: boolean }> {
  if (!ARRAYS.test(source.name)) return new Map([[source.name, { tensor: readSequence(source).tensor, isTable: true }]]);
  return new Map([...readArrays(source)].map(([name, tensor]) => [name === '' ? source.name : name, { tensor, isTable: false }]));
}

/** The array with its samples axis, its axes compared with those awaited. @throws `output-shape` */
function asBatch(
  { name }: LayerNode,
  { tensor, isTable }: { readonly tensor: Tensor; readonly isTable: boolean },
  samples: number,
  axes: readonly Axis[],
): Tensor {
  const { shape, data } = tensor;
  const fitting = readings(shape, samples, isTable).find((candidate) => fits(candidate, samples, axes));
  if (fitting) return { shape: fitting, data };
  const expected = `(${[samples, ...axes].map((axis) => axis ?? 'None').join(', ')})`;
  return refuse(RunError, 'output-shape', name, { layer: name, found: formatShape(isTable ? shape.slice(1) : shape), expected });
}

/** What the axes may be: as they stand; of a table rows as samples; without a samples axis, of a single sample. */
function readings(shape: Shape, samples: number, isTable: boolean): readonly Shape[] {
  const rows = isTable && shape[0] === 1 ? [shape.slice(1)] : [];
  const alone = samples === 1 && !isTable ? [[1, ...shape]] : [];
  return [shape, ...rows, ...alone];
}

function fits([count, ...rest]: Shape, samples: number, axes: readonly Axis[]): boolean {
  if (count !== samples || rest.length === 0) return false;
  const isOpen = axes[0] === '…';
  const told = isOpen ? axes.slice(1) : axes;
  if (isOpen ? rest.length < told.length : rest.length !== told.length) return false;
  return told.every((axis, index) => axis === null || axis === '…' || rest[rest.length - told.length + index] === axis);
}
