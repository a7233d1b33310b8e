/** What the script is, what it needs, and which Keras it takes. */
export const HEAD_PIECE = String.raw`
"""A run of Gatescope, made again in Keras and compared number by number.

    python rebuild.py             with Keras 3; TF_USE_LEGACY_KERAS=1 takes tf-keras, as it does in TensorFlow
    python rebuild.py tf_keras    with the Keras of that name

Needs NumPy and Keras 3, or tf-keras (Keras 2). build() makes the model of plain Keras layers, weights.npz fills it, x.npz runs through it.
Outputs of layers come from Keras, gates and states from the formulas in NumPy; both are compared with expected.npz.

Exit status 0 where all agree, 1 where something differs, 2 where only outputs of Keras differ and this Keras has other rules than the release
that wrote the file, which it names, or cannot run a model of another major release at all.
"""
import hashlib
import importlib
import importlib.util
import json
import os
import sys

import numpy as np

FOLDER = os.path.dirname(os.path.abspath(__file__))
# |got - expected| <= ABSOLUTE + RELATIVE * |expected|. Sums in another order differ by some 1e-7 a step in float32.
ABSOLUTE, RELATIVE = 1e-5, 1e-5


def find_keras():
    if len(sys.argv) > 1:
        return importlib.import_module(sys.argv[1])
    wanted = ["tf_keras", "keras"] if os.environ.get("TF_USE_LEGACY_KERAS") in ("1", "true", "True") else ["keras", "tf_keras"]
    for name in wanted:
        if importlib.util.find_spec(name) is not None:
            return importlib.import_module(name)
    sys.exit("no Keras here: pip install keras tensorflow, or pip install tf-keras")


keras = find_keras()
KERAS_3 = int(keras.__version__.split(".")[0]) >= 3
if not KERAS_3:
    import tensorflow as tf
`;
