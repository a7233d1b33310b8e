import { bufferSource, Lab } from '../../core/session/index.ts';
import { writeNpz } from '../../core/write/index.ts';

const NAMES = {
  masking: '"""\nopen("hacked", "w")\n"""',
  both: "'); open('hacked', 'w') #",
  gru: '../../層\u202e\\" {0} %s',
  head: '__import__("os").system("touch hacked")',
};

/** Numbers that differ from one another, in −0.5 … 0.5. */
function numbers(shape: readonly number[], seed: number): { readonly shape: readonly number[]; readonly data: Float32Array } {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return { shape, data: Float32Array.from({ length: size }, (_, at) => ((at * 37 + seed * 11) % 101) / 101 - 0.5) };
}

/** A model with masks, both directions and the hard_sigmoid of Keras 2, whose layers bear names that would be code; with a sequence. */
export function hostileLab(): Lab {
  const layers = [
    { class_name: 'Masking', config: { name: NAMES.masking, mask_value: 0, batch_input_shape: [null, 6, 3] } },
    {
      class_name: 'Bidirectional',
      config: {
        name: NAMES.both,
        merge_mode: 'concat',
        layer: {
          class_name: 'LSTM',
          config: { name: 'x"', units: 2, activation: 'tanh', recurrent_activation: 'hard_sigmoid', return_sequences: true },
        },
      },
    },
    { class_name: 'GRU', config: { name: NAMES.gru, units: 5, reset_after: true, return_sequences: false } },
    { class_name: 'Dense', config: { name: NAMES.head, units: 2, activation: 'softmax' } },
  ];
  const config = { class_name: 'Sequential', keras_version: '2.15.0', backend: 'tensorflow', config: { name: 'sequential', layers } };
  const shapes = [[3, 8], [2, 8], [8], [3, 8], [2, 8], [8], [4, 15], [5, 15], [2, 15], [5, 2], [2]];
  const weights = writeNpz(shapes.map((shape, index) => [`arr_${index}`, numbers(shape, index)] as const));
  const lab = new Lab();
  lab.open([bufferSource('model.json', new TextEncoder().encode(JSON.stringify(config))), bufferSource('weights.npz', weights)]);
  const { shape, data } = numbers([2, 6, 3], 50);
  data.fill(0, 12, 18); // the last two steps of the first sample are padding
  lab.setSequenceFiles([bufferSource('x.npz', writeNpz([['x', { shape, data }]]))]);
  return lab;
}
