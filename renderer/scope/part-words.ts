import type { LayerCard, PartCard } from '../../core/session/index.ts';
import { t } from '../i18n/index.ts';

/** What tells a part from the others of its layer: `forward`, `cell 0`, `use 2 · backward`; the layer's own name where it is alone. */
export function partLabel(part: PartCard, layer: LayerCard): string {
  const words = part.name === '' ? [] : part.name.split('/').map(wordOf);
  const isShared = layer.parts.some(({ use }) => use !== layer.parts[0]?.use);
  if (isShared) words.unshift(t('part.use', { use: part.use + 1 }));
  return words.length > 0 ? words.join(' · ') : layer.name;
}

function wordOf(name: string): string {
  if (name === 'forward') return t('part.forward');
  if (name === 'backward') return t('part.backward');
  return t('part.cell', { index: name });
}

/** Units of a layer as its row says them: `5 + 4` where a layer reads both ways; null for a layer without any. */
export function unitsText(layer: LayerCard): string | null {
  const first = layer.parts.filter(({ use }) => use === layer.parts[0]?.use);
  if (first.length > 1) return first.map(({ units }) => units).join(' + ');
  return layer.units > 0 ? String(first[0]?.units ?? layer.units) : null;
}
