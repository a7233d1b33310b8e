import { isObject, type LayerSpec } from './config/graph-spec.ts';

/** Settings that do something in training only, and at random. */
const RANDOM = ['rate', 'dropout', 'recurrent_dropout', 'stddev'];

/**
 * True for a layer that is called with `training=True` and does something else then: dropout and noise are random, BatchNormalization takes
 * the statistics of the batch. What it returns is not what the weights alone decide.
 */
export function actsAsInTraining({
  className,
  config,
  isTraining = false,
}: Pick<LayerSpec, 'className' | 'config' | 'isTraining'>): boolean {
  return isTraining && changesInTraining(className, config);
}

function changesInTraining(className: unknown, config: Readonly<Record<string, unknown>>): boolean {
  if (className === 'BatchNormalization') return true;
  if (RANDOM.some((name) => typeof config[name] === 'number' && config[name] > 0)) return true;
  const wrapped = [config.layer, config.backward_layer, config.cell, ...(Array.isArray(config.cells) ? (config.cells as unknown[]) : [])];
  return wrapped.some((inner) => isObject(inner) && isObject(inner.config) && changesInTraining(inner.class_name, inner.config));
}
