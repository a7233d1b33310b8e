"""Models of real Keras for the round trip of saved weights.

  round_trip.py make FOLDER    models with all-different weights: NAME.keras, NAME.x.npy (its input)
  round_trip.py check FOLDER   loads NAME.weights.h5 and NAME.npz into a fresh model of the same configuration; prints one JSON object:
                               NAME -> {"h5": [worst weight difference, worst prediction difference], "npz": [...], "paths": [missing, extra]}
"""
import json
import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import h5py
import keras
import numpy as np

layers = keras.layers
folder = pathlib.Path(sys.argv[2])


def models():
    yield "lstm_stack", keras.Sequential([
        keras.Input((7, 3)), layers.LSTM(5, return_sequences=True), layers.Dropout(0.2), layers.LSTM(4), layers.Dense(2, "tanh"), layers.Dense(1)])
    yield "no_bias", keras.Sequential([keras.Input((6, 2)), layers.LSTM(3, use_bias=False)])
    # Twelve layers of one class: `dense_10` stands before `dense_2` in the file.
    yield "many", keras.Sequential([keras.Input((4, 2)), layers.LSTM(3), *[layers.Dense(3, "tanh") for _ in range(12)]])
    yield "gru", keras.Sequential([
        keras.Input((6, 3)), layers.GRU(4, return_sequences=True), layers.GRU(3, reset_after=False), layers.Dense(2)])
    yield "bidirectional", keras.Sequential([
        keras.Input((6, 3)), layers.Bidirectional(layers.LSTM(4, return_sequences=True)),
        layers.Bidirectional(layers.GRU(2, return_sequences=True), backward_layer=layers.LSTM(2, return_sequences=True, go_backwards=True)),
        layers.TimeDistributed(layers.Dense(2)), layers.SimpleRNN(3)])
    yield "cells", keras.Sequential([
        keras.Input((6, 3)), layers.RNN([layers.LSTMCell(4), layers.GRUCell(3), layers.LSTMCell(2)], return_sequences=True),
        layers.RNN(layers.SimpleRNNCell(3))])
    yield "nested", nested()
    yield "normalised", keras.Sequential([
        keras.Input((6,)), layers.Embedding(9, 3), layers.Conv1D(4, 2), layers.BatchNormalization(), layers.LayerNormalization(),
        layers.Bidirectional(layers.SimpleRNN(3)), layers.Dense(2)])


def nested():
    """Two models of one class inside a branched one, a layer whose branch is shorter, names that hide the order."""
    first = keras.Sequential([keras.Input((6, 3)), layers.LSTM(4, return_sequences=True), layers.Dense(3)], name="zeta")
    second = keras.Sequential([keras.Input((6, 3)), layers.LSTM(2, return_sequences=True, name="deep"), layers.LSTM(3, name="again")], name="alpha")
    x = keras.Input((3,))
    head = keras.Model(x, layers.Dense(2, name="out")(layers.Dense(4)(x)), name="head")
    i = keras.Input((6, 3), name="rows")
    short = layers.LSTM(3, name="short")(i)
    return keras.Model(i, layers.Concatenate()([head(second(first(i))), layers.Dense(2, name="b")(short)]))


def make():
    for seed, (name, model) in enumerate(models()):
        random = np.random.default_rng(seed)
        least = [0.1 if w.path.endswith("moving_variance") else -0.6 for w in model.weights]
        model.set_weights([random.uniform(low, 0.6, w.shape).astype("float32") for low, w in zip(least, model.weights, strict=True)])
        shape = (2, *model.inputs[0].shape[1:])
        integers = name == "normalised"
        x = random.integers(0, 9, shape) if integers else random.uniform(-1, 1, shape)
        np.save(folder / f"{name}.x.npy", x.astype("int32" if integers else "float32"))
        model.save(folder / f"{name}.keras")


def check():
    report = {}
    for path in sorted(folder.glob("*.weights.h5")):
        name = path.name.removesuffix(".weights.h5")
        model = keras.models.load_model(folder / f"{name}.keras")
        x = np.load(folder / f"{name}.x.npy")
        wanted = edited(folder, name, model)
        model.set_weights(wanted)
        expected = model(x)
        model.save_weights(folder / "keras.weights.h5")
        entry = {"paths": compare_paths(folder / "keras.weights.h5", path)}
        for kind in ("h5", "npz"):
            again = keras.models.model_from_json(model.to_json())
            if kind == "h5":
                again.load_weights(path)
            else:
                arrays = np.load(folder / f"{name}.npz")
                again.set_weights([arrays[key] for key in arrays.files])
            same = all(a.dtype == b.dtype and a.tobytes() == b.tobytes() for a, b in zip(again.get_weights(), wanted, strict=True))
            entry[kind] = {"same": same, "prediction": float(np.max(np.abs(np.asarray(again(x)) - np.asarray(expected))))}
        report[name] = entry
    print(json.dumps(report))


def edited(folder, name, model):
    """Weights of the model with those typed in: NAME.typed.json maps the position in get_weights() to its numbers."""
    weights = model.get_weights()
    typed = folder / f"{name}.typed.json"
    if typed.exists():
        for index, values in json.loads(typed.read_text()).items():
            weights[int(index)] = np.asarray(values, "float32").reshape(weights[int(index)].shape)
    return weights


def compare_paths(theirs, ours):
    """Groups and arrays, with the attribute `name`, that only one of the two files has."""
    def listed(path):
        found = set()
        with h5py.File(path) as file:
            # The name of the model itself is made anew by every process.
            file.visititems(lambda where, item: found.add(f"{where} {item.attrs.get('name', '') if where != 'vars' else ''}".strip()))
        return found

    a, b = listed(theirs), listed(ours)
    # A functional model writes an empty group for its input, a sequential one does not; ours leaves it out.
    a = {line for line in a if "input_layer" not in line.split(" ")[0]}
    return {"missing": sorted(a - b), "extra": sorted(b - a)}


{"make": make, "check": check}[sys.argv[1]]()
