/** Runs the model, compares every array, prints the table. */
export const COMPARE_PIECE = String.raw`
def load(name):
    with np.load(os.path.join(FOLDER, name), allow_pickle=False) as archive:
        return {key: archive[key] for key in archive.files}


def load_inputs():
    if os.path.exists(os.path.join(FOLDER, "x.npy")):
        return {name: np.load(os.path.join(FOLDER, "x.npy"), allow_pickle=False) for name in INPUTS}
    return load("x.npz")


def check_certificate(weights, inputs):
    """The arrays beside this script are those that the certificate names."""
    with open(os.path.join(FOLDER, "certificate.json"), encoding="utf-8") as file:
        certificate = json.load(file)
    entered = certificate["inputs"] + certificate["states"]
    for given, arrays in ((certificate["model"]["weights"], weights), (entered, inputs)):
        for entry, array in zip(given, arrays.values()):
            if hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest() != entry["sha256"]:
                sys.exit("not what the certificate names: " + ascii(entry["name"]))


def groups_of(inputs):
    """Samples of one length, and how many of their timesteps count in each input; all samples where they are equally long."""
    if not LENGTHS:
        return [(slice(None), {})]
    groups = {}
    for sample, counts in enumerate(zip(*LENGTHS.values())):
        groups.setdefault(counts, []).append(sample)
    return [(samples, dict(zip(LENGTHS, counts))) for counts, samples in groups.items()]


def run_keras(inputs, weights):
    """Every array that Keras gives, by its name in the trace."""
    keras.backend.set_floatx(FLOAT)
    # Keras cuts a token id with a fraction itself, behind the mask that it makes of it.
    feed = {name: inputs[name].astype(dtype if np.all(inputs[name] % 1 == 0) else FLOAT) for name, dtype in INPUTS.items()}
    tensors = {
        name: keras.Input(batch_shape=array.shape, dtype=array.dtype.name, name="input_%d" % number)
        for number, (name, array) in enumerate(feed.items())
    }
    entries = list(tensors.values())
    build(tensors)
    names = [name for name in tensors if name not in INPUTS]
    model = keras.Model(entries, [tensors[name] for name in names])
    if GOES_ON:
        in_order(model)
    for name, arrays in WEIGHTS.items():
        made = model.get_layer(name)
        made.set_weights([weights[array] for array in arrays])
        if hasattr(made, "finalize_state"):
            made.finalize_state()  # Normalization keeps what it computes from its arrays
    outputs = predict(model, list(feed.values()))
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    convert = keras.ops.convert_to_numpy if KERAS_3 else np.asarray
    return {name: np.asarray(convert(output)) for name, output in zip(names, outputs)}


def in_order(model):
    """Makes a model run its layers in the order in which build() calls them. Its own order follows from its outputs, which are all arrays here."""
    order = []

    def place(node):
        if node not in order:
            for parent in node.parent_nodes:
                place(parent)
            order.append(node)

    for tensor in model.outputs:
        layer, use = tensor._keras_history[:2]
        place(layer._inbound_nodes[use])
    for depth in [*model._nodes_by_depth]:
        order += [node for node in model._nodes_by_depth.pop(depth) if node not in order]
    model._nodes_by_depth.update({len(order) - number: [node] for number, node in enumerate(order)})


def predict(model, feed):
    try:
        return model(feed, training=False)
    except Exception as error:
        if type(error).__name__ != "UnimplementedError":
            raise
    import tensorflow

    # On a processor, TensorFlow computes convolutions of channels first only compiled by XLA.
    return tensorflow.function(lambda: model(feed, training=False), jit_compile=True)()


def difference(got, expected):
    """Largest |got - expected|, and the largest share of the tolerance that one takes; NaN equals NaN."""
    if got.shape != expected.shape:
        return float("inf"), float("inf")
    got, expected = got.astype("float64"), expected.astype("float64")
    same = (got == expected) | (np.isnan(got) & np.isnan(expected))
    with np.errstate(invalid="ignore"):
        apart = np.where(same, 0.0, np.abs(got - expected))
        share = np.where(same, 0.0, apart / (ABSOLUTE + RELATIVE * np.abs(expected)))
    apart, share = (np.where(np.isnan(part), np.inf, part) for part in (apart, share))
    return float(apart.max(initial=0.0)), float(share.max(initial=0.0))


def other_rules():
    """Rules by which this Keras differs from the one that wrote the file."""
    release = "2" if not KERAS_3 else "3.16" if tuple(map(int, keras.__version__.split(".")[:2])) >= (3, 16) else "3"
    return [(rule, layers) for rule, layers, agrees in RULES if not agrees[release]]


def tell_other_rules():
    for rule, layers in other_rules():
        print("rule %s: this Keras does not as the one that wrote the file, at %s" % (rule, ", ".join(map(ascii, layers))))
    return len(other_rules()) > 0


def recompute(inputs, expected, weights):
    """What Keras and NumPy give for these inputs, and which of the two gave it."""
    found = run_keras(inputs, weights)
    for output, same in SAME.items():
        found[output] = found[same] if same in found else inputs[same]
    source = dict.fromkeys(found, "Keras")
    arrays = {name: near_corner(expected[name], array.shape) for name, array in found.items() if name in expected}
    arrays.update(inputs)
    left = {}
    for cell in CELLS:
        x = arrays[cell["input"]].swapaxes(0, 1) if cell["time_major"] else arrays[cell["input"]]
        mask = None if cell["mask"] is None else near_corner(expected[cell["mask"]], x.shape[:2])
        signals = run_cell(cell, x, mask, arrays, weights, left)
        arrays.update(signals)
        found.update(signals)
        source.update(dict.fromkeys(signals, "NumPy"))
    return found, source


def near_corner(array, shape):
    """The part that a smaller array covers: behind it a shorter sample has no numbers."""
    return array[tuple(slice(0, length) for length in shape)] if array.ndim == len(shape) else array


def main():
    weights, inputs, expected = load("weights.npz"), load_inputs(), load("expected.npz")
    check_certificate(weights, inputs)
    results, source = [], {}
    for samples, steps in groups_of(inputs):
        own = {name: array[samples][:, : steps[name]] if name in steps else array[samples] for name, array in inputs.items()}
        wanted = {name: array[samples] if array.ndim > 0 else array for name, array in expected.items()}
        try:
            found, source = recompute(own, wanted, weights)
        except Exception as error:
            if KERAS_3 == (int((WRITTEN_BY[1] or "3").split(".")[0]) >= 3) and not other_rules():
                raise
            tell_other_rules()
            print("%s %s cannot run it: %s" % (keras.__name__, keras.__version__, ascii(str(error))[:300]))
            return 2
        results.append((found, wanted))
    masks = {cell["mask"] for cell in CELLS}
    compared = [name for name in expected if name not in masks]  # NumPy takes masks from here; Keras shows its own in what it returns
    failed, most = [], 0.0
    wide = max([5] + [len(ascii(name)) - 2 for name in compared])
    print("%-*s  %-5s  %-9s  %s" % (wide, "array", "by", "max |d|", "shape"))
    for name in compared:
        each = [difference(found[name], near_corner(wanted[name], found[name].shape)) for found, wanted in results if name in found]
        apart, share = max(each, default=(float("inf"), float("inf")), key=lambda pair: pair[1])
        most = max(most, share)
        if share > 1.0:
            failed.append(name)
        words = "" if share <= 1.0 else "  DIFFERS" if each else "  NOT COMPUTED"
        print("%-*s  %-5s  %-9.2g  %s%s" % (wide, ascii(name)[1:-1], source.get(name, ""), apart, expected[name].shape, words))
    for name, class_name in LEFT_OUT:
        print("left out: %s (%s): it does not run in Gatescope, or lies behind a layer that does not" % (ascii(name), ascii(class_name)))
    used = "%s %s" % (keras.__name__, keras.__version__)
    tolerance = "%g + %g |expected|" % (ABSOLUTE, RELATIVE)
    if not failed:
        print("all %d arrays agree with %s and NumPy within %s, of which they take %.2g %%" % (len(compared), used, tolerance, 100 * most))
        return 0
    print("%d of %d arrays differ from %s and NumPy by more than %s" % (len(failed), len(compared), used, tolerance))
    return 2 if tell_other_rules() and all(source.get(name) == "Keras" for name in failed) else 1


if __name__ == "__main__":
    sys.exit(main())
`;
