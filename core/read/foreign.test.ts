import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { bytesField, numberField } from '../../fixtures/read/checkpoint-writer.ts';
import { codeOf, faultOf, fixture, fixtureBytes, seeded, strictSource } from '../../fixtures/read/files.ts';
import { LabError } from '../errors/index.ts';
import { openModelFiles, readSequence } from './index.ts';
import { describeKind, recognise } from './recognise.ts';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const open = (bytes: Uint8Array): string => codeOf(() => openModelFiles([strictSource('model.h5', bytes)]));

describe('files of other programs', () => {
  test.each([
    ['saved_model.pb', 'saved-model'],
    ['graph.pb', 'saved-model'],
    ['model.tflite', 'tflite-model'],
    ['torch-zip.pt', 'pytorch-file'],
    ['torch-legacy.pt', 'pytorch-file'],
    ['plain.joblib', 'joblib-file'],
    ['zlib.joblib', 'packed-file'],
  ])('%s is refused as %s whatever its name, with a recipe', (name, code) => {
    try {
      openModelFiles([strictSource('model.h5', fixtureBytes(`foreign/${name}`))]);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      expect([error.code, error.where]).toEqual([code, 'model.h5']);
      expect(error.hint).toMatch(/save|open/);
    }
    expect.assertions(2);
  });

  test.each<[string, string, Uint8Array]>([
    ['Keras 2 to_yaml()', 'yaml-model', text('backend: tensorflow\nclass_name: Sequential\nconfig:\n  layers: []\n')],
    ['another YAML', 'format-unknown', text('config:\n  learning_rate: 1\n')],
    ['a manifest of Orbax', 'orbax-checkpoint', Uint8Array.of(0x0c, 0xdb, 0x3a, 0x2a, 0, 0)],
    ['_METADATA of Orbax', 'orbax-checkpoint', text('{"tree_metadata": {}, "use_ocdbt": true}')],
    ['_CHECKPOINT_METADATA of Orbax', 'orbax-checkpoint', text('{"item_handlers": null, "init_timestamp_nsecs": 1}')],
    ['gzip', 'packed-file', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0)],
    ['xz', 'packed-file', Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)],
    ['7z', 'packed-file', Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27)],
    ['tar', 'packed-file', Uint8Array.from([...new Array<number>(257).fill(97), ...text('ustar\u0000')])],
    ['a page', 'html-page', text('<html></html>')],
    ['a pointer', 'git-lfs-pointer', text('version https://git-lfs.github.com/spec/v1\n')],
    ['text', 'format-unknown', text('hello')],
  ])('%s is %s', (_title, code, bytes) => {
    expect(open(bytes)).toBe(code);
  });

  test.each<[string, Uint8Array]>([
    ['.lnk of Windows', Uint8Array.of(0x4c, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46, 0x9b, 0, 8, 0)],
    ['.url of Windows', text('[InternetShortcut]\r\nURL=https://example.org/model.keras\r\n')],
    [
      '.url with properties first',
      text('[{000214A0-0000-0000-C000-000000000046}]\r\nProp3=19,11\r\n[InternetShortcut]\r\nURL=file:///C:/m.h5\r\n'),
    ],
    ['.url with a byte-order mark', text('\ufeff[InternetShortcut]\r\nURL=https://example.org/\r\n')],
    ['.desktop of Linux', text('#!/usr/bin/env xdg-open\n[Desktop Entry]\nType=Link\nURL=/etc/passwd\nExec=rm -rf /\n')],
    ['alias of macOS', Uint8Array.from([...text('book\0\0\0\0mark'), 0, 0, 0, 0, 0x38, 0, 0, 0])],
    [
      '.webloc of macOS',
      text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">\n<dict>\n<key>URL</key>\n<string>https://example.org/</string>\n</dict>\n</plist>\n',
      ),
    ],
  ])('a shortcut, %s, is named and never followed', (_title, bytes) => {
    const fault = faultOf(() => openModelFiles([strictSource('model.keras', bytes)]));
    expect(fault).toMatchObject({ code: 'file-kind', where: 'model.keras' });
    expect(fault?.message).toContain('"model.keras" is a shortcut that leads to something else');
    expect(faultOf(() => readSequence(strictSource('x.csv', bytes)))).toMatchObject({ code: 'seq-unknown', where: 'x.csv' });
  });

  test.each([
    ['saved_model/saved_model.pb', 'saved-model'],
    ['archive/data.pkl', 'pytorch-file'],
    ['step/manifest.ocdbt', 'orbax-checkpoint'],
    ['step/_CHECKPOINT_METADATA', 'orbax-checkpoint'],
    ['notes.txt', 'keras-no-config'],
    ['inner.tar', 'packed-file'],
  ])('a zip with %s is %s', (name, code) => {
    const tar = Uint8Array.from([...new Array<number>(257).fill(97), ...text('ustar\u0000')]);
    expect(open(zipSync({ [name]: name === 'inner.tar' ? tar : text('x') }))).toBe(code);
  });

  test('a SavedModel with its variables is still a program; the variables alone open', () => {
    const variables = [fixture('checkpoints/saved_model.index'), fixture('checkpoints/saved_model.data-00000-of-00001')];
    expect(codeOf(() => openModelFiles([...variables, fixture('foreign/saved_model.pb')]))).toBe('saved-model');
    expect(openModelFiles(variables).format).toBe('tf-checkpoint');
  });
});

test('a zip whose two end records differ is damaged, not read in one of two ways', () => {
  const bytes = fixtureBytes('foreign/torch-zip.pt');
  const end = bytes.length - 22;
  for (const at of [end + 10, end + 12, end + 16]) {
    const damaged = bytes.slice();
    damaged[at] ^= 1;
    expect(open(damaged)).toMatch(/^zip-(?:damaged|multi-disk)$/);
  }
});

describe('protocol buffers are told apart by the numbers of their fields', () => {
  const graph = bytesField(7, bytesField(1, [0x0a, 0]));
  const kind = (...fields: readonly number[][]): string => recognise(strictSource('x', Uint8Array.from(fields.flat())));

  test.each<[string, number[][]]>([
    ['onnx', [numberField(1, 8), bytesField(2, [...text('pytorch')]), graph, bytesField(8, numberField(2, 17))]],
    ['onnx', [bytesField(8, []), graph, bytesField(2, [...text('no version')])]],
    ['saved-model', [numberField(1, 1), bytesField(2, [0x0a, 0])]],
    ['tf-graph', [bytesField(1, [0x0a, 1, 97]), bytesField(1, [0x0a, 1, 98]), bytesField(4, [])]],
    ['unknown', [numberField(1, 1)]],
    ['unknown', [bytesField(1, [1, 2, 3])]],
    ['unknown', [bytesField(1, [0x0a])]],
    ['unknown', [numberField(1, 8), graph, numberField(99, 1)]],
    ['unknown', [[0x08]]],
    ['unknown', [[0x0f, 1]]],
    ['unknown', [[0x0a, 9, 1]]],
    ['unknown', [[0x00, 1]]],
    [
      'unknown',
      [
        [9, 1, 2, 3, 4, 5, 6, 7, 8],
        [13, 1, 2, 3, 4],
      ],
    ],
  ])('%s %#', (expected, fields) => {
    expect(kind(...fields)).toBe(expected);
  });

  test('10,000 random beginnings are recognised or not, and never fail', () => {
    const random = seeded(23);
    for (let round = 0; round < 10_000; round++) {
      const bytes = Uint8Array.from({ length: 1 + Math.floor(random() * 40) }, () => Math.floor(random() * (round % 2 === 0 ? 256 : 32)));
      expect(describeKind(recognise(strictSource('x', bytes)))).toMatch(/^(an?|of|the) /);
    }
  });
});
