import { describe, expect, test } from 'vitest';
import { arrayBytes, arraySource, expectedArrays, shownArrays } from '../../../fixtures/arrays/files.ts';
import { codeOf, faultOf, seeded, strictSource } from '../../../fixtures/read/files.ts';
import { openModelFiles } from '../index.ts';
import { LIMITS } from '../limits.ts';
import { openPickleWeights } from './index.ts';

const WRITERS = [
  ...[0, 1, 2, 3, 4, 5].flatMap((protocol) => [`np2_*_${protocol}`, `np1_*_${protocol}`]),
  ...[0, 1, 2].map((protocol) => `py2_*_${protocol}`),
];

/** A pickle from text (its characters are bytes). */
const pickle = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? Array.from(part, (unit) => unit.charCodeAt(0)) : part)));
const open = (...parts: (string | number[])[]): unknown => openPickleWeights(strictSource('w.pkl', pickle(...parts)));
const faultIn = (...parts: (string | number[])[]) => faultOf(() => open(...parts));

/** An array of two float32 numbers in protocol 2, up to its state. */
const ARRAY = 'cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\0\x85U\x01btR';
const FLOAT32 = 'cnumpy\ndtype\n(U\x02f4K\0K\x01tR(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb';

describe('pickles that Python wrote', () => {
  test.each(WRITERS)('%s: a list of weights', (writer) => {
    const file = openModelFiles([arraySource(`${writer.replace('*', 'list')}.pkl`)]);
    expect([file.format, file.groups.length, file.groups[0]?.name]).toEqual(['npy', 1, null]);
    const tensors = file.groups[0]?.tensors ?? [];
    expect(tensors.map(({ path, dtype }) => [path, dtype])).toEqual(expectedArrays.weights.map((_, index) => [String(index), 'float32']));
    expect(shownArrays(tensors)).toEqual(expectedArrays.weights);
  });

  test.each(WRITERS)('%s: every element type, byte order and order of axes', (writer) => {
    const tensors = openPickleWeights(arraySource(`${writer.replace('*', 'odd')}.pkl`)).groups[0]?.tensors ?? [];
    expect(shownArrays(tensors)).toEqual(expectedArrays.odd.map(({ shape, data }) => ({ shape, data })));
    expect(tensors.map(({ dtype }) => dtype)).toEqual(expectedArrays.odd.map(({ dtype }) => dtype));
  });

  test.each(['np2', 'np1', 'py2'])('%s: dictionaries and tuples give paths, a lone array is called 0', (writer) => {
    const [lstm, , , , , , dense, bias] = expectedArrays.weights;
    const nested = openPickleWeights(arraySource(`${writer}_dict.pkl`)).groups[0]?.tensors ?? [];
    const byPath = Object.fromEntries(nested.map((tensor, index) => [tensor.path, shownArrays(nested)[index]]));
    expect(byPath).toEqual({ 'lstm/kernel': lstm, 'dense/0': dense, 'dense/1': bias });
    const lone = openPickleWeights(arraySource(`${writer}_array.pkl`)).groups[0]?.tensors ?? [];
    expect([lone[0]?.path, shownArrays(lone)]).toEqual(['0', [expectedArrays.weights[1]]]);
  });

  test.each(['np2', 'np1', 'py2'])('%s: an object array in a .npy', (writer) => {
    const file = openModelFiles([arraySource(`${writer}_object.npy`)]);
    expect([file.format, shownArrays(file.groups[0]?.tensors ?? [])]).toEqual(['npy', expectedArrays.weights]);
  });

  test('NumPy turns arrays of one shape into numbers: the first axis counts the arrays', () => {
    const tensors = openModelFiles([arraySource('same_shapes.npy')]).groups[0]?.tensors ?? [];
    expect(tensors.map(({ path, shape }) => [path, shape])).toEqual([
      ['0', [2, 3]],
      ['1', [2, 3]],
    ]);
    expect([...(tensors[1]?.load().data ?? [])][0]).toBeCloseTo((((31 * 101) % 2039) - 1019) / 1024, 12);
  });

  test('no number is read before it is asked for', () => {
    const bytes = arrayBytes('np2_list_4.pkl');
    let reads = 0;
    const source = {
      ...strictSource('w.pkl', bytes),
      read: (at: number, length: number) => ((reads += 1), bytes.subarray(at, at + length)),
    };
    const tensors = openPickleWeights(source).groups[0]?.tensors ?? [];
    const before = reads;
    tensors[2]?.load();
    expect(reads - before).toBe(1);
  });
});

describe('what would run Python', () => {
  test.each<[string, string, (string | number[])[]]>([
    ['a global of protocol 0', 'the global "os.system"', ['cos\nsystem\n(S"ls"\ntR.']],
    ['a global of protocol 4', 'the global "builtins.eval"', [[0x80, 4], '\x8c\x08builtins\x8c\x04eval\x93.']],
    ['a name that only begins like NumPy', 'the global "numpy.core.multiarray.scalar"', ['cnumpy.core.multiarray\nscalar\n.']],
    ['a name with a dot', 'the global "numpy.ndarray.__reduce__"', ['cnumpy\nndarray.__reduce__\n.']],
    ['a class of protocol 0', 'the global "os.system"', ['(ios\nsystem\n.']],
    ['an object', 'an object of a class', ['(cnumpy\nndarray\no.']],
    ['NEWOBJ', 'an object of a class', ['cnumpy\nndarray\n)\x81.']],
    ['NEWOBJ_EX', 'an object of a class', ['cnumpy\nndarray\n)}\x92.']],
    ['a persistent id', 'a persistent id (an object kept elsewhere)', ['Pabc\n.']],
    ['a persistent id from the stack', 'a persistent id (an object kept elsewhere)', ['K\x01Q.']],
    ['an extension', 'a registered extension', [[0x82, 1], '.']],
    ['a set', 'a set', [[0x8f], '.']],
    ['a buffer elsewhere', 'a buffer outside of the file', [[0x97], '.']],
    ['a call of ndarray', 'a call of a name', ['cnumpy\nndarray\n)R.']],
    ['a call of a list', 'a call of a list', ['])R.']],
    ['an array of another type', 'an array made from a name', ['cnumpy.core.multiarray\n_reconstruct\n(cnumpy\ndtype\ntR.']],
    ['a list with a state', 'a list with a state of its own', [']K\x01b.']],
    ['None with a state', 'None with a state of its own', ['N}b.']],
    ['a number', 'a number where an array is expected', ['K\x05.']],
    ['a list of numbers', 'a number where an array is expected', ['](G?\xf0\0\0\0\0\0\0G?\xf0\0\0\0\0\0\0e.']],
    ['a truth value', 'a truth value where an array is expected', [[0x80, 2, 0x88], '.']],
    ['a text in a dictionary', 'a text where an array is expected', ['}X\x01\0\0\0aX\x01\0\0\0bs.']],
    ['a name', 'a name where an array is expected', ['cnumpy\nndarray\n.']],
    ['a dtype', 'a dtype where an array is expected', [`${FLOAT32}.`]],
    ['bytes', 'bytes where an array is expected', ['U\x01b.']],
    ['a tuple as a list', 'a tuple that is used as a list', [')K\x01a.']],
    ['a list as a dictionary', 'a list that is used as a dictionary', ['](K\x01K\x02u.']],
  ])('%s is npy-pickle', (_, found, parts) => {
    expect(faultIn(...parts)).toMatchObject({ code: 'npy-pickle', where: 'w.pkl', values: { found } });
  });

  test('the first foreign global is named, whatever stands before it', () => {
    const fault = faultIn(`(lp0\n${ARRAY}`, 'cposix\nsystem\n(S"ls"\ntR.');
    expect([fault?.code, fault?.message, fault?.hint]).toEqual([
      'npy-pickle',
      'The pickle holds the global "posix.system". Only plain NumPy arrays are read from a pickle; anything else would run Python.',
      expect.stringContaining('save with np.savez'),
    ]);
    expect(codeOf(() => openModelFiles([strictSource('w.pkl', pickle('cos\nsystem\n(S"ls"\ntR.'))]))).toBe('npy-pickle');
  });

  test('names like those of every object are foreign as all others', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
      expect(faultIn(`cnumpy\n${name}\n.`)).toMatchObject({ values: { found: `the global "numpy.${name}"` } });
    expect(({} as Record<string, unknown>)['ndarray']).toBeUndefined();
  });
});

describe('damaged pickles', () => {
  test.each<[string, string, (string | number[])[]]>([
    ['no end', 'the file ends here', [']']],
    ['bytes behind the end', '3 bytes stand behind its end', ['].abc']],
    ['an unknown step', '0xff is no step of a pickle', [[0xff]]],
    ['protocol 6', 'it is of protocol 6; 0 to 5 are read', [[0x80, 6], '].']],
    ['an empty stack', 'a value is missing', ['.']],
    ['a mark that hides the value', 'a value is missing', [']((a.']],
    ['no mark', 'a mark is missing', [']l.']],
    ['nothing kept', 'it refers to a value that it does not keep', ['h\x07.']],
    ['nothing kept under a number of 4 bytes', 'it refers to a value that it does not keep', ['j\x07\0\0\0.']],
    ['nothing kept in protocol 0', 'it refers to a value that it does not keep', ['g7\n.']],
    ['a key without a value', 'a dictionary has a key without a value', ['(K\x01d.']],
    ['a broken number', 'a number is broken', ['Iabc\n.']],
    ['a line without end', 'a line has no end', ['Vabc']],
    ['a string without quotes', 'a string is not in quotation marks', ['Sabc\n.']],
    ['a broken escape', 'an escape in a string is broken', ["S'\\xzz'\n."]],
    ['bytes past the end', 'the file ends here', ['B\xff\xff\xff\x7f.']],
    ['bytes of a negative length', 'the file ends here', ['T\xff\xff\xff\xff.']],
    ['2^63 bytes', 'the file ends here', ['\x8e\0\0\0\0\0\0\0\x80.']],
    ['a long number', 'a whole number is too long', [[0x8a, 9], 'abcdefghi.']],
    ['a global that is no text', 'a text is expected', ['K\x01K\x02\x93.']],
    ['a call without a tuple', 'a tuple is expected', ['c_codecs\nencode\n]R.']],
    ['bytes in UTF-8', 'bytes are written in an encoding other than Latin-1', ['c_codecs\nencode\n(X\x01\0\0\0aX\x04\0\0\0utf8tR.']],
    ['bytes from a number', 'a text is expected', ['c_codecs\nencode\n(K\x01X\x06\0\0\0latin1tR.']],
    ['an array that stays empty', 'an array is empty', [`${ARRAY}.`]],
    ['an array without bytes', 'the numbers of an array are missing', [`${ARRAY}(K\x01K\x02\x85${FLOAT32}\x89Ntb.`]],
    ['an array without a type', 'the type of an array is missing', [`${ARRAY}(K\x01K\x02\x85N\x89U\x04abcdtb.`]],
    ['objects as bytes', 'an array of objects holds bytes', [`${ARRAY}(K\x01K\x01\x85cnumpy\ndtype\n(U\x02O8tR\x89U\x04abcdtb.`]],
    ['too few objects', 'an array of objects has the wrong number of them', [`${ARRAY}(K\x01K\x02\x85N\x89]tb.`]],
    ['a name of 70,000 bytes', 'a name is too long', [`}X\x70\x11\x01\0${'a'.repeat(70_000)}${ARRAY}s.`]],
    [
      'an order of axes that repeats',
      'the order of axes is broken',
      [`cnumpy.core.numeric\n_frombuffer\n(C\x04abcd${FLOAT32}(K\x01K\x01tU\x01K(K\0K\0ttR.`],
    ],
  ])('%s: %s', (_, reason, parts) => {
    const fault = faultIn(...parts);
    expect(fault).toMatchObject({ code: 'pickle-damaged', where: 'w.pkl', values: { reason } });
    expect(fault?.values['offset']).toBeTypeOf('number');
  });

  test.each<[string, string, (string | number[])[]]>([
    ['too few bytes', 'npy-length', [`${ARRAY}(K\x01K\x02\x85${FLOAT32}\x89U\x04abcdtb.`]],
    ['too many bytes', 'npy-length', [`${ARRAY}(K\x01)${FLOAT32}\x89U\x05abcdetb.`]],
    ['a negative axis', 'npy-shape', [`${ARRAY}(K\x01J\xff\xff\xff\xff\x85${FLOAT32}\x89U\x04abcdtb.`]],
    ['an axis that is a text', 'npy-shape', [`${ARRAY}(K\x01U\x01a\x85${FLOAT32}\x89U\x04abcdtb.`]],
    ['33 axes', 'npy-shape', [`${ARRAY}(K\x01(${'K\x01'.repeat(33)}t${FLOAT32}\x89U\x04abcdtb.`]],
    ['2^60 numbers', 'npy-shape', [`${ARRAY}(K\x01\x8a\x08\0\0\0\0\0\0\0\x10\x85${FLOAT32}\x89U\x04abcdtb.`]],
    ['complex numbers', 'npy-dtype', [`${ARRAY}(K\x01)cnumpy\ndtype\n(U\x02c8tR\x89U\x08abcdefghtb.`]],
    ['named parts', 'npy-dtype', ['cnumpy\ndtype\n(U\x02V8tR(K\x03U\x01|N(U\x01at}K\x08K\x01K\0tb.']],
    ['no arrays', 'arrays-none', ['].']],
  ])('%s is %s', (_, code, parts) => {
    expect(faultIn(...parts)).toMatchObject({ code, where: 'w.pkl' });
  });

  test.each<[string, string, () => (string | number[])[]]>([
    ['steps', 'steps', () => [']'.repeat(LIMITS.pickleSteps + 1)]],
    ['lists in each other', 'lists in each other', () => [`${']'.repeat(40)}${'a'.repeat(39)}.`]],
    ['a list in itself', 'lists in each other', () => [']q\0h\0a.']],
    ['a tree of shared lists', 'arrays', () => [`]q\0${Array.from({ length: 12 }, () => '](h\0h\0h\0eq\0').join('')}.`]],
    ['one line', 'bytes in one line', () => [`V${'a'.repeat(LIMITS.pickleLineBytes + 1)}\n.`]],
  ])('more %s than the limit is pickle-too-big', (_, what, parts) => {
    const text = parts().join('');
    const bytes = new TextEncoder().encode(text);
    expect(faultOf(() => openPickleWeights(strictSource('w.pkl', bytes)))).toMatchObject({ code: 'pickle-too-big', values: { what } });
  });

  test('2,400 changed bytes give arrays or a code', () => {
    const random = seeded(11);
    for (const name of ['np2_odd_0.pkl', 'np1_odd_2.pkl', 'py2_odd_1.pkl', 'np2_odd_5.pkl', 'np2_dict.pkl', 'np2_object.npy']) {
      const bytes = arrayBytes(name);
      for (let index = 0; index < 400; index++) {
        const damaged = bytes.slice();
        damaged[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
        codeOf(() => openModelFiles([strictSource(name, damaged)]).groups[0]?.tensors.forEach((tensor) => tensor.load()));
      }
    }
  });
});

/** Found by damaging sound files at random: half a character of two bytes counted as one and was read as none. */
test.each(['text-not-utf8-a.pkl', 'text-not-utf8-b.pkl'])('%s is refused when its numbers are read', (name) => {
  const file = openModelFiles([arraySource(`damaged/${name}`)]);
  const fault = faultOf(() => file.groups.forEach((group) => group.tensors.forEach((tensor) => tensor.load())));
  expect(fault).toMatchObject({ code: 'pickle-damaged' });
});
