import type { WeightFile } from '../../read/index.ts';
import type { GraphSpec } from '../config/graph-spec.ts';
import type { Adopted } from './adopted.ts';

/**
 * The Keras 3 store names its groups after the class, not the layer: `lstm`, `lstm_1`, … in the order of the configuration.
 * Source: Keras 3.15 keras/src/saving/saving_lib.py `_save_container_state`, keras/src/utils/naming.py `to_snake_case`.
 */
export function adoptKerasV3(file: WeightFile, graph: GraphSpec): Adopted {
  const counts = new Map<string, number>();
  const owners = new Map<string, string>(); // store path → layer name
  for (const layer of graph.layers) {
    const base = snakeCase(layer.className);
    const seen = counts.get(base) ?? 0;
    counts.set(base, seen + 1);
    owners.set(`layers/${seen === 0 ? base : `${base}_${seen}`}`, layer.name);
  }
  const arrays = new Map<string, WeightFile['groups'][number]['tensors']>();
  const unclaimed: string[] = [];
  for (const group of file.groups) {
    const path = group.name?.split('/').slice(0, 2).join('/') ?? '';
    const owner = owners.get(path);
    if (owner === undefined) unclaimed.push(group.name ?? 'unnamed');
    else arrays.set(owner, [...(arrays.get(owner) ?? []), ...group.tensors]);
  }
  return { graph, arrays, unclaimed, questions: [], warnings: [] };
}

/** `LSTM` → `lstm`, `MaxPooling1D` → `max_pooling1d`. Source: Keras 3.15 keras/src/utils/naming.py */
export function snakeCase(className: string): string {
  return className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
