import type { Chart, Plugin } from 'chart.js';
import type { Stretch } from './padding.ts';

/** What is drawn besides the curves; changed in place by the chart that owns it. */
export interface Overlay {
  step: number | null;
  value: number | null;
  line: string;
  ring: string;
  grid: string;
  /** Where the zero line lies; null when zero is an edge or outside. */
  zero: number | null;
  /** Steps that do not count, hatched behind the curves. */
  padding: readonly Stretch[];
  hatch: string;
}

/** Hairlines behind the curves: both limits, and zero between them. */
export function grid(overlay: Overlay): Plugin<'line'> {
  return {
    id: 'gridlines',
    beforeDatasetsDraw: ({ ctx, chartArea, scales }) => {
      if (overlay.grid === '') return;
      const rows = [chartArea.top, chartArea.bottom];
      if (overlay.zero !== null) rows.push(scales['y'].getPixelForValue(overlay.zero));
      ctx.save();
      ctx.strokeStyle = overlay.grid;
      ctx.lineWidth = 1;
      ctx.beginPath();
      for (const y of rows) {
        ctx.moveTo(chartArea.left, Math.round(y) + 0.5);
        ctx.lineTo(chartArea.right, Math.round(y) + 0.5);
      }
      ctx.stroke();
      ctx.restore();
    },
  };
}

/** Distance of the hatching's lines, in CSS pixels. */
const HATCH = 7;

/** Diagonals behind the curves over every stretch that does not count. */
export function hatching(overlay: Overlay): Plugin<'line'> {
  return {
    id: 'hatching',
    beforeDatasetsDraw: ({ ctx, chartArea, scales, height }) => {
      if (overlay.padding.length === 0) return;
      ctx.save();
      ctx.beginPath();
      for (const { from, to } of overlay.padding) {
        const left = Math.max(chartArea.left, scales['x'].getPixelForValue(from));
        const right = Math.min(chartArea.right, scales['x'].getPixelForValue(to));
        if (right > left) ctx.rect(left, 0, right - left, height);
      }
      ctx.clip();
      ctx.strokeStyle = overlay.hatch;
      ctx.lineWidth = 1;
      ctx.beginPath();
      for (let x = chartArea.left - height; x < chartArea.right; x += HATCH) {
        ctx.moveTo(x, height);
        ctx.lineTo(x + height, 0);
      }
      ctx.stroke();
      ctx.restore();
    },
  };
}

/** The line under the pointer, or at the selected step, and a ring on the primary curve. */
export function crosshair(overlay: Overlay): Plugin<'line'> {
  return {
    id: 'crosshair',
    afterDatasetsDraw: (chart) => {
      if (overlay.step === null) return;
      const { x: xScale, y: yScale } = chart.scales;
      if (overlay.step < xScale.min || overlay.step > xScale.max) return;
      const x = xScale.getPixelForValue(overlay.step);
      drawLine(chart, x, overlay.line);
      if (overlay.value !== null && Number.isFinite(overlay.value))
        drawRing(chart, x, yScale.getPixelForValue(overlay.value), overlay.ring);
    },
  };
}

function drawLine({ ctx, height }: Chart, x: number, colour: string): void {
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(Math.round(x) + 0.5, 0);
  ctx.lineTo(Math.round(x) + 0.5, height);
  ctx.stroke();
  ctx.restore();
}

function drawRing({ ctx }: Chart, x: number, y: number, colour: string): void {
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.arc(x, y, 4.5, 0, 2 * Math.PI);
  ctx.stroke();
  ctx.restore();
}
