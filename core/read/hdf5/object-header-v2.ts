import { type H5File, expectSignature, readBlock, readChecked, refuseDamaged, verifyChecksum, blockReader } from './h5-file.ts';
import type { HeaderForm } from './object-header.ts';

/** Longest head: signature, version, flags, four times, two phase change values, size of the first block. */
const HEAD_BYTES = 34;

/**
 * A header of version 2, `OHDR`, continued in `OCHK` blocks; each ends with a checksum. Source: HDF5 File Format Specification 3.0, IV.A.1.b.
 * @throws `h5-damaged`, `h5-checksum`
 */
export function openNewHeader(file: H5File, address: number, path: string): HeaderForm {
  const head = readBlock(file, address, Math.min(HEAD_BYTES, file.source.size - file.base - address), 'an object header');
  expectSignature(file, head, 'OHDR', path);
  const version = head.u8();
  if (version !== 2) refuseDamaged(file, path, `its object header has version ${version}; 1 and 2 are known`);
  const flags = head.u8();
  if ((flags & 0x20) !== 0) head.skip(16); // times of access, modification, change and birth
  if ((flags & 0x10) !== 0) head.skip(4); // when attributes change between compact and dense storage
  const firstBytes = head.uint(1 << (flags & 3));
  const headBytes = head.position;
  const first = { address, length: headBytes + Number(firstBytes) + 4 };
  const creationOrderBytes = (flags & 4) !== 0 ? 2 : 0;
  return {
    first,
    count: Infinity,
    messageHeadBytes: 4 + creationOrderBytes,
    openBlock(block) {
      if (block !== first) return readChecked(file, block.address, block.length, 'OCHK', 'an object header continuation');
      const whole = readBlock(file, address, first.length, 'an object header').bytes;
      const content = verifyChecksum(file, whole, path, 'an object header').subarray(headBytes);
      return blockReader(file, content, path, 'an object header');
    },
    readHead(reader) {
      const parts = { type: reader.u8(), length: reader.u16(), flags: reader.u8() };
      reader.skip(creationOrderBytes);
      return parts;
    },
  };
}
