import type { Tensor } from '../../core/tensor/index.ts';
import type { ReferenceArray } from './npz.ts';

/** Absolute, or per pattern of array names (`*` stands for anything, the first that fits counts) absolute or [absolute, relative]. */
export type Tolerance = number | Readonly<Record<string, number | readonly [number, number]>>;

/** The largest difference between a run and its reference. */
export interface Comparison {
  /** Array names that the run did not give, or gave in another shape. */
  readonly missing: readonly string[];
  /** The difference that comes nearest to its limit or lies furthest beyond it; null where nothing was compared. */
  readonly worst: Difference | null;
  readonly isWithin: boolean;
}

interface Difference {
  readonly array: string;
  readonly index: readonly number[];
  readonly got: number;
  readonly expected: number;
  readonly abs: number;
  readonly limit: number;
}

/** Every expected number must be there, within its limit. NaN in a reference means "any value". */
export function compare(
  got: ReadonlyMap<string, Tensor>,
  expected: ReadonlyMap<string, ReferenceArray>,
  limitOf: (array: string, expected: number) => number,
): Comparison {
  const missing: string[] = [];
  let worst: Difference | null = null;
  for (const [array, reference] of expected) {
    const tensor = got.get(array);
    if (tensor?.shape.join() !== reference.shape.join()) {
      missing.push(`${array}: expected (${reference.shape.join(', ')}), got ${tensor ? `(${tensor.shape.join(', ')})` : 'nothing'}`);
      continue;
    }
    for (let at = 0; at < reference.data.length; at++) {
      const wanted = reference.data[at];
      if (Number.isNaN(wanted)) continue;
      const difference = differenceAt(array, at, reference.shape, tensor.data[at], wanted, limitOf(array, wanted));
      if (worst === null || share(difference) > share(worst)) worst = difference;
    }
  }
  return { missing, worst, isWithin: missing.length === 0 && worst !== null && worst.abs <= worst.limit };
}

/** The limits of case.json. */
export function limitsOf(tolerance: Tolerance): (array: string, expected: number) => number {
  if (typeof tolerance === 'number') return () => tolerance;
  const rules = Object.entries(tolerance).map(([pattern, limit]) => ({ fits: globPattern(pattern), limit }));
  return (array, expected) => {
    const limit = rules.find((rule) => rule.fits.test(array))?.limit ?? 0;
    return typeof limit === 'number' ? limit : limit[0] + limit[1] * Math.abs(expected);
  };
}

/** `lstm/h: sample 0, timestep 17, unit 4: got 0.25, expected 0.26, |Δ| 1.0e-2, limit 2.0e-6` */
export function describe(comparison: Comparison): string {
  const { missing, worst } = comparison;
  const lines = missing.map((line) => `missing ${line}`);
  if (worst !== null) {
    const axes = worst.index.length === 3 ? ['sample', 'timestep', 'unit'] : ['sample', 'unit'];
    const place = worst.index.map((position, axis) => `${axes[axis] ?? `axis ${axis}`} ${position}`).join(', ');
    const sizes = `|Δ| ${worst.abs.toExponential(1)}, limit ${worst.limit.toExponential(1)}`;
    lines.push(`${worst.array}: ${place}: got ${worst.got}, expected ${worst.expected}, ${sizes}`);
  }
  return lines.join('\n');
}

function differenceAt(array: string, at: number, shape: readonly number[], got: number, expected: number, limit: number): Difference {
  const abs = got === expected ? 0 : Math.abs(got - expected);
  return { array, index: indexOf(at, shape), got, expected, abs: Number.isNaN(abs) ? Infinity : abs, limit };
}

/** How much of its limit a difference uses; an exact limit of 0 is used up by any difference. */
function share({ abs, limit }: Difference): number {
  return abs === 0 ? 0 : abs / limit;
}

function indexOf(at: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = at;
  for (const size of [...shape].reverse()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}

function globPattern(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
