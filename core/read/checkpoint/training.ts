/** Parts of a path that belong to training: optimizers with their slots, counters, metrics and what Keras 2 keeps for itself. */
const TRAINING =
  /(?:^|\/)(?:_?optimizer|opt|keras_api|save_counter|global_step|_?(?:compiled_)?(?:metrics|loss)|loss_tracker|\.OPTIMIZER_SLOT)(?:\/|$)/;
/** `Adam/m/lstm/kernel`, `beta1_power`: names that optimizers of TensorFlow give. */
const OPTIMIZER_NAME = /^(?:training(?:_\d+)?\/|(?:Adam\w*|RMSprop|SGD|Adagrad|Adadelta|Nadam|Ftrl|Lion|Adafactor)\/|beta[12]_power)/;

/** Whether a variable trains the model instead of computing it. */
export function isTraining(path: string, fullName: string): boolean {
  return TRAINING.test(path) || OPTIMIZER_NAME.test(fullName === '' ? path : fullName);
}
