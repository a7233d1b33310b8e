/** `LSTM` → `lstm`, `MaxPooling1D` → `max_pooling1d`. Source: Keras 3.15 keras/src/utils/naming.py */
export function snakeCase(className: string): string {
  return className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
