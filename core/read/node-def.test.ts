import { expect, test } from 'vitest';
import { readNodeDef } from './node-def.ts';

// Nodes of TensorFlow 2.21 as `NodeDef.SerializeToString(deterministic=True).decode()`.
const STRIDED_SLICE =
  '\n\u000fstrided_slice_1\u0012\fStridedSlice\u001a\u0001x\u001a\u0015strided_slice_1/stack\u001a\u0017strided_slice_1/stack_1\u001a\u0017strided_slice_1/stack_2*\u000b\n\u0005Index\u0012\u00020\u0003*\u0007\n\u0001T\u0012\u00020\u0001*\u0010\n\nbegin_mask\u0012\u0002\u0018\u0005*\u0013\n\rellipsis_mask\u0012\u0002\u0018\u0000*\u000e\n\bend_mask\u0012\u0002\u0018\u0005*\u0013\n\rnew_axis_mask\u0012\u0002\u0018\u0000*\u0016\n\u0010shrink_axis_mask\u0012\u0002\u0018\u0000';

test('a slice has its inputs and its masks', () => {
  expect(readNodeDef(STRIDED_SLICE)).toEqual({
    op: 'StridedSlice',
    input: ['x', 'strided_slice_1/stack', 'strided_slice_1/stack_1', 'strided_slice_1/stack_2'],
    attr: {
      Index: { type: 'DT_INT32' }, T: { type: 'DT_FLOAT' }, begin_mask: { i: '5' }, ellipsis_mask: { i: '0' }, end_mask: { i: '5' },
      new_axis_mask: { i: '0' }, shrink_axis_mask: { i: '0' },
    },
  }); // prettier-ignore
});

test.each([
  ['\n\u0004Mean\u0012\u0004Mean\u001a\u0001h\u001a\u0001i*\u000f\n\tkeep_dims\u0012\u0002(\u0001', { keep_dims: { b: true } }],
  ['\n\u0001e\u0012\u0006Einsum\u001a\u0001x*\u001a\n\bequation\u0012\u000e\u0012\fbij,bkj->bik', { equation: { text: 'bij,bkj->bik' } }],
  ['\n\u0001s\u0012\u0007Squeeze*\u0017\n\fsqueeze_dims\u0012\u0007\n\u0005\u001a\u0003\u0001\u0002\u0003', { squeeze_dims: { list: { i: ['1', '2', '3'] } } }], // prettier-ignore
  ['\n\u0001s\u0012\u0007Squeeze*\u0014\n\fsqueeze_dims\u0012\u0004\n\u0002\u0018\u0001', { squeeze_dims: { list: { i: ['1'] } } }],
  ['\n\u0001l\u0012\tLeakyRelu*\u000e\n\u0005alpha\u0012\u0005%\u0000\u0000\u0000>', { alpha: { f: 0.125 } }],
])('%j has the attributes %j', (text, attr) => {
  expect(readNodeDef(text)).toMatchObject({ attr });
});

test.each(['Mul', '\n\u0003mul\u0012\u0050Mul', '\u0007'])('%j is no node', (text) => {
  expect(readNodeDef(text)).toBeNull();
});
