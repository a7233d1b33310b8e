import type { Trace, WindowQuery } from '../trace/index.ts';
import type { SeriesView } from './views.ts';

/** Most pixel columns that a view may ask for. */
const PIXELS_LIMIT = 8192;

/**
 * Thins a window of one signal to what a screen can show: the smallest and the largest value of the steps behind each pixel, so that a
 * spike of one step survives. A pixel that holds a NaN is NaN; infinities are gaps too. Exact when a pixel holds at most one step.
 */
export function seriesView(trace: Trace, query: WindowQuery, pixels: number): SeriesView {
  const values = trace.window(query);
  const steps = query.to - query.from;
  const rows = steps === 0 ? 0 : values.length / steps;
  const columns = Math.max(1, Math.min(steps, Math.floor(pixels), PIXELS_LIMIT));
  const min = values instanceof Float32Array ? new Float32Array(rows * columns) : new Float64Array(rows * columns);
  const max = min.slice();
  let lowest = Infinity;
  let highest = -Infinity;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = Math.floor((column * steps) / columns);
      const to = Math.max(from + 1, Math.floor(((column + 1) * steps) / columns));
      let low = Infinity;
      let high = -Infinity;
      for (let step = from; step < to; step++) {
        const value = values[row * steps + step]; // as: within the window
        if (!Number.isFinite(value)) {
          low = high = NaN;
          break;
        }
        if (value < low) low = value;
        if (value > high) high = value;
      }
      min[row * columns + column] = low;
      max[row * columns + column] = high;
      if (low < lowest) lowest = low;
      if (high > highest) highest = high;
    }
  }
  const units = query.units === 'all' ? Array.from({ length: rows }, (_, unit) => unit) : query.units;
  const mask = trace.mask(query);
  const range = lowest > highest ? ([0, 0] as const) : ([lowest, highest] as const);
  return { from: query.from, to: query.to, stepsPerPixel: steps / columns, units, min, max, mask: mask && perPixel(mask, columns), range };
}

/** A mask by steps as one by pixels: 1 where any step behind a pixel counts. */
function perPixel(mask: Uint8Array, columns: number): Uint8Array {
  const pixels = new Uint8Array(columns);
  mask.forEach((counts, step) => {
    // The pixel of a step: the largest column with floor(column · steps / columns) ≤ step.
    if (counts !== 0) pixels[Math.ceil(((step + 1) * columns) / mask.length) - 1] = 1;
  });
  return pixels;
}
