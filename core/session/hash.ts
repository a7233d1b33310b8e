import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ByteSource } from '../read/index.ts';

const BLOCK_BYTES = 1 << 20;

/** SHA-256 of a file, read block by block. */
export function sha256Of(source: ByteSource): string {
  const hash = sha256.create();
  for (let offset = 0; offset < source.size; offset += BLOCK_BYTES) {
    hash.update(source.read(offset, Math.min(BLOCK_BYTES, source.size - offset)));
  }
  return bytesToHex(hash.digest());
}
