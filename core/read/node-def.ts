import { ByteReader } from './byte-reader.ts';
import type { JsonObject } from './json/index.ts';
import { type ProtoField, protoFields, readVarint } from './protobuf.ts';

/**
 * The node of a TensorFlow graph that TensorFlow 2.1 put into a configuration as the text of its bytes, nearly in the form in which later
 * releases write it: `{op, input, attr}`, whole numbers as text; what they write in base64 as `s` stands as `text`. Null for anything else.
 * Source: tensorflow/core/framework/node_def.proto, attr_value.proto; TensorFlow 2.1 keras/engine/base_layer.py `TensorFlowOpLayer.get_config`
 */
export function readNodeDef(text: string): JsonObject | null {
  try {
    return nodeOf(new TextEncoder().encode(text));
  } catch (error) {
    if (error instanceof NoNode) return null;
    throw error;
  }
}

/** Bytes that are no node. */
class NoNode extends Error {}

function noNode(reason: string): never {
  throw new NoNode(reason);
}

function fieldsOf(message: Uint8Array): readonly ProtoField[] {
  return [...protoFields(message, noNode)];
}

function textOf(bytes: Uint8Array | null): string {
  return new TextDecoder().decode(bytes ?? undefined);
}

function nodeOf(message: Uint8Array): JsonObject {
  const fields = fieldsOf(message);
  const attributes = fields.flatMap(({ number, bytes }): [string, unknown][] => {
    if (number !== 5 || bytes === null) return [];
    const entry = fieldsOf(bytes);
    const key = entry.find((field) => field.number === 1)?.bytes ?? null;
    return [[textOf(key), valueOf(entry.find((field) => field.number === 2)?.bytes ?? new Uint8Array())]];
  });
  return {
    op: textOf(fields.find(({ number }) => number === 2)?.bytes ?? null),
    input: fields.filter(({ number }) => number === 3).map(({ bytes }) => textOf(bytes)),
    attr: Object.fromEntries(attributes),
  };
}

/** An AttrValue: text 2, whole number 3, number 4, flag 5, type 6, list 1. Shapes, tensors and functions are left out: no node here needs one. */
function valueOf(message: Uint8Array): JsonObject {
  for (const { number, int, bytes } of fieldsOf(message)) {
    if (number === 2) return { text: textOf(bytes) };
    if (number === 3) return { i: BigInt.asIntN(64, int).toString() };
    if (number === 4) return { f: shortest(int) };
    if (number === 5) return { b: int === 1n };
    if (number === 6) return { type: TYPES[Number(int)] ?? `DT_${int}` };
    if (number === 1) return { list: { i: wholeNumbers(bytes ?? new Uint8Array()) } };
  }
  return {};
}

/** Source: tensorflow/core/framework/types.proto */
const TYPES: Readonly<Record<number, string>> = { 1: 'DT_FLOAT', 2: 'DT_DOUBLE', 3: 'DT_INT32', 9: 'DT_INT64', 10: 'DT_BOOL' };

/** Field 3 of a list, packed or one by one. */
function wholeNumbers(list: Uint8Array): readonly string[] {
  return fieldsOf(list).flatMap(({ number, int, bytes }) => {
    if (number !== 3) return [];
    if (bytes === null) return [BigInt.asIntN(64, int).toString()];
    const reader = new ByteReader(bytes, () => noNode('a list ends in the middle of a number'));
    const found: string[] = [];
    while (reader.remaining > 0) found.push(BigInt.asIntN(64, readVarint(reader, noNode)).toString());
    return found;
  });
}

/** The shortest number that is this float32: 0.1 for what JSON has as 0.1. */
function shortest(bits: bigint): number {
  const value = new Float32Array(Uint32Array.of(Number(bits)).buffer)[0] ?? 0;
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}
