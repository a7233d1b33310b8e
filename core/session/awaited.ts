import { isRecurrent, layerKindOf } from '../layers/index.ts';
import { type LayerNode, type LayerUse, type Model, readBy, type TensorRef } from '../model/index.ts';
import type { Axis } from './protocol.ts';

/** What the rest of the model reads of a layer: each output of each use once, in their order. */
export function outputsRead(model: Model, layer: string): readonly TensorRef[] {
  const read = [...model.layers.flatMap(({ calls }) => calls.flatMap(readBy)), ...model.outputs].filter((ref) => ref.layer === layer);
  const unique = new Map(read.map((ref) => [`${ref.call}:${ref.output}`, ref]));
  return [...unique.values()].sort((a, b) => a.call - b.call || a.output - b.output);
}

/**
 * Axes, behind the samples, of what a layer that cannot run would return from an output that is read: as its class tells them, else as far as
 * the layers tell that read it. `[null, 16]`: any number of timesteps, 16 features.
 */
export function awaitedAxes(layer: LayerNode, model: Model, ref: TensorRef = { layer: layer.name, call: 0, output: 0 }): readonly Axis[] {
  const own = layer.isBrought ? undefined : layer.calls[ref.call]?.outputs[ref.output];
  if (own !== undefined) return own.map((axis) => (axis < 0 ? null : axis));
  const told = model.layers.flatMap((reader) => (reader.calls.some((use) => readsFirst(use, ref)) ? [axesReadBy(reader)] : []));
  return told.find((axes) => axes[0] !== '…') ?? told.find((axes) => axes.length > 1) ?? ['…'];
}

function readsFirst({ inputs: [first] }: LayerUse, { layer, call, output }: TensorRef): boolean {
  return first?.layer === layer && first.call === call && first.output === output;
}

/** The axes that a reader's kernel tells: its rows are features; a recurrent layer reads timesteps. */
function axesReadBy({ className, weights }: LayerNode): readonly Axis[] {
  const kernel = [...weights].find(([name]) => name.split('/').at(-1) === 'kernel')?.[1].shape;
  const features = kernel?.length === 2 ? kernel[0] : null;
  if (isRecurrent(layerKindOf(className))) return [null, features];
  return className === 'Dense' && features !== null ? ['…', features] : ['…'];
}
