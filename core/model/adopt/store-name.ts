/**
 * `LSTM` → `lstm`, `MaxPooling1D` → `max_pooling1d`: a class in the Keras 3 store, and Keras' automatic name for its first layer.
 * Source: Keras 3.15 keras/src/utils/naming.py, `to_snake_case`.
 */
export function snakeCase(className: string): string {
  return className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
