import type { SeriesView } from '../../core/session/index.ts';

/** A stretch of steps that do not count, on the x axis of a chart: from the left edge of its first step to the right edge of its last. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The padding of a view as stretches; none where no mask reached it. */
export function paddingOf({ mask, from, to }: Pick<SeriesView, 'mask' | 'from' | 'to'>): readonly Stretch[] {
  if (mask === null || mask.length === 0) return [];
  const perPixel = (to - from) / mask.length;
  const stretches: Stretch[] = [];
  let begin = -1;
  for (let pixel = 0; pixel <= mask.length; pixel++) {
    const isPadding = pixel < mask.length && mask[pixel] === 0;
    if (isPadding && begin < 0) begin = pixel;
    if (isPadding || begin < 0) continue;
    stretches.push({ from: from + begin * perPixel - 0.5, to: from + pixel * perPixel - 0.5 });
    begin = -1;
  }
  return stretches;
}

/** True where a view holds every step by itself and this one is padding; undefined where it cannot tell. */
export function isPaddingAt({ mask, from, to }: Pick<SeriesView, 'mask' | 'from' | 'to'>, step: number): boolean | undefined {
  if (mask === null) return false;
  return mask.length === to - from && step >= from && step < to ? mask[step - from] === 0 : undefined;
}
