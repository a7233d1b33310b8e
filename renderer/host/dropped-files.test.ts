import { describe, expect, test } from 'vitest';
import { LabError } from '../../core/session/index.ts';
import { droppedFiles } from './dropped-files.ts';
import { type Bridge, electronHost } from './electron-host.ts';
import { MOST_FILES, refusalOfMany } from './few-files.ts';

/** Row 79 of the torture list: what may be dropped on the window. The parts of the browser that are used, as plain objects. */
interface Entry {
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly name: string;
  readonly file?: (take: (file: File) => void, fail: (cause: unknown) => void) => void;
  readonly createReader?: () => { readEntries(take: (entries: readonly Entry[]) => void, fail: (cause: unknown) => void): void };
}

const GONE = new DOMException('A requested file or directory could not be found at the time an operation was processed.', 'NotFoundError');
const fileNamed = (name: string): File => new File(['x'], name);
const fileEntry = (name: string): Entry => ({
  isFile: true,
  isDirectory: false,
  name,
  file: (take) => {
    take(fileNamed(name));
  },
});

/** A folder that lists itself 100 entries at a time, as Chromium does. */
function folder(name: string, entries: readonly Entry[]): Entry {
  return {
    isFile: false,
    isDirectory: true,
    name,
    createReader: () => {
      const rest = [...entries];
      return {
        readEntries: (take) => {
          take(rest.splice(0, 100));
        },
      };
    },
  };
}

function drop(entries: readonly Entry[], files: readonly File[] = []): DataTransfer {
  const items = entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry, getAsFile: () => fileNamed(entry.name) }));
  return { types: ['Files'], items, files, getData: () => '' } as unknown as DataTransfer; // as: the parts that are used
}

const dropAddress = (list: string): DataTransfer =>
  ({
    types: ['text/uri-list', 'text/plain'],
    items: [],
    files: [],
    getData: (type: string) => (type === 'text/uri-list' ? list : ''),
  }) as unknown as DataTransfer; // as: see above

async function refusalOf(work: Promise<unknown>): Promise<LabError> {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof LabError)) throw new Error('it was not refused with a code', { cause: error });
  return error;
}

describe('a drop', () => {
  test('of files and folders gives their files; hidden ones stay', async () => {
    const entries = [
      folder('model', [fileEntry('config.json'), fileEntry('.DS_Store'), folder('inner', [fileEntry('w.h5')])]),
      fileEntry('x.csv'),
    ];
    expect((await droppedFiles(drop(entries))).map(({ name }) => name)).toEqual(['x.csv', 'config.json', 'w.h5']);
  });

  test.each([
    ['https://example.org/model.keras\r\nhttps://example.org/b\r\n', 'https://example.org/model.keras'],
    ['file:///etc/passwd', 'file:///etc/passwd'],
    [`https://example.org/${'a'.repeat(100_000)}`, `https://example.org/${'a'.repeat(180)}`],
  ])('of an address is refused by name', async (list, where) => {
    expect(await refusalOf(droppedFiles(dropAddress(list)))).toMatchObject({
      code: 'file-kind',
      where,
      values: { file: where, found: 'an address, which is never opened' },
    });
  });

  test('of text alone is none of ours', async () => {
    expect(await droppedFiles(dropAddress(''))).toEqual([]);
  });

  test.each([
    [
      '1,000 files',
      drop(
        [],
        Array.from({ length: 1_000 }, (_, index) => fileNamed(`${index}.keras`)),
      ),
    ],
    [
      'a folder of 1,000',
      drop([
        folder(
          'disk',
          Array.from({ length: 1_000 }, (_, index) => fileEntry(`${index}.keras`)),
        ),
      ]),
    ],
    [
      'many folders',
      drop(
        Array.from({ length: 20 }, () =>
          folder(
            'f',
            Array.from({ length: 90 }, (_, index) => fileEntry(`${index}.keras`)),
          ),
        ),
      ),
    ],
  ])('of %s is refused before any is read', async (_, transfer) => {
    expect(await refusalOf(droppedFiles(transfer))).toMatchObject({
      code: 'file-kind',
      where: '0.keras',
      values: { found: 'a choice of more than 256 files' },
    });
  });

  test('of as many as a model may have is not', () => {
    expect(refusalOfMany(Array.from({ length: MOST_FILES }, String))).toBeNull();
    expect(refusalOfMany([])).toBeNull();
  });

  test('of a file or folder that is gone when it is read says so', async () => {
    const goneFile: Entry = {
      ...fileEntry('m.keras'),
      file: (_, fail) => {
        fail(GONE);
      },
    };
    const goneFolder: Entry = {
      ...folder('gone', []),
      createReader: () => ({
        readEntries: (_, fail) => {
          fail(GONE);
        },
      }),
    };
    const reason = 'A requested file or directory could not be found at the time an operation was processed';
    expect(await refusalOf(droppedFiles(drop([folder('f', [goneFile])])))).toMatchObject({
      code: 'read-failed',
      where: 'm.keras',
      values: { reason },
    });
    expect(await refusalOf(droppedFiles(drop([goneFolder])))).toMatchObject({ code: 'read-failed', where: 'gone', values: { reason } });
  });

  test('in the desktop app a file that is gone says so too', async () => {
    const host = electronHost({} as Bridge); // as: nothing of the bridge is used
    const gone = { name: 'm.keras', arrayBuffer: () => Promise.reject(GONE) } as unknown as File; // as: the parts that are used
    expect(await refusalOf(host.fromDrop([fileNamed('a.h5'), gone]))).toMatchObject({ code: 'read-failed', where: 'm.keras' });
  });
});
