"""What somebody does today to see the gates: load the model with Keras, step the cell by hand, save every gate.

keras_gates.py make MODEL            writes the model that is measured, LSTM(64) with random weights (seeded)
keras_gates.py run MODEL INPUT OUT   writes lstm/i, f, g, o, c, h to OUT (.npz)
keras_gates.py compare A B           prints the largest difference of two such files
"""
import sys

import numpy as np


def make(model_path):
    import keras
    keras.utils.set_random_seed(20261124)
    keras.Sequential([keras.Input((None, 8)), keras.layers.LSTM(64, return_sequences=True, name="lstm")]).save(model_path)


def run(model_path, input_path, out):
    """The layer itself gives h alone, so the gates come from its arrays, one matrix product of Keras a step."""
    import keras
    from keras import ops
    model = keras.models.load_model(model_path, compile=False)
    layer = next(one for one in model.layers if isinstance(one, keras.layers.LSTM))
    cell, x = layer.cell, np.load(input_path)
    h = c = ops.zeros((x.shape[0], cell.units))
    inputs = ops.matmul(x, cell.kernel) + cell.bias
    trace = {name: [] for name in "ifgoch"}
    for t in range(x.shape[1]):
        i, f, g, o = ops.split(inputs[:, t] + ops.matmul(h, cell.recurrent_kernel), 4, axis=-1)
        i, f, g, o = cell.recurrent_activation(i), cell.recurrent_activation(f), cell.activation(g), cell.recurrent_activation(o)
        c = f * c + i * g
        h = o * cell.activation(c)
        for name, value in zip("ifgoch", (i, f, g, o, c, h)):
            trace[name].append(value)
    np.savez(out, **{f"{layer.name}/{name}": ops.convert_to_numpy(ops.stack(values, axis=1)) for name, values in trace.items()})


def compare(a, b):
    a, b = np.load(a), np.load(b)
    worst = max(float(np.abs(a[name].astype("float64") - b[name]).max()) for name in b.files)
    print(f"\nlargest difference between the two, over {len(b.files)} signals: {worst:.1e}")
    if not worst < 1e-5:
        sys.exit(1)


if __name__ == "__main__":
    {"make": make, "run": run, "compare": compare}[sys.argv[1]](*sys.argv[2:])
