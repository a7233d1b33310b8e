import type { LayerNode } from '../model/index.ts';
import type { StoredTensor, TensorData } from '../tensor/index.ts';
import type { Statistics, WeightStatistics } from './protocol.ts';
import type { Progress } from './progress.ts';

/** Numbers between two turns to whoever drives: a few milliseconds. */
const CHUNK_NUMBERS = 1 << 20;

/** Sums over the finite numbers of one column block. */
interface Sums {
  count: number;
  sum: number;
  squares: number;
  min: number;
  max: number;
  nan: number;
  infinite: number;
}

/**
 * Statistics of every array of a layer and of its column blocks, in two passes: the deviations are taken from the block's mean, so that
 * a small spread around a large mean is not lost. `gates` gives the blocks of an array by its name. One array is in memory at a time.
 */
export function* layerStatistics(
  layer: Pick<LayerNode, 'weights'>,
  gates: (weight: string) => readonly string[] | null,
): Generator<Progress, readonly WeightStatistics[], void> {
  const statistics: WeightStatistics[] = [];
  for (const [name, stored] of layer.weights) {
    statistics.push(yield* arrayStatistics(name, stored, gates(name) ?? []));
    yield { done: statistics.length, of: layer.weights.size };
  }
  return statistics;
}

function* arrayStatistics(name: string, stored: StoredTensor, gates: readonly string[]): Generator<Progress, WeightStatistics, void> {
  const { data, shape } = stored.load();
  const columns = shape.at(-1) ?? 1;
  const blocks = gates.length > 0 && columns % gates.length === 0 ? gates : [''];
  const width = Math.max(1, columns / blocks.length);
  const sums = blocks.map((): Sums => ({ count: 0, sum: 0, squares: 0, min: Infinity, max: -Infinity, nan: 0, infinite: 0 }));
  const passes = [addNumber, addSquare];
  for (const [pass, add] of passes.entries()) {
    for (let from = 0; from < data.length; from += CHUNK_NUMBERS) {
      walk(data, from, Math.min(data.length, from + CHUNK_NUMBERS), width, sums, add);
      yield { done: pass * data.length + from, of: 2 * data.length };
    }
  }
  const whole = mergeSums(sums);
  return {
    name,
    ...statisticsOf(whole),
    blocks: blocks[0] === '' ? [] : sums.map((each, at) => ({ gate: blocks[at] ?? '', ...statisticsOf(each) })),
  };
}

/** Runs of `width` numbers belong to one block after the other. */
function walk(
  data: TensorData,
  from: number,
  to: number,
  width: number,
  sums: readonly Sums[],
  add: (sums: Sums, value: number) => void,
): void {
  for (let at = from; at < to;) {
    const run = Math.floor(at / width);
    const end = Math.min(to, (run + 1) * width);
    const block = sums[run % sums.length]; // as: below the length
    for (; at < end; at++) add(block, data[at] ?? 0);
  }
}

function addNumber(sums: Sums, value: number): void {
  if (!Number.isFinite(value)) {
    if (Number.isNaN(value)) sums.nan++;
    else sums.infinite++;
    return;
  }
  sums.count++;
  sums.sum += value;
  if (value < sums.min) sums.min = value;
  if (value > sums.max) sums.max = value;
}

function addSquare(sums: Sums, value: number): void {
  if (Number.isFinite(value)) sums.squares += (value - sums.sum / sums.count) ** 2;
}

/** The blocks taken as one: Σ(x − mean)² = Σ over blocks of squares + count · (block mean − mean)². */
function mergeSums(blocks: readonly Sums[]): Sums {
  const total = (of: (sums: Sums) => number): number => blocks.reduce((sum, block) => sum + of(block), 0);
  const count = total((block) => block.count);
  const sum = total((block) => block.sum);
  const apart = (block: Sums): number => (block.count === 0 ? 0 : block.count * (block.sum / block.count - sum / count) ** 2);
  return {
    count,
    sum,
    squares: total((block) => block.squares + apart(block)),
    min: Math.min(...blocks.map((block) => block.min)),
    max: Math.max(...blocks.map((block) => block.max)),
    nan: total((block) => block.nan),
    infinite: total((block) => block.infinite),
  };
}

function statisticsOf({ count, sum, squares, min, max, nan, infinite }: Sums): Statistics {
  if (count === 0) return { min: null, max: null, mean: null, std: null, nan, infinite };
  return { min, max, mean: sum / count, std: Math.sqrt(squares / count), nan, infinite };
}
