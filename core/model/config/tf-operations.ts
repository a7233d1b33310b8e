import { type CallArgument } from './graph-spec.ts';

/** What computes the same in Keras 3: a class, its settings, and the arguments that are none. */
export interface AsOperation {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly arguments: readonly CallArgument[];
}

/** How a TensorFlow function is written as an operation of Keras 3. */
interface Row {
  readonly className: string;
  /** Names of its operands, by their place in the operation. */
  readonly operands?: readonly string[];
  /** Its arguments by the settings that they are. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Settings where the function has another default than the operation. */
  readonly otherwise?: Readonly<Record<string, unknown>>;
  /** Arguments that change nothing as long as they have this value. */
  readonly without?: Readonly<Record<string, unknown>>;
}

const AXIS = { axis: 'axis' };
const REDUCING = { operands: ['input_tensor'], settings: { axis: 'axis', keepdims: 'keepdims' } };

function rows(names: Readonly<Record<string, string>>, row: Omit<Row, 'className'>): Readonly<Record<string, Row>> {
  return Object.fromEntries(Object.entries(names).map(([name, className]) => [name, { ...row, className }]));
}

/** Functions by the name that tf.keras writes. Source: tf-keras 2.21 layers/core/tf_op_layer.py; TensorFlow 2.21 API */
const ROWS: Readonly<Record<string, Row>> = {
  ...rows(
    {
      'math.abs': 'Absolute', 'math.negative': 'Negative', 'math.exp': 'Exp', 'math.expm1': 'Expm1', 'math.log': 'Log', 'math.log1p': 'Log1p',
      'math.sqrt': 'Sqrt', 'math.rsqrt': 'Rsqrt', 'math.square': 'Square', 'math.sign': 'Sign', 'math.floor': 'Floor', 'math.ceil': 'Ceil',
      'math.round': 'Round', 'math.sin': 'Sin', 'math.cos': 'Cos', 'math.tan': 'Tan', 'math.erf': 'Erf', 'math.reciprocal': 'Reciprocal',
      'math.sigmoid': 'Sigmoid', 'math.tanh': 'Tanh', 'math.log_sigmoid': 'LogSigmoid', 'math.logical_not': 'LogicalNot',
      identity: 'Copy', stop_gradient: 'StopGradient',
    },
    { operands: ['x'] },
  ), // prettier-ignore
  ...rows(
    {
      'nn.relu': 'Relu', 'nn.relu6': 'Relu6', 'nn.elu': 'Elu', 'nn.selu': 'Selu', 'nn.softsign': 'Softsign', 'math.softplus': 'Softplus',
      'nn.softplus': 'Softplus', 'nn.silu': 'Silu',
    },
    { operands: ['features'], without: { beta: 1 } },
  ), // prettier-ignore
  'nn.leaky_relu': { className: 'LeakyRelu', operands: ['features'], settings: { alpha: 'negative_slope' } },
  'nn.gelu': { className: 'Gelu', operands: ['features'], settings: { approximate: 'approximate' }, otherwise: { approximate: false } },
  'nn.softmax': { className: 'Softmax', operands: ['logits'], settings: AXIS },
  'nn.log_softmax': { className: 'LogSoftmax', operands: ['logits'], settings: AXIS },
  ...rows({ zeros_like: 'ZerosLike', ones_like: 'OnesLike' }, { operands: ['input'] }),
  ...rows(
    {
      'math.add': 'Add', '__operators__.add': 'Add', 'math.subtract': 'Subtract', 'math.multiply': 'Multiply', 'math.truediv': 'TrueDivide',
      'math.divide': 'Divide', 'math.divide_no_nan': 'DivideNoNan', 'math.floordiv': 'FloorDivide', 'compat.v1.floor_div': 'FloorDivide',
      'math.floormod': 'Mod', 'math.pow': 'Power', 'math.maximum': 'Maximum', 'math.minimum': 'Minimum', 'math.equal': 'Equal',
      'math.not_equal': 'NotEqual', 'math.greater': 'Greater', 'math.greater_equal': 'GreaterEqual', 'math.less': 'Less',
      'math.less_equal': 'LessEqual', 'math.logical_and': 'LogicalAnd', 'math.logical_or': 'LogicalOr', 'math.logical_xor': 'LogicalXor',
    },
    { operands: ['x', 'y'] },
  ), // prettier-ignore
  where: { className: 'Where', operands: ['condition', 'x', 'y'] },
  ...rows(
    {
      'math.reduce_mean': 'Mean', 'math.reduce_sum': 'Sum', 'math.reduce_max': 'Max', 'math.reduce_min': 'Min', 'math.reduce_prod': 'Prod',
      'math.reduce_any': 'Any', 'math.reduce_all': 'All', 'math.reduce_variance': 'Var', 'math.reduce_std': 'Std',
      'math.reduce_logsumexp': 'Logsumexp',
    },
    REDUCING,
  ), // prettier-ignore
  ...rows(
    { 'math.argmax': 'Argmax', 'math.argmin': 'Argmin' },
    { operands: ['input'], settings: AXIS, otherwise: { axis: 0 }, without: { output_type: 'int64' } },
  ),
  'math.cumsum': {
    className: 'Cumsum',
    operands: ['x'],
    settings: AXIS,
    otherwise: { axis: 0 },
    without: { exclusive: false, reverse: false },
  },
  // The square of the least length is 1e-12.
  'math.l2_normalize': {
    className: 'Normalize',
    operands: ['x'],
    settings: AXIS,
    otherwise: { epsilon: 1e-6 },
    without: { epsilon: 1e-12 },
  },
  'linalg.matmul': {
    className: 'Matmul',
    operands: ['a', 'b'],
    settings: { transpose_a: 'transpose_a', transpose_b: 'transpose_b' },
    without: { adjoint_a: false, adjoint_b: false, a_is_sparse: false, b_is_sparse: false, grad_a: false, grad_b: false },
  },
  ...rows({ tensordot: 'Tensordot', 'linalg.tensordot': 'Tensordot' }, { operands: ['a', 'b'], settings: { axes: 'axes' } }),
  concat: { className: 'Concatenate', settings: AXIS },
  stack: { className: 'Stack', settings: AXIS },
  unstack: { className: 'Unstack', operands: ['value'], settings: { axis: 'axis', num: 'num' } },
  split: { className: 'Split', operands: ['value'], settings: { axis: 'axis', num_or_size_splits: 'indices_or_sections' } },
  ...rows({ expand_dims: 'ExpandDims', 'compat.v1.expand_dims': 'ExpandDims' }, { operands: ['input'], settings: AXIS }),
  ...rows({ squeeze: 'Squeeze', 'compat.v1.squeeze': 'Squeeze' }, { operands: ['input'], settings: AXIS }),
  reshape: { className: 'Reshape', operands: ['tensor'], settings: { shape: 'newshape' } },
  ...rows(
    { transpose: 'Transpose', 'compat.v1.transpose': 'Transpose' },
    { operands: ['a'], settings: { perm: 'axes' }, without: { conjugate: false } },
  ),
  tile: { className: 'Tile', operands: ['input'], settings: { multiples: 'repeats' } },
  repeat: { className: 'Repeat', operands: ['input'], settings: { repeats: 'repeats', axis: 'axis' } },
  reverse: { className: 'Flip', operands: ['tensor'], settings: AXIS },
  roll: { className: 'Roll', operands: ['input'], settings: { shift: 'shift', axis: 'axis' } },
  cast: { className: 'Cast', operands: ['x'], settings: { dtype: 'dtype' } },
  clip_by_value: { className: 'Clip', operands: ['t'], settings: { clip_value_min: 'x_min', clip_value_max: 'x_max' } },
  broadcast_to: { className: 'BroadcastTo', operands: ['input'], settings: { shape: 'shape' } },
  one_hot: { className: 'OneHot', operands: ['indices'], settings: { depth: 'num_classes', axis: 'axis' } },
  ...rows(
    { gather: 'Take', 'compat.v1.gather': 'Take' },
    { operands: ['params', 'indices'], settings: AXIS, otherwise: { axis: 0 }, without: { batch_dims: 0 } },
  ),
  ...rows(
    { pad: 'Pad', 'compat.v1.pad': 'Pad' },
    { operands: ['tensor'], settings: { paddings: 'pad_width' }, without: { mode: 'CONSTANT' } },
  ),
  '__operators__.getitem': { className: 'GetItem', operands: ['tensor', 'slice_spec'] },
};

/**
 * A `TFOpLambda` or `SlicingOpLambda` of tf.keras as the operation of Keras 3 that computes the same. A function that is not listed keeps its
 * name and stays unknown; of a listed one, an argument that has no meaning here stays among the arguments and keeps the operation from running.
 */
export function tfOperation(name: string, given: readonly CallArgument[]): AsOperation {
  const row = Object.hasOwn(ROWS, name) ? ROWS[name] : undefined;
  // With a condition alone it gives the places where that is true.
  const isPlaces = name === 'where' && !given.some((argument) => argument.name === 'y');
  if (row === undefined || isPlaces) return { className: `tf.${name}`, config: {}, arguments: given };
  const config: Record<string, unknown> = { ...row.otherwise };
  const rest: CallArgument[] = [];
  for (const argument of given) {
    const setting = row.settings?.[argument.name];
    const place = row.operands?.indexOf(argument.name) ?? -1;
    if (argument.name === 'name' || ('value' in argument && Object.is(row.without?.[argument.name], argument.value))) continue;
    if (setting !== undefined && 'value' in argument) config[setting] = argument.value;
    else rest.push(place < 0 ? argument : { ...argument, name: String(place) });
  }
  return { className: `ops.${row.className}`, ...asKeras3(row.className, config, rest) };
}

/** What the two write in different ways: sizes of parts for places where they end, slices as plain objects. */
export function asKeras3(
  className: string,
  config: Readonly<Record<string, unknown>>,
  given: readonly CallArgument[],
): Pick<AsOperation, 'config' | 'arguments'> {
  const { indices_or_sections: sizes } = config;
  if (className === 'Split' && Array.isArray(sizes)) {
    let end = 0;
    const ends = sizes.map((size: unknown) => (end += typeof size === 'number' && size >= 0 ? size : NaN));
    return { config: { ...config, indices_or_sections: ends.every(Number.isInteger) ? ends.slice(0, -1) : 'sizes' }, arguments: given };
  }
  if (className === 'Reshape' && typeof config.newshape === 'number') return { config: { newshape: [config.newshape] }, arguments: given };
  const { axes } = config;
  if (className === 'Tensordot' && Array.isArray(axes)) return { config: { ...config, axes: axes.map((each: unknown) => [each].flat()) }, arguments: given }; // prettier-ignore
  if (className !== 'GetItem') return { config, arguments: given };
  const slices = given.map((argument) =>
    argument.name === '1' && 'value' in argument ? { name: '1', value: items(argument.value) } : argument,
  );
  return { config, arguments: slices };
}

function items(spec: unknown): unknown {
  if (Array.isArray(spec)) return (spec as unknown[]).map(items);
  const isSlice = typeof spec === 'object' && spec !== null && 'start' in spec && !('class_name' in spec);
  return isSlice ? { class_name: '__slice__', config: spec } : spec;
}
