import { ReadError, refuse } from '../../errors/index.ts';
import { quoteForMessage } from '../text.ts';

/** `ckpt.index: layer_with_weights-0/cell/kernel`. */
export function checkpointWhere(file: string, place: string): string {
  return `${file}: ${quoteForMessage(place, 160)}`;
}

/** @throws `checkpoint-damaged` always */
export function damagedAt(where: string): (reason: string) => never {
  return (reason) => refuse(ReadError, 'checkpoint-damaged', where, { reason });
}

/** @throws `checkpoint-checksum` when they differ */
export function compareChecksums(where: string, found: number, expected: number): void {
  const hex = (crc: number): string => `0x${crc.toString(16).padStart(8, '0')}`;
  if (found !== expected) refuse(ReadError, 'checkpoint-checksum', where, { found: hex(found), expected: hex(expected) });
}
