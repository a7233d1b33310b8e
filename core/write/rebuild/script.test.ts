import { expect, test } from 'vitest';
import { buildModel, type Model } from '../../model/index.ts';
import type { WeightFile } from '../../read/index.ts';
import { type Shape, storedTensor } from '../../tensor/index.ts';
import { archiveNames } from './array-names.ts';
import { graphCode } from './graph-code.ts';
import { rebuildScript } from './script.ts';

function zeros(...shape: number[]): ReturnType<typeof storedTensor> {
  return storedTensor(`array ${shape.join('x')}`, 'test', { shape, data: new Float32Array(shape.reduce((size, axis) => size * axis, 1)) });
}

type Groups = Readonly<Record<string, readonly ReturnType<typeof zeros>[]>>;

function model(layers: readonly object[], groups: Groups, version?: string): Model {
  return described({ class_name: 'Sequential', config: { name: 'sequential', layers } }, groups, version);
}

function described(config: object, groups: Groups, version = '2.15.0'): Model {
  const file: WeightFile = {
    format: 'keras-legacy',
    producer: { name: 'keras', version },
    config,
    groups: Object.entries(groups).map(([name, tensors]) => ({ name, tensors })),
    savedAt: null,
    pairs: [],
    leftovers: [],
    warnings: [],
  };
  return buildModel(file);
}

/** What a script is made of when every layer of `names` ran. */
function facts(of: Model, names: readonly string[], more: readonly string[] = []): Parameters<typeof graphCode>[0] {
  const arrays = new Map<string, Shape>(
    ['input', 'output', ...names.map((name) => `${name}/output`), ...more].map((name) => [name, [2, 7, 3]]),
  );
  return { model: of, arrays, states: new Map(), lengths: new Map(), named: archiveNames(arrays.keys()) };
}

const LSTM = { name: 'lstm', units: 2, recurrent_activation: 'hard_sigmoid', return_sequences: true, batch_input_shape: [null, 7, 3] };
const LSTM_ARRAYS = [zeros(3, 8), zeros(2, 8), zeros(8)];

test('a small model reads as one would write it', () => {
  const layers = [
    { class_name: 'LSTM', config: LSTM },
    { class_name: 'Dense', config: { name: 'head', units: 1, activation: 'swish' } },
  ];
  const of = model(layers, { lstm: LSTM_ARRAYS, head: [zeros(2, 1), zeros(1)] });
  expect(graphCode(facts(of, ['lstm', 'head']))).toMatchInlineSnapshot(`
    "# What wrote the file.
    WRITTEN_BY = ["keras", "2.15.0"]

    # Arrays that enter, and their type.
    INPUTS = {
        "input": FLOAT,
    }

    # Inputs whose samples ran to their own length each: timesteps of every sample.
    LENGTHS = {}

    # Layers that did not run, or lie behind one that did not: [name, class].
    LEFT_OUT = []

    # Outputs of the model, and the array of a layer that each is.
    SAME = {
        "output": "head/output",
    }

    # Arrays of each layer in the order in which Keras takes them.
    WEIGHTS = {
        "lstm_1": ["lstm/kernel", "lstm/recurrent_kernel", "lstm/bias"],
        "dense_2": ["head/kernel", "head/bias"],
    }

    # Recurrent cells, for NumPy: what each reads and the arrays that it gives.
    CELLS = [
        {"cell": "LSTM", "input": "input", "backwards": False, "activation": ["tanh"], "recurrent_activation": ["hard_sigmoid_keras_2"], "mask": None, "states": [], "stateful": False, "time_major": False, "keeps": False, "weights": {"kernel": "lstm/kernel", "recurrent_kernel": "lstm/recurrent_kernel", "bias": "lstm/bias"}, "gives": {"i": "lstm/i", "f": "lstm/f", "g": "lstm/g", "o": "lstm/o", "c": "lstm/c", "h": "lstm/h"}},
    ]

    # Stateful layers that are used more than once: the order of the uses counts.
    GOES_ON = []

    # Where the Keras that wrote the file and others go apart: [rule, layers, which Keras agrees].
    RULES = []


    def build(arrays):
        lstm_1 = layer(
            "LSTM",
            name="lstm_1",
            units=2,
            activation="tanh",
            recurrent_activation=activation("hard_sigmoid_keras_2"),
            use_bias=True,
            unit_forget_bias=True,
            return_sequences=True,
            return_state=False,
            go_backwards=False,
            dropout=0,
            recurrent_dropout=0,
        )
        arrays["lstm/output"] = lstm_1(arrays["input"])
        dense_2 = layer("Dense", name="dense_2", units=1, activation=activation("swish"), use_bias=True)
        arrays["head/output"] = dense_2(arrays["lstm/output"])"
  `);
});

test('names of a file are string literals in every place, and name nothing in Python', () => {
  const name = '"]\nimport os; os.system("touch hacked") #';
  const of = model([{ class_name: 'LSTM', config: { ...LSTM, name } }], { [name]: LSTM_ARRAYS });
  const script = graphCode(facts(of, [name]));
  expect(script).not.toMatch(/^\s*import os/m);
  const outside = script.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  expect(outside).not.toContain('system');
  expect(outside).not.toContain('touch');
  expect(script).toContain('arrays["_]_import os; os.system(_touch hacked_) #/output"] = lstm_1(arrays["input"])');
});

test('a layer that did not run is named and not made', () => {
  const layers = [
    { class_name: 'LSTM', config: LSTM },
    { class_name: 'Strange"Layer', config: { name: 'strange' } },
  ];
  const script = graphCode(facts(model(layers, { lstm: LSTM_ARRAYS }), ['lstm']));
  expect(script).toContain('LEFT_OUT = [\n    ["strange", "Strange\\"Layer"],\n]');
  expect(script.match(/^ {4}\w+ = layer\(/gm)).toEqual(['    lstm_1 = layer(']);
});

test('hard_sigmoid is written as the release that wrote the file defines it', () => {
  const script = (version: string): string =>
    graphCode(facts(model([{ class_name: 'LSTM', config: LSTM }], { lstm: LSTM_ARRAYS }, version), ['lstm']));
  expect(script('2.15.0')).toContain('recurrent_activation=activation("hard_sigmoid_keras_2")');
  expect(script('3.15.1')).toContain('recurrent_activation=activation("hard_sigmoid_keras_3")');
});

test('initial states enter as inputs, and the cell starts from them', () => {
  const of = model([{ class_name: 'LSTM', config: LSTM }], { lstm: LSTM_ARRAYS });
  const states = ['state/lstm/h', 'state/lstm/c'];
  const script = graphCode({ ...facts(of, ['lstm'], states), states: new Map([['lstm', states]]) });
  expect(script).toContain('"state/lstm/c": FLOAT,');
  expect(script).toContain('lstm_1(arrays["input"], initial_state=[arrays["state/lstm/h"], arrays["state/lstm/c"]])');
  expect(script).toContain('"states": ["state/lstm/h", "state/lstm/c"]');
});

test('a mask that a call names is handed over, also where it is an input of the model', () => {
  const input = (name: string, shape: readonly (number | null)[]): object => ({
    class_name: 'InputLayer',
    name,
    config: { name, batch_input_shape: [null, ...shape] },
    inbound_nodes: [],
  });
  const lstm = { class_name: 'LSTM', name: 'lstm', config: LSTM, inbound_nodes: [[['x', 0, 0, { mask: ['counts', 0, 0] }]]] };
  const layers = [input('x', [7, 3]), input('counts', [7]), lstm];
  const ends = { input_layers: [['x', 0, 0], ['counts', 0, 0]], output_layers: [['lstm', 0, 0]] }; // prettier-ignore
  const of = described({ class_name: 'Functional', config: { name: 'masked', layers, ...ends } }, { lstm: LSTM_ARRAYS });
  const script = graphCode(facts(of, ['lstm'], ['input/x', 'input/counts']));
  expect(script).toContain('"input/counts": FLOAT,');
  expect(script).toContain('lstm_1(arrays["input/x"], mask=arrays["input/counts"])');
});

test('what masks mean to other releases is told only where the model has masks', () => {
  const masking = { class_name: 'Masking', config: { name: 'masking', mask_value: 0, batch_input_shape: [null, 7, 3] } };
  const of = model([masking, { class_name: 'LSTM', config: LSTM }], { lstm: LSTM_ARRAYS }, '2.2.4');
  expect(graphCode(facts(of, ['masking', 'lstm']))).toContain(
    '["masked_output", ["lstm"], {"2": false, "3": false, "3.16": false}]'.replaceAll('false', 'False'),
  );
  expect(graphCode(facts(model([{ class_name: 'LSTM', config: LSTM }], { lstm: LSTM_ARRAYS }, '2.2.4'), ['lstm']))).toContain('RULES = []');
});

test('a script says what it was computed in', () => {
  const of = model([{ class_name: 'LSTM', config: LSTM }], { lstm: LSTM_ARRAYS });
  expect(rebuildScript(facts(of, ['lstm']), 'f64')).toContain('FLOAT = "float64"');
  expect(rebuildScript(facts(of, ['lstm']), 'f32')).toContain('FLOAT = "float32"');
});

test('array names lose what leads out of a folder and stay apart', () => {
  const named = archiveNames(['lstm/f', 'lstm/output:1', '../../etc/x', 'a:b/f', 'a*b/f', '__proto__/h']);
  expect(['lstm/f', 'lstm/output:1', '../../etc/x', 'a:b/f', 'a*b/f', '__proto__/h'].map(named)).toEqual([
    'lstm/f',
    'lstm/output:1',
    '_/_/etc/x',
    'a_b/f',
    'a_b/f_2',
    '_/h',
  ]);
});
