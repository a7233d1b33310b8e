import type { LayerCard } from '../../core/session/index.ts';
import { count } from '../i18n/index.ts';

/** The first layer at which the run ends: it cannot run, and nothing was brought in its place. */
export function stoppingLayer(layers: readonly LayerCard[]): LayerCard | null {
  return layers.find((layer) => !layer.supported && !layer.isBrought) ?? null;
}

/** The shape of what a layer that cannot run would return for so many samples: `(2, T, 16)`; `…` where nothing tells how many axes. */
export function awaitedShape({ awaits }: LayerCard, samples: number): string {
  const axes = (awaits ?? ['…']).map((axis) => (typeof axis === 'number' ? count(axis) : (axis ?? 'T')));
  return `(${[count(samples), ...axes].join(', ')})`;
}
