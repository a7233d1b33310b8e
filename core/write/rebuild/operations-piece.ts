/**
 * Operations of functional models: those of `keras.ops`, and for Keras 2 what TensorFlow has for them, inside a Lambda layer.
 * Source: Keras 3.15 keras/src/ops/numpy.py, nn.py, core.py, math.py.
 */
export const OPERATIONS_PIECE = String.raw`
def operation(name, *operands, **settings):
    """One operation on tensors and constants, as in a functional model. It hands no mask on."""
    if KERAS_3:
        return KERAS_3_OPERATIONS.get(name, getattr(keras.ops, name, None))(*operands, **settings)
    listed = [isinstance(operand, list) and any(map(is_tensor, operand)) for operand in operands]
    tensors = [part for operand, many in zip(operands, listed) for part in (operand if many else [operand]) if is_tensor(part)]

    def run(given):
        given = iter(given)
        filled = [
            [next(given) if is_tensor(part) else part for part in operand] if many else next(given) if is_tensor(operand) else operand
            for operand, many in zip(operands, listed)
        ]
        filled = alike(filled)
        made = keras_2_operation(name)(*filled, **settings)
        return [as_float(part) for part in made] if isinstance(made, (list, tuple)) else as_float(made)

    return keras.layers.Lambda(run)(tensors)


def is_tensor(value):
    return hasattr(value, "_keras_history")


def constant(value):
    array = np.array(value)
    return array.astype(FLOAT if array.dtype.kind == "f" else "int32" if array.dtype.kind == "i" else array.dtype)


def turned(x, turn):
    return keras.ops.swapaxes(x, -1, -2) if turn else x


def alike(operands):
    """Numbers of every kind beside floats become floats, as in Keras 3."""
    parts = [part for operand in operands for part in (operand if isinstance(operand, list) else [operand])]
    if not any(tf.is_tensor(part) and part.dtype.is_floating for part in parts):
        return operands

    def as_floats(part):
        if type(part) is int:
            return float(part)
        return tf.cast(part, FLOAT) if tf.is_tensor(part) or isinstance(part, np.ndarray) else part

    return [[as_floats(part) for part in operand] if isinstance(operand, list) else as_floats(operand) for operand in operands]


def expanded(x, axis):
    axes = axis if isinstance(axis, (list, tuple)) else [axis]
    rank = len(x.shape) + len(axes)
    for place in sorted(each % rank for each in axes):
        x = tf.expand_dims(x, place)
    return x


if KERAS_3:
    KERAS_3_OPERATIONS = {
        "get_item": lambda x, items: x[items],
        "matmul": lambda a, b, transpose_a=False, transpose_b=False: keras.ops.matmul(turned(a, transpose_a), turned(b, transpose_b)),
    }
else:
    tnp = tf.experimental.numpy
    KERAS_2_OPERATIONS = {
        "get_item": lambda x, items: x[items],
        "cast": tf.cast,
        "convert_to_tensor": tf.convert_to_tensor,
        "copy": tf.identity,
        "absolute": tf.abs,
        "power": tf.pow,
        "true_divide": tf.truediv,
        "floor_divide": tf.math.floordiv,
        "where": lambda condition, x, y: tf.where(tf.cast(condition, bool), x, y),
        "elu": lambda x, alpha=1.0: elu(alpha)(KerasMath, x),
        "leaky_relu": lambda x, negative_slope=0.2: tf.nn.leaky_relu(x, alpha=negative_slope),
        "gelu": lambda x, approximate=True: tf.nn.gelu(x, approximate=approximate),
        "hard_sigmoid": lambda x: hard_sigmoid(1.0 / 6.0)(KerasMath, x),
        "hard_silu": lambda x: x * hard_sigmoid(1.0 / 6.0)(KerasMath, x),
        "hard_tanh": lambda x: clip(KerasMath, x, -1.0, 1.0),
        "clip": lambda x, x_min, x_max: clip(KerasMath, x, -np.inf if x_min is None else x_min, np.inf if x_max is None else x_max),
        "logsumexp": tf.reduce_logsumexp,
        "norm": lambda x, ord=None, axis=None, keepdims=False: tf.sqrt(tf.reduce_sum(x * x, axis=axis, keepdims=keepdims)),
        "normalize": lambda x, axis=-1, order=2, epsilon=1e-7: x / tf.maximum(tf.sqrt(tf.reduce_sum(x * x, axis=axis, keepdims=True)), epsilon),
        "log_softmax": tf.nn.log_softmax,
        "softmax": tf.nn.softmax,
        "argmax": lambda x, axis=None, keepdims=False: best(tf.argmax, x, axis, keepdims),
        "argmin": lambda x, axis=None, keepdims=False: best(tf.argmin, x, axis, keepdims),
        "max": tf.reduce_max,
        "amax": tf.reduce_max,
        "min": tf.reduce_min,
        "amin": tf.reduce_min,
        "sum": tf.reduce_sum,
        "mean": tf.reduce_mean,
        "prod": tf.reduce_prod,
        "any": lambda x, axis=None, keepdims=False: tf.reduce_any(tf.cast(x, bool), axis=axis, keepdims=keepdims),
        "all": lambda x, axis=None, keepdims=False: tf.reduce_all(tf.cast(x, bool), axis=axis, keepdims=keepdims),
        "var": tf.math.reduce_variance,
        "std": tf.math.reduce_std,
        "reshape": lambda x, newshape: tf.reshape(x, newshape),
        "ravel": lambda x: tf.reshape(x, [-1]),
        "tile": lambda x, repeats: tnp.tile(x, repeats),
        "take": lambda x, indices, axis=None: tnp.take(x, tf.cast(indices, "int32") % x.shape[axis], axis=axis),
        "one_hot": lambda x, num_classes, axis=-1, dtype=None, sparse=False: tf.one_hot(tf.cast(x, "int32"), num_classes, axis=axis),
        "pad": lambda x, pad_width, mode="constant", constant_values=0: tf.pad(x, pad_width, mode, constant_values),
        "concatenate": lambda xs, axis=0: tf.concat(xs, axis),
        "stack": lambda xs, axis=0: tf.stack(xs, axis),
        "expand_dims": expanded,
        "squeeze": lambda x, axis=None: tf.squeeze(x, axis),
        "flip": lambda x, axis=None: tf.reverse(x, np.ravel(range(len(x.shape)) if axis is None else axis)),
        "round": lambda x, decimals=0: tf.round(x),
        "split": lambda x, indices_or_sections, axis=0: tnp.split(x, indices_or_sections, axis=axis),
        "unstack": lambda x, num=None, axis=0: tf.unstack(x, num, axis),
        "matmul": tf.matmul,
        "einsum": lambda subscripts, *parts: tf.einsum(subscripts, *[tf.convert_to_tensor(part) for part in parts]),
        "full_like": lambda x, value: tf.ones_like(x) * value,
    }


def best(find, x, axis, keepdims):
    place = find(tf.reshape(x, [-1]) if axis is None else x, axis or 0)
    return tf.expand_dims(place, axis) if keepdims and axis is not None else place


def as_float(x):
    return tf.cast(x, FLOAT) if x.dtype.is_floating else x


def keras_2_operation(name):
    if name in KERAS_2_OPERATIONS:
        return KERAS_2_OPERATIONS[name]
    modules = (tnp,) if name.startswith("logical") else (tf.math, tf.nn, tnp, tf)
    return next(getattr(module, name) for module in modules if hasattr(module, name))
`;
