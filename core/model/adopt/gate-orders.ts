import { GRU_GATES, LSTM_GATES } from '../../layers/index.ts';
import { KERAS_1_GRU, KERAS_1_LSTM } from './keras-1.ts';
import { ONNX_GRU_GATES, ONNX_LSTM_GATES } from './onnx.ts';
import { TORCH_GRU_GATES, TORCH_LSTM_GATES } from './pytorch-recurrent.ts';
import { TF1_GRU_GATES, TF1_LSTM_GATES } from './tf1-cells.ts';

/** The orders of gate blocks that are known here, by who writes them; the sources stand beside each. */
const ORDERS: readonly (readonly [writer: string, gates: readonly string[]])[] = [
  ['Keras', LSTM_GATES],
  ['Keras', GRU_GATES],
  ['PyTorch', TORCH_LSTM_GATES],
  ['PyTorch', TORCH_GRU_GATES],
  ['ONNX', ONNX_LSTM_GATES],
  ['ONNX', ONNX_GRU_GATES],
  ['Keras 1', KERAS_1_LSTM],
  ['Keras 1', KERAS_1_GRU],
  ['TensorFlow 1', TF1_LSTM_GATES],
  // Its gates stand in one array, its candidate in another.
  ['TensorFlow 1', [...TF1_GRU_GATES, 'g']],
];

/** Who writes gate blocks in this order, by their letters: `ONNX` for i, o, f, g; nobody for most. */
export function orderUsers(gates: readonly string[]): readonly string[] {
  return ORDERS.filter(([, order]) => order.join() === gates.join()).map(([writer]) => writer);
}
