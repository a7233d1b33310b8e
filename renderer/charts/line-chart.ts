import { Chart, LinearScale, LineController, LineElement, PointElement } from 'chart.js';
import { crosshair, grid, hatching, type Overlay } from './overlay.ts';
import type { Stretch } from './padding.ts';
import type { Point } from './polyline.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale);

/** One curve: its points and how strongly it is drawn. */
export interface Curve {
  readonly points: Point[];
  readonly colour: string;
  readonly width: number;
  readonly radius: number;
  /** Lengths of dashes and gaps; empty for a solid line. */
  readonly dash: number[];
}

/** All that a track draws: curves from back to front over steps `from` to `to` − 1 and the values of `range`. */
export interface Drawing {
  readonly curves: readonly Curve[];
  readonly from: number;
  readonly to: number;
  readonly range: readonly [number, number];
  readonly gridColour: string;
  /** Steps that do not count, and the colour of their hatching. */
  readonly padding: readonly Stretch[];
  readonly hatchColour: string;
}

/** A Chart.js line chart that owns its canvas until `destroy`. */
export class LineChart {
  readonly #chart: Chart<'line', Point[]>;
  readonly #overlay: Overlay = { step: null, value: null, line: '', ring: '', grid: '', zero: null, padding: [], hatch: '' };

  constructor(canvas: HTMLCanvasElement) {
    this.#chart = new Chart<'line', Point[]>(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        parsing: false,
        normalized: true,
        events: [],
        layout: { autoPadding: false, padding: { top: 5, bottom: 5 } },
        scales: { x: { type: 'linear', display: false }, y: { type: 'linear', display: false } },
      },
      plugins: [hatching(this.#overlay), grid(this.#overlay), crosshair(this.#overlay)],
    });
  }

  /** Replaces everything that is drawn, at once. */
  draw(drawing: Drawing): void {
    const [low, high] = drawing.range;
    this.#overlay.grid = drawing.gridColour;
    this.#overlay.padding = drawing.padding;
    this.#overlay.hatch = drawing.hatchColour;
    this.#overlay.zero = low < 0 && high > 0 ? 0 : null;
    this.#chart.data.datasets = drawing.curves.map((curve) => ({
      data: curve.points,
      borderColor: curve.colour,
      backgroundColor: curve.colour,
      borderWidth: curve.width,
      pointRadius: curve.radius,
      borderDash: curve.dash,
      pointBorderWidth: 0,
      spanGaps: false,
      clip: 4,
    }));
    this.#chart.options.scales = {
      x: { type: 'linear', display: false, min: drawing.from - 0.5, max: drawing.to - 0.5 },
      y: { type: 'linear', display: false, min: low, max: high },
    };
    this.#chart.update('none');
  }

  /** Moves the line through all tracks, with a ring on the first curve where its value is known. */
  point(at: { readonly step: number | null; readonly value: number | null; readonly line: string; readonly ring: string }): void {
    Object.assign(this.#overlay, at);
    this.#chart.draw();
  }

  destroy(): void {
    this.#chart.destroy();
  }
}
