import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Shape, Tensor } from '../tensor/index.ts';

/** An array as a certificate names it. `sha256` is of its numbers alone: row-major, little-endian, in this element type. */
export interface ArrayDigest {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: 'float32' | 'float64' | 'int32' | 'uint8';
  readonly sha256: string;
}

export function arrayDigest(name: string, { shape, data }: Tensor): ArrayDigest {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength); // every machine that runs JavaScript is little-endian
  return { name, shape, dtype: dtypeOf(data), sha256: bytesToHex(sha256(bytes)) };
}

function dtypeOf(data: Tensor['data']): ArrayDigest['dtype'] {
  if (data instanceof Float64Array) return 'float64';
  if (data instanceof Int32Array) return 'int32';
  return data instanceof Uint8Array ? 'uint8' : 'float32';
}
