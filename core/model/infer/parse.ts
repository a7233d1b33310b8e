import type { StoredTensor } from '../../tensor/index.ts';
import type { Producer } from '../../read/index.ts';
import type { Candidate } from './bag.ts';
import { type Join, joinOf } from './join.ts';
import type { Reading, Role } from './reading.ts';
import { candidateReadings, MOST_ARRAYS, readingsOf } from './readings.ts';

/** Arrays in a row. Those of a candidate are one layer, or the layers of a model in a model; a `null` candidate is a list without any border. */
export interface Stretch {
  readonly candidate: Candidate | null;
  readonly tensors: readonly StoredTensor[];
}

/** Behind the last stretch. */
export const NO_ARRAYS: Stretch = { candidate: null, tensors: [] };

/** One layer found: which arrays it takes, and how it hangs on the layer before. */
export interface Placed {
  readonly reading: Reading;
  /** Index of its first array, counted through all stretches: what identifies it whatever it is called. */
  readonly at: number;
  readonly stretch: number;
  /** It is one of several layers in its candidate. */
  readonly isPart: boolean;
  readonly join: Join;
}

export interface Parse {
  readonly layers: readonly Placed[];
  readonly cost: number;
}

/** What the user said: the class of the layer that begins at an array, and how it hangs on what stands before it. */
export interface Demands {
  readonly classes: ReadonlyMap<number, string>;
  readonly joins: ReadonlyMap<number, string>;
}

interface Node {
  readonly end: number;
  readonly placed: Placed | null;
  readonly role: Role | null;
  readonly output: number | null;
  readonly hasState: boolean;
  readonly cost: number;
  readonly before: Node | null;
}

/** A layer that keeps no gates is less likely what somebody opens here. */
const NO_STATE_COST = 1.5;

/**
 * The likeliest way to cut arrays into layers: every array belongs to one, widths chain, and the sum of costs is least. Shortest path over
 * the places between arrays, so in time linear in their number. Null when the demands cannot be met.
 */
export function parseLayers(stretches: readonly Stretch[], producer: Producer, demands: Demands): Parse | null {
  const steps = stepsOf(stretches, producer);
  const total = stretches.reduce((sum, { tensors }) => sum + tensors.length, 0);
  const nodes: Map<string, Node>[] = Array.from({ length: total + 1 }, () => new Map<string, Node>());
  nodes[0]?.set('', { end: 0, placed: null, role: null, output: null, hasState: false, cost: 0, before: null });
  const border = nextDemand([...demands.classes.keys()]);
  for (let at = 0; at < total; at++) {
    const here = nodes[at];
    if (!here || here.size === 0) continue;
    const wanted = demands.classes.get(at);
    for (const { reading, stretch, isPart, extra } of steps(at)) {
      if ((wanted !== undefined && reading.className !== wanted) || at + reading.count > border(at)) continue;
      for (const node of here.values()) {
        const { join, cost } = joinOf(node, reading, demands.joins.get(at));
        keep(nodes[at + reading.count], {
          end: at + reading.count,
          placed: { reading, at, stretch, isPart, join },
          role: reading.role === 'same-shape' ? (node.role ?? 'same-shape') : reading.role,
          output: reading.output,
          hasState: node.hasState || reading.role === 'recurrent',
          cost: node.cost + reading.cost + cost + extra,
          before: node,
        });
      }
    }
  }
  const ends = [...(nodes[total]?.values() ?? [])].map((node) => ({ node, cost: node.cost + (node.hasState ? 0 : NO_STATE_COST) }));
  const best = ends.reduce<(typeof ends)[number] | null>((least, end) => (least && least.cost <= end.cost ? least : end), null);
  return best && { layers: pathTo(best.node), cost: best.cost };
}

/** Gives the first place after an array at which a layer has to begin. */
function nextDemand(places: readonly number[]): (at: number) => number {
  const sorted = [...places].sort((a, b) => a - b);
  return (at) => sorted.find((place) => place > at) ?? Infinity;
}

function keep(nodes: Map<string, Node> | undefined, node: Node): void {
  const key = `${node.role ?? ''} ${node.output ?? ''} ${node.hasState ? 1 : 0}`;
  const known = nodes?.get(key);
  if (!known || node.cost < known.cost) nodes?.set(key, node);
}

function pathTo(end: Node): readonly Placed[] {
  const layers: Placed[] = [];
  for (let node: Node | null = end; node; node = node.before) if (node.placed) layers.push(node.placed);
  return layers.reverse();
}

interface Step {
  readonly reading: Reading;
  readonly stretch: number;
  readonly isPart: boolean;
  /** What it costs that a candidate is several layers. */
  readonly extra: number;
}

const NESTED = new Set(['Sequential', 'Functional', 'Model']);
const NESTED_COST = 6;

/** Gives the readings from an array on; each is worked out once. */
function stepsOf(stretches: readonly Stretch[], producer: Producer): (at: number) => readonly Step[] {
  const starts: { readonly stretch: number; readonly from: number }[] = [];
  let from = 0;
  stretches.forEach(({ tensors }, stretch) => {
    for (let k = 0; k < tensors.length; k++) starts.push({ stretch, from });
    from += tensors.length;
  });
  return (at) => {
    const { stretch, from: start } = starts[at] ?? { stretch: 0, from: 0 };
    const { candidate, tensors } = stretches[stretch] ?? NO_ARRAYS;
    const offset = at - start;
    const part = tensors.slice(offset, offset + MOST_ARRAYS);
    if (candidate === null) return readingsOf(part, producer).map((reading) => ({ reading, stretch, isPart: false, extra: 0 }));
    const whole =
      offset === 0 ? candidateReadings(candidate, producer).map((reading) => ({ reading, stretch, isPart: false, extra: 0 })) : [];
    if (!holdsLayers(candidate)) return whole;
    const parts = readingsOf(part, producer).filter((reading) => reading.role !== 'unknown');
    return [...whole, ...parts.map((reading) => ({ reading, stretch, isPart: true, extra: offset === 0 ? NESTED_COST : 0 }))];
  };
}

/** Whether the arrays of a candidate may be those of several layers: of a model in a model, or under several names. */
function holdsLayers({ className, tensors }: Candidate): boolean {
  if (className !== null) return NESTED.has(className);
  return new Set(tensors.map((tensor) => tensor.path.split('/').slice(0, -1).join('/'))).size > 1;
}
