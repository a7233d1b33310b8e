import { describe, expect, test } from 'vitest';
import { codeOf, faultOf, fixtureBytes, seeded, strictSource } from '../../../fixtures/read/files.ts';
import { LabError } from '../../errors/index.ts';
import type { ByteSource } from '../index.ts';
import { openZip } from '../zip/index.ts';
import { attributesOf, datasetTensor, findObject, inspectHdf5, openRoot, openSuperblock, walkObjects } from './index.ts';

function members(name: string): ReadonlyMap<string, Uint8Array> {
  const zip = openZip(strictSource(name, fixtureBytes(name)));
  return new Map(
    zip.names.map((member) => [member, zip.open(member)] as const).map(([member, source]) => [member, source.read(0, source.size)]),
  );
}

/** Looks for `/x`, reads it, and walks the file. */
function readAll(source: ByteSource): void {
  const root = openRoot(openSuperblock(source, 0));
  const found = findObject(root, 'x');
  if (found?.kind === 'dataset') datasetTensor(found, '/x', source.name).load();
  for (const object of walkObjects(root)) attributesOf(object);
}

function refusalOf(action: () => void): LabError {
  try {
    action();
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

const hostile = members('hostile.h5.zip');
const bytesOf = (name: string): Uint8Array => hostile.get(name) ?? new Uint8Array(0);
const codes = JSON.parse(new TextDecoder().decode(bytesOf('codes.json'))) as Record<string, { code: string; where: string | null }>; // as: fixtures/make/hostile_hdf5.py wrote it

describe('hostile HDF5 files', () => {
  test.each(Object.entries(codes).map(([name, told]) => [name, told.code, told.where] as const))(
    '%s is %s at %s, in time',
    (name, code, where) => {
      const source = strictSource(name, bytesOf(name));
      const began = process.cpuUsage();
      const fault = faultOf(() => {
        readAll(source);
      });
      expect([fault?.code ?? 'none', fault?.where ?? null]).toEqual([code, where === null ? null : `${name}, ${where}`]);
      inspectHdf5(source);
      expect(process.cpuUsage(began).user / 1000).toBeLessThan(2000);
    },
  );

  test.each([
    ['soft-ring-earliest.h5', '"/x" → "/y" → "/x", a ring'],
    ['soft-ring-latest.h5', '"/x" → "/y" → "/x", a ring'],
    ['soft-none-latest.h5', '"/x" → "/gone/away", which is not there'],
    ['soft-good-latest.h5', '"/x" → "/y".'],
    ['soft-through.h5', '"/x" → "/y/z".'],
    ['soft-outside.h5', '"/x" → "/y/z".'],
    ['soft-long.h5', '"/y7" → …'],
    ['storage-all.h5', '"raw.bin", all bytes from byte 0'],
    ['too-big.h5', 'declares 4.0 TB, stores 0 bytes'],
    ['deflate-middle.h5', 'chunk 0'],
    ['fletcher.h5', 'chunk 0 was changed or damaged: its fletcher32 checksum is'],
    ['filter-szip.h5', 'szip (number 4)'],
    ['filter-blosc.h5', 'blosc (number 32001)'],
    ['filter-n-bit.h5', 'n-bit (number 5)'],
    ['filter-scale-offset.h5', 'scale-offset (number 6)'],
    ['filter-unknown.h5', 'deflate (number 40000)'],
    ['storage.h5', '"/nowhere/raw.bin", 128 bytes from byte 16'],
    ['external-latest.h5', '../secret.h5:/k'],
    ['shape-2-64.h5', '(1099511627776, 1099511627776)'],
  ])('%s says: %s', (name, words) => {
    expect(
      refusalOf(() => {
        readAll(strictSource(name, bytesOf(name)));
      }).message,
    ).toContain(words);
  });

  test('the inflate of a host is held to the same limit and refusals', () => {
    const inflate = (): Uint8Array | null => null;
    const source = { ...strictSource('x.h5', bytesOf('filter-left-out.h5')), inflate };
    expect(
      codeOf(() => {
        readAll(source);
      }),
    ).toBe('none');
    const longer = { ...strictSource('x.h5', bytesOf('deflate-sum.h5')), inflate };
    expect(
      codeOf(() => {
        readAll(longer);
      }),
    ).toBe('h5-chunk-size');
    const broken = {
      ...longer,
      inflate: () => {
        throw new Error('incorrect data check');
      },
    };
    expect(
      codeOf(() => {
        readAll(broken);
      }),
    ).toBe('h5-checksum');
  });
});

/** Larger files hold more of the same. */
const MOST_BYTES = 60_000;

test('each random file with one byte damaged, 15 times, reads or is refused with a code', () => {
  const random = seeded(4);
  for (const [name, bytes] of members('random.h5.zip')) {
    if (!name.endsWith('.h5') || bytes.length > MOST_BYTES) continue;
    for (let run = 0; run < 15; run++) {
      const damaged = bytes.slice();
      const at = Math.floor(random() * Math.min(bytes.length, run % 2 === 0 ? 4096 : bytes.length));
      damaged[at] = (damaged[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      const source = strictSource(name, damaged);
      const began = process.cpuUsage();
      codeOf(() => {
        for (const object of walkObjects(openRoot(openSuperblock(source, 0)))) {
          codeOf(() => [...attributesOf(object).values()].map((attribute) => attribute.facts()));
          if (object.kind === 'dataset') codeOf(() => datasetTensor(object, object.path, name).load());
        }
      });
      inspectHdf5(source);
      expect(process.cpuUsage(began).user / 1000).toBeLessThan(2000);
    }
  }
}, 120_000);
