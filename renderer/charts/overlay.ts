import type { Chart, Plugin } from 'chart.js';

/** What is drawn besides the curves; changed in place by the chart that owns it. */
export interface Overlay {
  step: number | null;
  value: number | null;
  line: string;
  ring: string;
  grid: string;
  /** Where the zero line lies; null when zero is an edge or outside. */
  zero: number | null;
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
