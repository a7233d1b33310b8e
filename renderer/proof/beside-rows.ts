import type { CheckResult } from '../../core/session/index.ts';

type Worst = NonNullable<CheckResult['worst']>;

/** One pair of numbers beside each other. */
export interface BesideRow {
  /** Timestep, or unit where there is no time axis. */
  readonly at: number;
  readonly got: number;
  readonly expected: number;
  readonly difference: number;
  readonly isWorst: boolean;
}

/** The numbers around the largest difference, in their order. */
export function besideRows({ beside, timestep, unit }: Worst): readonly BesideRow[] {
  const worst = beside.axis === 'timestep' ? timestep : unit;
  return beside.got.map((got, index) => {
    const expected = beside.expected[index];
    const at = beside.from + index;
    return { at, got, expected, difference: Math.abs(got - expected), isWorst: at === worst };
  });
}
