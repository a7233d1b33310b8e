import { refuse, RunError } from '../../errors/index.ts';
import { type Shape, sizeOf, type Tensor } from '../../tensor/index.ts';
import { argumentEntries } from '../call-arguments.ts';
import type { LayerCall, Settings } from '../layer-kind.ts';

/** Names that the operands of an operation may have where they are given by name. Source: Keras 3.15 keras/src/ops/numpy.py */
const NAMES: Readonly<Record<string, number>> = { x: 0, x1: 0, x2: 1, condition: 0 };

/** Place of the operand that an argument is; NaN where it is none. */
export function placeOf(name: string): number {
  return Object.hasOwn(NAMES, name) ? NAMES[name] : Number(name);
}

/**
 * The first `count` operands of an operation in its own order: tensors that it is given, and constants that stand in the configuration.
 * @throws `inputs-too-few`
 */
export function operands(call: LayerCall, count: number): readonly Tensor[] {
  return placed(call.settings, call.inputs, count, (tensor) => tensor).map(
    (operand, index) => operand ?? refuse(RunError, 'inputs-too-few', call.name, { layer: call.name, found: index, expected: count }),
  );
}

/** Their shapes without the samples axis. A constant counts as one number: it makes nothing larger in the models that people have. */
export function operandShapes(settings: Settings, inputs: readonly Shape[], count: number): readonly Shape[] {
  return placed(settings, inputs, count, (constant) => constant.shape.slice(1)).map((shape) => shape ?? []);
}

/** Their whole shapes, the samples first; a constant has none of these. */
export function wholeOperandShapes(settings: Settings, inputs: readonly Shape[], count: number): readonly Shape[] {
  const whole = inputs.map((shape) => [-1, ...shape]);
  return placed(settings, whole, count, (constant) => constant.shape).map((shape) => shape ?? []);
}

function placed<T>(settings: Settings, inputs: readonly T[], count: number, ofConstant: (tensor: Tensor) => T): readonly (T | undefined)[] {
  const entries = argumentEntries(settings).map((entry) => ({ ...entry, place: placeOf(entry.name) }));
  const named = new Set(entries.flatMap(({ input }) => (input === undefined ? [] : [input])));
  const inOrder = [...inputs.keys()].filter((index) => !named.has(index));
  return Array.from({ length: count }, (_, place): T | undefined => {
    const entry = entries.find((candidate) => candidate.place === place);
    const constant = constantOf(entry?.value);
    if (constant !== null) return ofConstant(constant);
    const index = entry?.input ?? inOrder.shift();
    return index === undefined ? undefined : inputs[index];
  });
}

/** A number, a flag, a list of numbers of any depth, or an array as Keras 3 writes it; null for anything else. */
export function constantOf(value: unknown): Tensor | null {
  if (typeof value === 'number' || typeof value === 'boolean') return { shape: [], data: Float64Array.of(Number(value)) };
  if (Array.isArray(value)) return arrayOf(value as unknown[]);
  if (typeof value !== 'object' || value === null || !('class_name' in value) || !('config' in value)) return null;
  if (value.class_name !== '__tensor__' && value.class_name !== '__numpy__') return null;
  const { config } = value;
  return typeof config === 'object' && config !== null && 'value' in config ? constantOf(config.value) : null;
}

function arrayOf(list: readonly unknown[]): Tensor | null {
  const parts = list.map(constantOf);
  const [first] = parts;
  if (first === null || first === undefined || parts.some((part) => part?.shape.join() !== first.shape.join())) return null;
  const shape = [list.length, ...first.shape];
  const data = new Float64Array(sizeOf(shape));
  parts.forEach((part, index) => data.set(part?.data ?? [], index * sizeOf(first.shape)));
  return { shape, data };
}
