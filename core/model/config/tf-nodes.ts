import { decodeBase64, isJsonObject, type JsonObject, readNodeDef } from '../../read/index.ts';
import type { CallArgument } from './graph-spec.ts';
import { type AsOperation, asKeras3 } from './tf-operations.ts';

/** How a node of a TensorFlow graph is written as an operation of Keras 3. */
interface Row {
  readonly className: string;
  /** Inputs of the node that are settings, by their place; a negative one counts from the end. They have to be constants. */
  readonly places?: Readonly<Record<number, string>>;
  /** Attributes that are settings. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Attributes, and settings of `places`, that change nothing as long as they have this value. */
  readonly without?: Readonly<Record<string, unknown>>;
}

function rows(names: Readonly<Record<string, string>>, row: Omit<Row, 'className'> = {}): Readonly<Record<string, Row>> {
  return Object.fromEntries(Object.entries(names).map(([name, className]) => [name, { ...row, className }]));
}

const AXIS = { places: { 1: 'axis' } };

/** Nodes by their operation. Source: TensorFlow 2.3 tensorflow/core/ops/array_ops.cc, math_ops.cc, nn_ops.cc */
const ROWS: Readonly<Record<string, Row>> = {
  ...rows({
    Abs: 'Absolute', Neg: 'Negative', Exp: 'Exp', Expm1: 'Expm1', Log: 'Log', Log1p: 'Log1p', Sqrt: 'Sqrt', Rsqrt: 'Rsqrt', Square: 'Square',
    Sign: 'Sign', Floor: 'Floor', Ceil: 'Ceil', Round: 'Round', Rint: 'Round', Sin: 'Sin', Cos: 'Cos', Tan: 'Tan', Sinh: 'Sinh', Cosh: 'Cosh',
    Atan: 'Arctan', Erf: 'Erf', Inv: 'Reciprocal', Reciprocal: 'Reciprocal', LogicalNot: 'LogicalNot', Sigmoid: 'Sigmoid', Tanh: 'Tanh',
    Relu: 'Relu', Relu6: 'Relu6', Elu: 'Elu', Selu: 'Selu', Softsign: 'Softsign', Softplus: 'Softplus', Softmax: 'Softmax',
    LogSoftmax: 'LogSoftmax', Identity: 'Copy', StopGradient: 'StopGradient', ZerosLike: 'ZerosLike', OnesLike: 'OnesLike',
    Add: 'Add', AddV2: 'Add', Sub: 'Subtract', Mul: 'Multiply', RealDiv: 'TrueDivide', Div: 'TrueDivide', DivNoNan: 'DivideNoNan',
    FloorDiv: 'FloorDivide', FloorMod: 'Mod', Pow: 'Power', Maximum: 'Maximum', Minimum: 'Minimum', Greater: 'Greater',
    GreaterEqual: 'GreaterEqual', Less: 'Less', LessEqual: 'LessEqual', LogicalAnd: 'LogicalAnd', LogicalOr: 'LogicalOr', SelectV2: 'Where',
  }), // prettier-ignore
  ...rows({ Equal: 'Equal', NotEqual: 'NotEqual' }, { without: { incompatible_shape_error: true } }),
  BiasAdd: { className: 'Add', without: { data_format: 'NHWC' } },
  LeakyRelu: { className: 'LeakyRelu', attributes: { alpha: 'negative_slope' } },
  ...rows(
    { Mean: 'Mean', Sum: 'Sum', Max: 'Max', Min: 'Min', Prod: 'Prod', Any: 'Any', All: 'All' },
    { ...AXIS, attributes: { keep_dims: 'keepdims' } },
  ),
  ...rows({ ArgMax: 'Argmax', ArgMin: 'Argmin', ExpandDims: 'ExpandDims', ReverseV2: 'Flip' }, AXIS),
  Cumsum: { className: 'Cumsum', ...AXIS, without: { exclusive: false, reverse: false } },
  MatMul: { className: 'Matmul', attributes: { transpose_a: 'transpose_a', transpose_b: 'transpose_b' }, without: { grad_a: false, grad_b: false } }, // prettier-ignore
  ...rows(
    { BatchMatMul: 'Matmul', BatchMatMulV2: 'Matmul' },
    { attributes: { adj_x: 'transpose_a', adj_y: 'transpose_b' }, without: { grad_x: false, grad_y: false } },
  ),
  Einsum: { className: 'Einsum', attributes: { equation: 'subscripts' } },
  ConcatV2: { className: 'Concatenate', places: { [-1]: 'axis' } },
  Pack: { className: 'Stack', attributes: { axis: 'axis' } },
  Unpack: { className: 'Unstack', attributes: { axis: 'axis', num: 'num' } },
  Split: { className: 'Split', places: { 0: 'axis' }, attributes: { num_split: 'indices_or_sections' } },
  SplitV: { className: 'Split', places: { 1: 'indices_or_sections', 2: 'axis' }, attributes: { num_split: 'count' } },
  Squeeze: { className: 'Squeeze', attributes: { squeeze_dims: 'axis' } },
  Reshape: { className: 'Reshape', places: { 1: 'newshape' } },
  Transpose: { className: 'Transpose', places: { 1: 'axes' } },
  Tile: { className: 'Tile', places: { 1: 'repeats' } },
  BroadcastTo: { className: 'BroadcastTo', places: { 1: 'shape' } },
  Cast: { className: 'Cast', attributes: { DstT: 'dtype' }, without: { Truncate: false } },
  ClipByValue: { className: 'Clip', places: { 1: 'x_min', 2: 'x_max' } },
  OneHot: {
    className: 'OneHot',
    places: { 1: 'num_classes', 2: 'on', 3: 'off' },
    attributes: { axis: 'axis' },
    without: { on: 1, off: 0 },
  },
  GatherV2: { className: 'Take', places: { 2: 'axis' }, without: { batch_dims: 0 } },
  Pad: { className: 'Pad', places: { 1: 'pad_width' } },
  PadV2: { className: 'Pad', places: { 1: 'pad_width', 2: 'constant_values' } },
  StridedSlice: {
    className: 'GetItem',
    places: { 1: 'begin', 2: 'end', 3: 'strides' },
    attributes: {
      begin_mask: 'begin_mask',
      end_mask: 'end_mask',
      ellipsis_mask: 'ellipsis_mask',
      new_axis_mask: 'new_axis_mask',
      shrink_axis_mask: 'shrink_axis_mask',
    },
  },
};

/**
 * A `TensorFlowOpLayer` of TensorFlow 2.1 to 2.3 as the operation of Keras 3 that computes the same. One that is not listed gets the name of
 * its TensorFlow operation and stays unknown. Source: tf-keras 2.21 engine/base_layer.py `TensorFlowOpLayer`
 */
export function nodeOperation({ node_def: stored, constants: given }: JsonObject): AsOperation {
  const node = typeof stored === 'string' ? readNodeDef(stored) : isJsonObject(stored) ? stored : null;
  const name = typeof node?.op === 'string' ? node.op : 'unknown';
  const row = Object.hasOwn(ROWS, name) ? ROWS[name] : undefined;
  if (node === null || row === undefined) return { className: `tf.raw_ops.${name.slice(0, 80)}`, config: {}, arguments: [] };
  const constants = isJsonObject(given) ? given : {};
  const count = Array.isArray(node.input) ? node.input.length : 0;
  const settings = new Map<string, unknown>();
  const rest: CallArgument[] = [];
  let place = 0;
  for (let index = 0; index < count; index++) {
    const setting = row.places?.[index] ?? row.places?.[index - count];
    const constant = Object.hasOwn(constants, String(index)) ? { value: constants[String(index)] } : null;
    if (setting === undefined) {
      if (constant !== null) rest.push({ name: String(place), value: constant.value });
      place++;
    } else if (constant === null) rest.push({ name: setting, value: 'a tensor' });
    else settings.set(setting, plain(constant.value));
  }
  for (const [attribute, value] of Object.entries(isJsonObject(node.attr) ? node.attr : {})) {
    const setting = row.attributes?.[attribute];
    if (setting !== undefined) settings.set(setting, attributeValue(value));
    else if (!changesNothing(attribute, value)) settings.set(attribute, attributeValue(value));
  }
  for (const [setting, value] of Object.entries(row.without ?? {})) {
    if (settings.get(setting) === value) settings.delete(setting);
  }
  const known = new Set([...Object.values(row.places ?? {}), ...Object.values(row.attributes ?? {})]);
  const isLeft = ([setting]: readonly [string, unknown]): boolean => !known.has(setting) || setting in (row.without ?? {});
  const left = [...settings].filter(isLeft).map(([setting, value]) => ({ name: setting, value }));
  const config = Object.fromEntries([...settings].filter((entry) => !isLeft(entry)));
  return { className: `ops.${row.className}`, ...asOperation(row.className, config, [...rest, ...left]) };
}

/** Types, counts of inputs and what TensorFlow notes for itself. */
function changesNothing(attribute: string, value: unknown): boolean {
  return attribute === 'N' || attribute.startsWith('_') || (isJsonObject(value) && 'type' in value);
}

/** What a node says in its own way: bounds of slices by bits, no axes for all of them, the filling of a border. */
function asOperation(
  className: string,
  config: Readonly<Record<string, unknown>>,
  given: readonly CallArgument[],
): Pick<AsOperation, 'config' | 'arguments'> {
  if (className === 'GetItem') return { config: {}, arguments: [...given, { name: '1', value: slices(config) }] };
  const { constant_values: filling, count: _count, ...settings } = config;
  if (filling !== undefined) return { config: settings, arguments: [...given, { name: 'constant_values', value: filling }] };
  const isAll = className === 'Squeeze' && Array.isArray(settings.axis) && settings.axis.length === 0;
  return asKeras3(className, isAll ? {} : settings, given);
}

/** Items of a slice as Keras 3 writes them; null, which is understood as none, where a bound is a tensor. Source: TensorFlow `tf.strided_slice` */
function slices(config: Readonly<Record<string, unknown>>): unknown {
  const [begin, end, strides] = [config.begin, config.end, config.strides].map((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  if (begin.length === 0 || end.length !== begin.length || strides.length !== begin.length) return undefined;
  const isSet = (mask: string, axis: number): boolean => ((Number(config[mask] ?? 0) >> axis) & 1) === 1;
  return begin.map((start, axis) => {
    if (isSet('ellipsis_mask', axis)) return { class_name: '__ellipsis__' };
    if (isSet('new_axis_mask', axis)) return null;
    if (isSet('shrink_axis_mask', axis)) return start;
    const bounds = { start: isSet('begin_mask', axis) ? null : start, stop: isSet('end_mask', axis) ? null : end[axis] };
    return { class_name: '__slice__', config: { ...bounds, step: strides[axis] } };
  });
}

/** Types of TensorFlow by the name that Keras has for them. */
const TYPES: Readonly<Record<string, string>> = {
  DT_FLOAT: 'float32',
  DT_DOUBLE: 'float64',
  DT_INT32: 'int32',
  DT_INT64: 'int64',
  DT_BOOL: 'bool',
};

/** Value of an attribute as protocol buffers write it in JSON: whole numbers as text, text in base64. Source: tensorflow/core/framework/attr_value.proto */
function attributeValue(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  if ('i' in value) return Number(value.i);
  if ('text' in value) return value.text;
  if ('s' in value) return typeof value.s === 'string' ? textOf(value.s) : null;
  if (typeof value.type === 'string') return Object.hasOwn(TYPES, value.type) ? TYPES[value.type] : value.type;
  if (isJsonObject(value.list)) return Array.isArray(value.list.i) ? value.list.i.map(Number) : [];
  return value.b ?? value.f ?? null;
}

function textOf(base64: string): string | null {
  try {
    return new TextDecoder().decode(decodeBase64(base64));
  } catch (error) {
    if (error instanceof RangeError) return null; // no base64: no text that anything here is called
    throw error;
  }
}

/** The numbers of an array as Keras wrote it. */
function plain(value: unknown): unknown {
  return isJsonObject(value) && isJsonObject(value.config) && 'value' in value.config ? value.config.value : value;
}
