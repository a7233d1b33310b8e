import type { LayerCard } from '../../core/session/index.ts';

/** A layer in the drawing: its row and its place in the row. */
export interface Place {
  readonly layer: LayerCard;
  readonly row: number;
  readonly column: number;
}

/** Rows from the inputs down: a layer stands below everything that it reads, as far up as it can. Layers come in running order. */
export function placesOf(layers: readonly LayerCard[]): readonly Place[] {
  const rows = new Map<string, number>();
  const filled: number[] = [];
  return layers.map((layer) => {
    const above = layer.readsFrom.map((name) => rows.get(name) ?? -1);
    const row = Math.max(-1, ...above) + 1;
    rows.set(layer.name, row);
    const column = filled[row] ?? 0;
    filled[row] = column + 1;
    return { layer, row, column };
  });
}
