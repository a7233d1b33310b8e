/** What every object, list, function, number, text and array inherits from. */
const PROTOTYPES = [
  Object,
  Array,
  Function,
  String,
  Number,
  Boolean,
  Map,
  Set,
  Promise,
  RegExp,
  Error,
  Date,
  ArrayBuffer,
  DataView,
  Object.getPrototypeOf(Uint8Array) as typeof Uint8Array, // as: what all typed arrays inherit from
  Uint8Array,
  Float32Array,
  Float64Array,
].map((made) => [made.name, made.prototype as object] as const);

/** Remembers the prototypes as they are, every property with its value; the function that it gives names the first that has changed since. */
export function prototypeWatch(): () => string | null {
  const before = PROTOTYPES.map(([name, prototype]) => ({
    name,
    prototype,
    parent: Object.getPrototypeOf(prototype) as object | null,
    properties: new Map(Reflect.ownKeys(prototype).map((key) => [key, Object.getOwnPropertyDescriptor(prototype, key)])),
  }));
  return () => {
    for (const { name, prototype, parent, properties } of before) {
      if (Object.getPrototypeOf(prototype) !== parent) return `the parent of ${name}`;
      if (properties.size !== Reflect.ownKeys(prototype).length) return name;
      for (const [key, property] of properties)
        if (!isSame(property, Object.getOwnPropertyDescriptor(prototype, key))) return `${name}.${String(key)}`;
    }
    return null;
  };
}

function isSame(one: object | undefined, other: object | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const parts = new Map<string, unknown>(Object.entries(other));
  return Object.entries(one).every(([part, value]) => Object.is(value, parts.get(part)));
}
