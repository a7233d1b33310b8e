import type { SeriesView } from '../../core/session/index.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Number of columns that a view holds for each unit. */
export function columnsOf(series: SeriesView): number {
  return series.units.length > 0 ? series.min.length / series.units.length : 0;
}

/**
 * One unit of a view as a single line. Every step once where min = max; else min and max of each pixel, the one nearer to the last
 * point first, so that the line has no needless zigzag. NaN stays, and is drawn as a gap.
 */
export function polyline(series: SeriesView, row: number): Point[] {
  const columns = columnsOf(series);
  const perColumn = (series.to - series.from) / columns;
  const points: Point[] = [];
  let last = Number.NaN;
  for (let column = 0; column < columns; column++) {
    const low = series.min[row * columns + column];
    const high = series.max[row * columns + column];
    const x = series.from + (column + 0.5) * perColumn - 0.5;
    if (low === high || Number.isNaN(low)) {
      points.push({ x, y: low });
    } else {
      const isRising = Number.isNaN(last) || Math.abs(last - low) <= Math.abs(last - high);
      points.push({ x, y: isRising ? low : high }, { x, y: isRising ? high : low });
    }
    last = points[points.length - 1].y;
  }
  return points;
}

/** The value of a unit at a step, when the view holds every step by itself. */
export function valueAt(series: SeriesView, row: number, step: number): number | undefined {
  const columns = columnsOf(series);
  if (columns !== series.to - series.from || step < series.from || step >= series.to) return undefined;
  return series.min[row * columns + step - series.from];
}
