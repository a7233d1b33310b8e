// TEST ONLY. Language library of 2021 to 2023 for V8 8.3 and Node 12.
const at = function (this: ArrayLike<unknown>, index: number): unknown {
  return this[index < 0 ? this.length + index : index];
};
function supply(target: object, name: string, value: unknown): void {
  if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true });
}
for (const kind of [Array, String, Uint8Array, Float32Array, Float64Array, Int32Array]) supply(kind.prototype, 'at', at);
for (const kind of [Array, Uint8Array, Float32Array, Float64Array]) {
  supply(kind.prototype, 'findLast', function (this: unknown[], test: (value: unknown) => boolean) {
    return [...this].reverse().find(test);
  });
  supply(kind.prototype, 'toSorted', function (this: unknown[], by?: (a: unknown, b: unknown) => number) {
    return this.slice().sort(by);
  });
}
supply(Array.prototype, 'toReversed', function (this: unknown[]) {
  return [...this].reverse();
});
supply(Object, 'hasOwn', (value: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(value, key));
supply(String.prototype, 'replaceAll', function (this: string, from: string | RegExp, to: string) {
  return typeof from === 'string' ? this.split(from).join(to) : this.replace(from, to);
});
supply(Promise, 'withResolvers', () => {
  const parts: Record<string, unknown> = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
});
supply(
  globalThis,
  'WeakRef',
  class {
    constructor(private readonly target: object) {}
    deref(): object {
      return this.target;
    }
  },
);
supply(globalThis, 'reportError', (error: unknown) => {
  setTimeout(() => {
    throw error;
  });
});
