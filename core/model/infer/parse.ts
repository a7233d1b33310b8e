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
const NO_ARRAYS: Stretch = { candidate: null, tensors: [] };

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

/** All of what was read so far that matters to what comes. */
interface State {
  readonly role: Role | null;
  readonly output: number | null;
  readonly hasState: boolean;
}

interface Node extends State {
  readonly placed: Placed | null;
  readonly cost: number;
  readonly before: Node | null;
}

/** A layer that keeps no gates is less likely what somebody opens here. */
const NO_STATE_COST = 1.5;

/** All ways to read the arrays, each worked out once; every reading of the whole is a path through it. */
export interface Lattice {
  readonly total: number;
  /** Readings from an array on. */
  steps(at: number): readonly Step[];
}

/**
 * The likeliest way to cut arrays into layers: every array belongs to one, widths chain, and the sum of costs is least. Shortest path over
 * the places between arrays, so in time linear in their number. Null when the demands cannot be met.
 */
export function parseLayers(lattice: Lattice, demands: Demands): Parse | null {
  const ends = [...(forwards(lattice, demands)[lattice.total]?.values() ?? [])];
  const best = ends.reduce<Node | null>((least, node) => (least && total(least) <= total(node) ? least : node), null);
  return best && { layers: pathTo(best), cost: total(best) };
}

/** Cost of a reading of everything that ends in a node. */
function total(node: Node): number {
  return node.cost + endCost(node);
}

function endCost({ hasState }: State): number {
  return hasState ? 0 : NO_STATE_COST;
}

/** The cheapest node for each state at each place between arrays. */
function forwards(lattice: Lattice, demands: Demands): readonly ReadonlyMap<string, Node>[] {
  const nodes = Array.from({ length: lattice.total + 1 }, () => new Map<string, Node>());
  nodes[0]?.set('', { placed: null, role: null, output: null, hasState: false, cost: 0, before: null });
  const border = nextDemand([...demands.classes.keys()]);
  for (let at = 0; at < lattice.total; at++) {
    const here = nodes[at];
    if (!here || here.size === 0) continue;
    dropHopeless(here);
    const wanted = demands.classes.get(at);
    for (const { reading, stretch, isPart, extra } of lattice.steps(at)) {
      if ((wanted !== undefined && reading.className !== wanted) || at + reading.count > border(at)) continue;
      for (const node of here.values()) {
        const { join, cost } = joinOf(node, reading, demands.joins.get(at));
        const state = after(node, reading);
        const next = nodes[at + reading.count];
        const sum = node.cost + reading.cost + cost + extra;
        const known = next?.get(keyOf(state));
        if (known && known.cost <= sum) continue;
        next?.set(keyOf(state), { ...state, placed: { reading, at, stretch, isPart, join }, cost: sum, before: node });
      }
    }
  }
  return nodes;
}

/** The same readings follow whatever came before, and joins differ by less than this: a node that costs so much more cannot catch up. */
const HOPELESS = 16;

function dropHopeless(nodes: Map<string, Node>): void {
  const least = Math.min(...[...nodes.values()].map((node) => node.cost));
  for (const [key, node] of nodes) if (node.cost > least + HOPELESS) nodes.delete(key);
}

/** What a reading leaves behind for the next one. */
function after(state: State, reading: Reading): State {
  return {
    role: reading.role === 'same-shape' ? (state.role ?? 'same-shape') : reading.role,
    output: reading.output,
    hasState: state.hasState || reading.role === 'recurrent',
  };
}

/**
 * For a layer of a class that begins at an array: the least cost of a reading of everything in which it does; Infinity where none has it.
 * Works from both ends at once, so asking for every layer costs as much as two readings.
 */
export function costOfClass(lattice: Lattice): (at: number, className: string) => number {
  const nodes = forwards(lattice, { classes: new Map(), joins: new Map() });
  const toGo = nodes.map(() => new Map<string, number>());
  for (const [key, node] of nodes[lattice.total] ?? []) toGo[lattice.total]?.set(key, endCost(node));
  const onward = (node: Node, { reading, extra }: Step, at: number): number => {
    const rest = toGo[at + reading.count]?.get(keyOf(after(node, reading))) ?? Infinity;
    return reading.cost + extra + joinOf(node, reading, undefined).cost + rest;
  };
  for (let at = lattice.total - 1; at >= 0; at--) {
    for (const [key, node] of nodes[at] ?? []) toGo[at]?.set(key, Math.min(...lattice.steps(at).map((step) => onward(node, step, at))));
  }
  return (at, className) => {
    const steps = lattice.steps(at).filter(({ reading }) => reading.className === className);
    return Math.min(
      Infinity,
      ...[...(nodes[at]?.values() ?? [])].flatMap((node) => steps.map((step) => node.cost + onward(node, step, at))),
    );
  };
}

/** Gives the first place after an array at which a layer has to begin. */
function nextDemand(places: readonly number[]): (at: number) => number {
  const sorted = [...places].sort((a, b) => a - b);
  return (at) => sorted.find((place) => place > at) ?? Infinity;
}

function keyOf({ role, output, hasState }: State): string {
  return `${role ?? ''} ${output ?? ''} ${hasState ? 1 : 0}`;
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

/** Readings are worked out when they are first asked for. */
export function latticeOf(stretches: readonly Stretch[], producer: Producer): Lattice {
  const starts: { readonly stretch: number; readonly from: number }[] = [];
  let from = 0;
  stretches.forEach(({ tensors }, stretch) => {
    for (let k = 0; k < tensors.length; k++) starts.push({ stretch, from });
    from += tensors.length;
  });
  const known: (readonly Step[])[] = [];
  return { total: from, steps: (at) => (known[at] ??= stepsAt(at)) };

  function stepsAt(at: number): readonly Step[] {
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
  }
}

/** Whether the arrays of a candidate may be those of several layers: of a model in a model, or under several names. */
function holdsLayers({ className, tensors }: Candidate): boolean {
  if (className !== null) return NESTED.has(className);
  return new Set(tensors.map((tensor) => tensor.path.split('/').slice(0, -1).join('/'))).size > 1;
}
