/** How a layer is made where the releases of Keras name its arguments or itself differently. */
export const LAYERS_PIECE = String.raw`
# Arguments that Keras 3 renamed, by what Keras 2 calls them.
KERAS_2_NAMES = {("LeakyReLU", "negative_slope"): "alpha"}


def layer(class_name, **settings):
    """A Keras layer by its class. Keras 3 has no ThresholdedReLU any more; it is an activation like others."""
    if class_name == "ThresholdedReLU":
        return keras.layers.Activation(activation("ThresholdedReLU", settings["theta"]), name=settings.get("name"))
    if KERAS_3 and settings.get("time_major"):
        print("time_major is of Keras 2 alone: run this with tf-keras")
        sys.exit(2)
    if KERAS_3:
        settings.pop("reverse_state_order", None)  # of Keras 2 alone: states come back in the other order
    else:
        settings = {KERAS_2_NAMES.get((class_name, name), name): value for name, value in settings.items()}
    return getattr(keras.layers, class_name)(**settings)

def flat(made):
    """What a layer returns, states of stacked cells too, as one list."""
    return [part for each in made for part in flat(each)] if isinstance(made, (list, tuple)) else [made]
`;
