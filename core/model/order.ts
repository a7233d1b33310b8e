import { ModelError, refuse } from '../errors/index.ts';
import { invalidConfig, type LayerSpec } from './config/graph-spec.ts';

/** Layers in an order in which each comes after all that it reads; the file's order where that is free. @throws `graph-cycle`, `config-invalid` */
export function runningOrder(layers: readonly LayerSpec[]): readonly LayerSpec[] {
  const byName = new Map<string, LayerSpec>();
  for (const layer of layers) {
    if (byName.has(layer.name)) invalidConfig(layer.name, `two layers are named "${layer.name}"`);
    byName.set(layer.name, layer);
  }
  const waitsFor = new Map(layers.map((layer) => [layer.name, sourcesOf(layer).filter((name) => byName.has(name))]));
  const ordered: LayerSpec[] = [];
  const placed = new Set<string>();
  let waiting = [...layers];
  while (waiting.length > 0) {
    const ready = waiting.filter((layer) => waitsFor.get(layer.name)?.every((name) => placed.has(name)) ?? true);
    if (ready.length === 0) {
      const names = waiting.map((layer) => layer.name).join(', ');
      refuse(ModelError, 'graph-cycle', waiting[0]?.name ?? null, { layers: names.slice(0, 200) });
    }
    for (const layer of ready) placed.add(layer.name);
    ordered.push(...ready);
    waiting = waiting.filter((layer) => !placed.has(layer.name));
  }
  return ordered;
}

function sourcesOf(layer: LayerSpec): readonly string[] {
  return layer.calls.flatMap((call) => [...call.inputs, ...call.states].map((ref) => ref.layer));
}
