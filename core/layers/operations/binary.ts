import type { LayerKind } from '../layer-kind.ts';
import { combined, commonShape, stretched } from '../broadcasting.ts';
import { inPrecision, numbers } from '../numbers.ts';
import { broadcastAll } from '../merging.ts';
import { operands, operandShapes } from './operands.ts';
import { operation } from './operation.ts';

const FUNCTIONS: Readonly<Record<string, (x: number, y: number) => number>> = {
  Add: (x, y) => x + y,
  Subtract: (x, y) => x - y,
  Multiply: (x, y) => x * y,
  Divide: (x, y) => x / y,
  TrueDivide: (x, y) => x / y,
  DivideNoNan: (x, y) => (y === 0 ? 0 : x / y),
  FloorDivide: (x, y) => Math.floor(x / y),
  Mod: remainder,
  Power: Math.pow,
  Maximum: Math.max,
  Minimum: Math.min,
  Equal: (x, y) => Number(x === y),
  NotEqual: (x, y) => Number(x !== y),
  Greater: (x, y) => Number(x > y),
  GreaterEqual: (x, y) => Number(x >= y),
  Less: (x, y) => Number(x < y),
  LessEqual: (x, y) => Number(x <= y),
  LogicalAnd: (x, y) => Number(x !== 0 && y !== 0),
  LogicalOr: (x, y) => Number(x !== 0 || y !== 0),
  LogicalXor: (x, y) => Number((x !== 0) !== (y !== 0)),
};

/** Operations on pairs of numbers, stretched to one shape; either may be a constant. True is 1. */
export const BINARY: readonly LayerKind[] = [
  ...Object.entries(FUNCTIONS).map(([name, at]) =>
    operation(name, {
      operands: 2,
      shapes: (settings, inputs) => [broadcastAll(operandShapes(settings, inputs, 2))],
      compute(call) {
        const [x, y] = operands(call, 2);
        return [combined(x, y, call.precision, call.name, at)];
      },
    }),
  ),
  operation('Where', {
    operands: 3,
    shapes: (settings, inputs) => [broadcastAll(operandShapes(settings, inputs, 3))],
    compute(call) {
      const parts = operands(call, 3);
      const shape = commonShape(
        parts.map((part) => part.shape),
        call.name,
      );
      const [condition, x, y] = parts.map((part) => stretched(inPrecision(part, call.precision), part.shape, shape));
      const data = numbers(call.precision, condition.length);
      for (let k = 0; k < data.length; k++) data[k] = condition[k] === 0 ? y[k] : x[k];
      return [{ shape, data }];
    },
  }),
];

/** What is left of x / y; it has the sign of y, as in Python. */
function remainder(x: number, y: number): number {
  const rest = x % y;
  return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
}
