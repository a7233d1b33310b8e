import { expect, test } from 'vitest';
import type { GraphSpec } from './graph-spec.ts';
import { kerasOrder } from './keras-order.ts';

const ref = (layer: string, call = 0): { layer: string; call: number; output: number } => ({ layer, call, output: 0 });

/** A graph of layers with what each of their uses reads. */
function graphOf(
  reads: Readonly<Record<string, readonly (readonly ReturnType<typeof ref>[])[]>>,
  ...outputs: readonly string[]
): GraphSpec {
  const layers = Object.entries(reads).map(([name, uses]) => ({
    name,
    className: 'Dense',
    config: {},
    calls: uses.map((inputs) => ({ inputs, states: [] })),
  }));
  return { layers, outputs: outputs.map((name) => ref(name)) };
}

const orderOf = (graph: GraphSpec): readonly string[] => kerasOrder(graph).map(({ layer, call }) => `${layer.name}@${call}`);

test('uses of one depth run from the last to the first', () => {
  // Keras 3.15.1: [node.operation.name for depth in descending order of model._nodes_by_depth for node in it] of the same graph.
  const graph = graphOf({ x: [[]], y: [[]], a: [[ref('x')], [ref('y')]], sum: [[ref('a'), ref('a', 1)]] }, 'sum');
  expect(orderOf(graph)).toEqual(['y@0', 'x@0', 'a@0', 'a@1', 'sum@0']);
});

test('what no output needs has no place, what refers to nothing and a circle are passed over', () => {
  const graph = graphOf({ x: [[]], a: [[ref('x'), ref('ghost')]], b: [[ref('a'), ref('c')]], c: [[ref('b')]], idle: [[ref('x')]] }, 'c');
  expect(orderOf(graph)).toEqual(expect.arrayContaining(['x@0', 'a@0', 'b@0', 'c@0']));
  expect(orderOf(graph)).not.toContain('idle@0');
});
