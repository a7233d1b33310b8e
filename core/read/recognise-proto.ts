import { ByteReader } from './byte-reader.ts';
import type { ByteSource } from './byte-source.ts';
import { readVarint } from './protobuf.ts';

/** One field at the top of a message: its number, and where its content stands if it has one. */
interface TopField {
  readonly number: number;
  readonly content: { readonly offset: number; readonly size: number } | null;
}

/** What is looked at before a file is called unknown; ONNX has a few fields before its graph, a graph of TensorFlow one per node. */
const MOST_FIELDS = 64;
/** Tag and length: two varints. */
const HEADER_BYTES = 20;

/**
 * Tells the protocol-buffer files that people take for models by the numbers of their first fields. Contents are stepped over, so a file of any
 * size costs a few small reads. Null when it is no message or none of these.
 * Source: onnx/onnx.proto `ModelProto`; tensorflow/core/protobuf/saved_model.proto; tensorflow/core/framework/graph.proto.
 */
export function recogniseProto(source: ByteSource): 'onnx' | 'saved-model' | 'tf-graph' | null {
  const fields = topFields(source);
  if (fields === null) return null;
  const [first] = fields;
  const has = (number: number): boolean => fields.some((field) => field.number === number && field.content !== null);
  // ir_version, producer, …, graph (7), opset_import (8).
  if (has(7) && fields.every(({ number }) => number <= 25) && (first.content === null || has(8))) return 'onnx';
  // saved_model_schema_version, then meta graphs that begin with their own information.
  if (first.number === 1 && first.content === null && has(2) && fields.every(({ number }) => number <= 2)) return 'saved-model';
  // Nodes one after the other, each beginning with its name.
  const node = first.content;
  const isNamed = first.number === 1 && node !== null && node.size > 2 && source.read(node.offset, 1)[0] === 0x0a;
  return isNamed && fields.every(({ number }) => number <= 4) ? 'tf-graph' : null;
}

/** The first fields of a message; null when the bytes cannot be one. */
function topFields(source: ByteSource): readonly [TopField, ...TopField[]] | null {
  const fields: TopField[] = [];
  let position = 0;
  try {
    while (position < source.size && fields.length < MOST_FIELDS) {
      const reader = new ByteReader(source.read(position, Math.min(HEADER_BYTES, source.size - position)), noMessage);
      const tag = readVarint(reader, noMessage);
      const wire = Number(tag & 7n);
      const value = wire === 0 || wire === 2 ? readVarint(reader, noMessage) : 0n;
      const width = wire === 2 ? value : wire === 1 ? 8n : wire === 5 ? 4n : wire === 0 ? 0n : noMessage();
      const offset = position + reader.position;
      if (tag >> 3n < 1n || tag >> 3n > 10_000n || BigInt(offset) + width > BigInt(source.size)) return null;
      fields.push({ number: Number(tag >> 3n), content: wire === 2 ? { offset, size: Number(width) } : null });
      position = offset + Number(width);
    }
  } catch (error) {
    if (error instanceof NoMessage) return null;
    throw error;
  }
  const [first, ...rest] = fields;
  return fields.length === 0 ? null : [first, ...rest];
}

/** Says inside this file that the bytes are no message; it never leaves it. */
class NoMessage extends Error {}

function noMessage(): never {
  throw new NoMessage('no message');
}
