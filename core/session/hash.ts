import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ByteSource, Sha256 } from '../read/index.ts';
import type { Progress } from './progress.ts';

const BLOCK_BYTES = 1 << 22;

/** SHA-256 of each file, read block by block with a turn after each; the host's own hash where it brings one. */
export function* sha256Of(sources: readonly ByteSource[]): Generator<Progress, readonly string[], void> {
  const of = sources.reduce((bytes, source) => bytes + source.size, 0);
  const digests: string[] = [];
  let done = 0;
  for (const source of sources) {
    const hash = source.sha256?.() ?? portableSha256();
    for (let offset = 0; offset < source.size; offset += BLOCK_BYTES) {
      const bytes = source.read(offset, Math.min(BLOCK_BYTES, source.size - offset));
      hash.update(bytes);
      done += bytes.length;
      yield { done, of };
    }
    digests.push(hash.digest());
  }
  return digests;
}

function portableSha256(): Sha256 {
  const hash = sha256.create();
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => bytesToHex(hash.digest()),
  };
}
