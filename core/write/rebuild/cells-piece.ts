import { GRU_GATES, LSTM_GATES } from '../../layers/index.ts';

const listed = (gates: readonly string[]): string => `[${gates.map((gate) => `"${gate}"`).join(', ')}]`;

/** Every gate from its formula, in NumPy and float64. Source: Keras 3.15 `LSTMCell.call`, `GRUCell.call`, `SimpleRNNCell.call`. */
export const CELLS_PIECE = String.raw`
# Column blocks of kernels and biases, in order.
LSTM_GATES, GRU_GATES = ${listed(LSTM_GATES)}, ${listed(GRU_GATES)}


def split(gates, columns):
    return dict(zip(gates, np.split(columns, len(gates), axis=-1)))


def curve(words):
    function = CURVES[words[0]](*words[1:])
    return lambda z: function(Numpy, z)


def lstm_step(cell, w, x, h, c):
    sigma, phi = curve(cell["recurrent_activation"]), curve(cell["activation"])
    z = x @ w["kernel"] + h @ w["recurrent_kernel"] + w.get("bias", 0.0)
    parts = split(LSTM_GATES, z)
    i, f, g, o = sigma(parts["i"]), sigma(parts["f"]), phi(parts["g"]), sigma(parts["o"])
    c = f * c + i * g
    h = o * phi(c)
    return {"i": i, "f": f, "g": g, "o": o}, (h, c)


def gru_step(cell, w, x, h):
    sigma, phi = curve(cell["recurrent_activation"]), curve(cell["activation"])
    after = cell["reset_after"]
    columns = w["kernel"].shape[1]
    bias = w.get("bias", np.zeros((2, columns) if after else columns))
    b, d = bias if after else (bias, np.zeros(columns))
    x_parts = split(GRU_GATES, x @ w["kernel"] + b)
    h_parts = split(GRU_GATES, h @ w["recurrent_kernel"] + d)
    z = sigma(x_parts["z"] + h_parts["z"])
    r = sigma(x_parts["r"] + h_parts["r"])
    g = phi(x_parts["g"] + (r * h_parts["g"] if after else (r * h) @ split(GRU_GATES, w["recurrent_kernel"])["g"]))
    return {"z": z, "r": r, "g": g}, (z * h + (1.0 - z) * g,)


def simple_rnn_step(cell, w, x, h):
    h = curve(cell["activation"])(x @ w["kernel"] + w.get("bias", 0.0) + h @ w["recurrent_kernel"])
    return {}, (h,)


STEPS = {"LSTM": (lstm_step, ("h", "c")), "GRU": (gru_step, ("h",)), "SimpleRNN": (simple_rnn_step, ("h",))}


def run_cell(cell, x, mask, arrays, weights, left):
    """Signals of a cell, (samples, timesteps, units), by name. Row t is the step that read timestep t, also backwards. At a masked step
    the states stay and the gates are NaN. left: the states in which each cell was left by its last use."""
    step, letters = STEPS[cell["cell"]]
    w = {name: np.asarray(weights[member], dtype="float64") for name, member in cell["weights"].items()}
    x = np.asarray(x, dtype="float64")
    samples, timesteps = x.shape[:2]
    mask = np.ones((samples, timesteps), dtype=bool) if mask is None else mask.astype(bool)
    units = w["recurrent_kernel"].shape[0]
    states = tuple(np.asarray(arrays[name], dtype="float64") for name in cell["states"]) or tuple(np.zeros((samples, units)) for _ in letters)
    before = left.get(cell["weights"]["kernel"]) if cell["stateful"] else None
    if before is not None and (not cell["states"] or (cell["keeps"] and any(map(np.any, before)))):
        states = before
    found = {name: np.full((samples, timesteps, units), np.nan) for name in cell["gives"].values()}
    for t in reversed(range(timesteps)) if cell["backwards"] else range(timesteps):
        counts = mask[:, t, None]
        gates, after = step(cell, w, x[:, t], *states)
        states = tuple(np.where(counts, new, old) for new, old in zip(after, states))
        for letter, gate in gates.items():
            found[cell["gives"][letter]][:, t] = np.where(counts, gate, np.nan)
        for letter, state in zip(letters, states):
            found[cell["gives"][letter]][:, t] = state
    left[cell["weights"]["kernel"]] = states
    return found
`;
