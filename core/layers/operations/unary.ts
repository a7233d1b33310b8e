import type { LayerCall, LayerKind, SettingSpec } from '../layer-kind.ts';
import type { Curve } from '../activations/curve.ts';
import { normalBelow } from '../activations/normal-distribution.ts';
import { elu, leakyRelu, RECTIFYING } from '../activations/rectifying.ts';
import { SMOOTH } from '../activations/smooth.ts';
import { hardSigmoid, SQUASHING } from '../activations/squashing.ts';
import { inPrecision, numbers } from '../numbers.ts';
import { flag, numeric } from '../settings.ts';
import { UNKNOWN_SHAPE } from '../shapes.ts';
import { operands } from './operands.ts';
import { ANY, operation, type Operation, SOURCE } from './operation.ts';

/** Functions of one number by the class of their operation, without settings. */
const FUNCTIONS: Readonly<Record<string, (x: number) => number>> = {
  ...Object.fromEntries(
    Object.entries<Curve>({
      Relu: RECTIFYING.relu,
      Relu6: RECTIFYING.relu6,
      Selu: RECTIFYING.selu,
      Sigmoid: SQUASHING.sigmoid,
      Tanh: SQUASHING.tanh,
      Softsign: SQUASHING.softsign,
      HardTanh: SQUASHING.hard_tanh,
      HardSigmoid: hardSigmoid(1 / 6),
      HardSilu: SMOOTH.hard_silu,
      Softplus: SMOOTH.softplus,
      Silu: SMOOTH.silu,
      LogSigmoid: SMOOTH.log_sigmoid,
    }).map(([name, curve]) => [name, along(curve)]),
  ),
  Exp: Math.exp,
  Expm1: Math.expm1,
  Log: Math.log,
  Log1p: Math.log1p,
  Log2: Math.log2,
  Log10: Math.log10,
  Sqrt: Math.sqrt,
  Rsqrt: (x) => 1 / Math.sqrt(x),
  Square: (x) => x * x,
  Reciprocal: (x) => 1 / x,
  Absolute: Math.abs,
  Negative: (x) => -x,
  Sign: Math.sign,
  Floor: Math.floor,
  Ceil: Math.ceil,
  Sin: Math.sin,
  Cos: Math.cos,
  Tan: Math.tan,
  Sinh: Math.sinh,
  Cosh: Math.cosh,
  Arctan: Math.atan,
  // Φ(√2 x) = (1 + erf x) / 2, and erf is odd: the side on which nothing cancels.
  Erf: (x) => Math.sign(x) * (1 - 2 * normalBelow(-Math.abs(x) * Math.SQRT2)),
  LogicalNot: (x) => Number(x === 0),
  ZerosLike: () => 0,
  OnesLike: () => 1,
  StopGradient: (x) => x,
  Copy: (x) => x,
};

/** Operations on each number by itself: the shape stays. */
export const UNARY: readonly LayerKind[] = [
  ...Object.entries(FUNCTIONS).map(([name, at]) =>
    operation(
      name,
      each(() => at),
    ),
  ),
  operation(
    'Gelu',
    each(({ settings }) => along(settings.approximate ? SMOOTH.gelu_new : SMOOTH.gelu), { approximate: flag(true, SOURCE) }),
  ),
  operation(
    'Elu',
    each(({ settings }) => along(elu(settings.alpha as number)), { alpha: numeric(1, SOURCE) }),
  ), // as: validated by the model room
  operation(
    'LeakyRelu',
    each(({ settings }) => along(leakyRelu(settings.negative_slope as number)), { negative_slope: numeric(0.2, SOURCE) }),
  ),
  operation('Round', {
    ...each(() => roundedToEven, { decimals: ANY }),
    obstacle: ({ decimals }) => ((decimals ?? 0) === 0 ? null : 'decimals'),
  }),
  operation('Clip', {
    ...each(({ settings }) => clipped(settings.x_min, settings.x_max), { x_min: ANY, x_max: ANY }),
    obstacle: ({ x_min: least, x_max: most }) =>
      [least, most].every((bound) => bound === null || typeof bound === 'number') ? null : 'bounds',
  }),
  operation('Cast', {
    ...each(({ settings }) => castTo(settings.dtype) ?? same, { dtype: ANY }),
    obstacle: ({ dtype }) => (castTo(dtype) === null ? 'dtype' : null),
    isIdentity: ({ dtype }) => castTo(dtype) === same,
  }),
  operation('ConvertToTensor', {
    ...each(() => same, { dtype: ANY }),
    obstacle: ({ dtype }) => (dtype === null || castTo(dtype) === same ? null : 'dtype'),
    isIdentity: () => true,
  }),
  operation('FullLike', {
    operands: 2,
    shapes: (_, [input = UNKNOWN_SHAPE]) => [input],
    compute(call) {
      const [x, value] = operands(call, 2);
      return [{ shape: x.shape, data: numbers(call.precision, x.data.length).fill(value.data[0] ?? 0) }];
    },
  }),
];

/** Numbers of these types are kept as they are; whole ones lose what stands behind the point. */
const CASTS: Readonly<Record<string, (x: number) => number>> = {
  float32: same,
  float64: same,
  int32: Math.trunc,
  int64: Math.trunc,
  bool: (x) => Number(x !== 0),
};

function along(curve: Curve): (x: number) => number {
  return (x) => curve.at(x);
}

function same(x: number): number {
  return x;
}

function castTo(dtype: unknown): ((x: number) => number) | null {
  return typeof dtype === 'string' && Object.hasOwn(CASTS, dtype) ? CASTS[dtype] : null;
}

function each(functionOf: (call: LayerCall) => (x: number) => number, settings: Readonly<Record<string, SettingSpec>> = {}): Operation {
  return {
    settings,
    operands: 1,
    shapes: (_, [input = UNKNOWN_SHAPE]) => [input],
    compute(call) {
      const [x] = operands(call, 1);
      const at = functionOf(call);
      const values = inPrecision(x, call.precision);
      const data = numbers(call.precision, values.length);
      for (let k = 0; k < data.length; k++) data[k] = at(values[k]);
      return [{ shape: x.shape, data }];
    },
  };
}

/** Halves go to the even neighbour, as in NumPy and TensorFlow. */
function roundedToEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

function clipped(least: unknown, most: unknown): (x: number) => number {
  const from = typeof least === 'number' ? least : -Infinity;
  const to = typeof most === 'number' ? most : Infinity;
  return (x) => Math.min(to, Math.max(from, x));
}
