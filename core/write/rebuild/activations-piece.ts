/**
 * Activations by names that mean one function in every release. Each is written once over a module `m`: NumPy, or the operations of Keras.
 * Source: Keras 3.15 keras/src/activations/activations.py; tf-keras 2.21 activations.py.
 */
export const ACTIVATIONS_PIECE = String.raw`
class Numpy:
    """The few functions that activations are written with; NumPy's, where each axis -1 is a row."""

    exp, tanh, abs, sqrt, log1p, where = np.exp, np.tanh, np.abs, np.sqrt, np.log1p, np.where
    maximum, minimum, sign, expm1 = np.maximum, np.minimum, np.sign, np.expm1
    erf = staticmethod(np.vectorize(__import__("math").erf, otypes=[np.float64]))
    max = staticmethod(lambda z: np.max(z, axis=-1, keepdims=True))
    sum = staticmethod(lambda z: np.sum(z, axis=-1, keepdims=True))
    log = np.log


def clip(m, z, low, high):
    return m.minimum(m.maximum(z, low), high)


def sigmoid(m, z):
    return 0.5 * (1.0 + m.tanh(0.5 * z))


def softplus(m, z):
    return m.maximum(z, 0.0) + m.log1p(m.exp(-m.abs(z)))


def hard_sigmoid(steepness):
    # Keras 2 clips 0.2 z + 0.5, Keras 3 z / 6 + 0.5.
    return lambda m, z: clip(m, steepness * z + 0.5, 0.0, 1.0)


def relu(max_value=None, negative_slope=0.0, threshold=0.0):
    def function(m, z):
        above = z if max_value is None else clip(m, z, 0.0, max_value)
        return m.where(z > threshold, above, negative_slope * (z - threshold))

    return function


def elu(alpha):
    return lambda m, z: m.where(z > 0.0, z, alpha * m.expm1(m.minimum(z, 0.0)))


def softmax(m, z):
    e = m.exp(z - m.max(z))
    return e / m.sum(e)


def log_softmax(m, z):
    shifted = z - m.max(z)
    return shifted - m.log(m.sum(m.exp(shifted)))


SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805
CURVES = {
    "linear": lambda: lambda m, z: z,
    "relu": relu,
    "relu6": lambda: relu(6.0),
    "leaky_relu": lambda: relu(None, 0.2),
    "LeakyReLU": lambda slope: relu(None, slope),
    "ReLU": relu,
    "ThresholdedReLU": lambda theta: lambda m, z: m.where(z > theta, z, 0.0 * z),
    "elu": lambda: elu(1.0),
    "celu": lambda: elu(1.0),
    "ELU": elu,
    "selu": lambda: lambda m, z: SELU_SCALE * elu(SELU_ALPHA)(m, z),
    "tanh": lambda: lambda m, z: m.tanh(z),
    "sigmoid": lambda: sigmoid,
    "hard_sigmoid_keras_2": lambda: hard_sigmoid(0.2),
    "hard_sigmoid_keras_3": lambda: hard_sigmoid(1.0 / 6.0),
    "sparse_sigmoid": lambda: hard_sigmoid(0.5),
    "hard_tanh": lambda: lambda m, z: clip(m, z, -1.0, 1.0),
    "softsign": lambda: lambda m, z: z / (1.0 + m.abs(z)),
    "softplus": lambda: softplus,
    "exponential": lambda: lambda m, z: m.exp(z),
    "log_sigmoid": lambda: lambda m, z: -softplus(m, -z),
    "silu": lambda: lambda m, z: z * sigmoid(m, z),
    "swish": lambda: lambda m, z: z * sigmoid(m, z),
    "hard_silu": lambda: lambda m, z: z * hard_sigmoid(1.0 / 6.0)(m, z),
    "hard_swish": lambda: lambda m, z: z * hard_sigmoid(1.0 / 6.0)(m, z),
    "mish": lambda: lambda m, z: z * m.tanh(softplus(m, z)),
    "gelu": lambda: lambda m, z: 0.5 * z * (1.0 + m.erf(z / 2.0**0.5)),
    "gelu_new": lambda: lambda m, z: 0.5 * z * (1.0 + m.tanh((2.0 / np.pi) ** 0.5 * (z + 0.044715 * z * z * z))),
    "squareplus": lambda: lambda m, z: 0.5 * (z + m.sqrt(z * z + 4.0)),
    "sparse_plus": lambda: lambda m, z: m.where(z <= -1.0, 0.0 * z, m.where(z < 1.0, 0.25 * (z + 1.0) * (z + 1.0), z)),
    "soft_shrink": lambda: lambda m, z: m.where(m.abs(z) <= 0.5, 0.0 * z, z - 0.5 * m.sign(z)),
    "hard_shrink": lambda: lambda m, z: m.where(m.abs(z) <= 0.5, 0.0 * z, z),
    "tanh_shrink": lambda: lambda m, z: z - m.tanh(z),
    "softmax": lambda: softmax,
    "softmax_v2": lambda: softmax,
    "time_distributed_softmax": lambda: softmax,
    "log_softmax": lambda: log_softmax,
}


class KerasMath:
    """The same functions on tensors."""

    if KERAS_3:
        exp, tanh, abs, sqrt, log1p, where = (keras.ops.exp, keras.ops.tanh, keras.ops.abs, keras.ops.sqrt, keras.ops.log1p, keras.ops.where)
        maximum, minimum, sign, expm1, erf, log = (
            keras.ops.maximum,
            keras.ops.minimum,
            keras.ops.sign,
            keras.ops.expm1,
            keras.ops.erf,
            keras.ops.log,
        )
        max = staticmethod(lambda z: keras.ops.max(z, axis=-1, keepdims=True))
        sum = staticmethod(lambda z: keras.ops.sum(z, axis=-1, keepdims=True))
    else:
        exp, tanh, abs, sqrt, log1p, where = tf.exp, tf.tanh, tf.abs, tf.sqrt, tf.math.log1p, tf.where
        maximum, minimum, sign, expm1, erf, log = tf.maximum, tf.minimum, tf.sign, tf.math.expm1, tf.math.erf, tf.math.log
        max = staticmethod(lambda z: tf.reduce_max(z, axis=-1, keepdims=True))
        sum = staticmethod(lambda z: tf.reduce_sum(z, axis=-1, keepdims=True))


REGISTERED = {}


def activation(name, *numbers):
    """An activation that some Keras lacks or defines otherwise, as a function; registered, for Bidirectional copies its layer."""
    full = "_".join([name] + [str(number).replace(".", "_").replace("-", "minus_") for number in numbers])
    if full not in REGISTERED:
        curve = CURVES[name](*numbers)

        def function(z):
            return curve(KerasMath, z)

        function.__name__ = full
        REGISTERED[full] = keras.utils.register_keras_serializable("rebuild", full)(function)
    return REGISTERED[full]
`;
