/** Values at which readers of JSON go wrong. */
const VALUES: readonly unknown[] = [
  null,
  true,
  '',
  'x',
  '__proto__',
  '../../etc/passwd',
  0,
  -1,
  1.5,
  1e9,
  2 ** 53,
  1e308,
  [],
  {},
  [[]],
  [null],
  [-1, 3],
  [1e6, 1e6],
  'LSTM',
  'float32',
  'conv1d',
];

type Json = Record<string | number, unknown>;

/** A copy of parsed JSON with one to three fields changed, removed, doubled or exchanged. `random` gives numbers in [0, 1). */
export function damagedJson(value: unknown, random: () => number): unknown {
  const copy: unknown = structuredClone(value);
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) damage(copy, random);
  return copy;
}

function damage(root: unknown, random: () => number): void {
  const below = (limit: number): number => Math.floor(random() * limit);
  const places = placesOf(root);
  if (places.length === 0) return;
  const { parent, key } = places[below(places.length)];
  const other = places[below(places.length)];
  switch (below(6)) {
    case 0:
    case 1:
      parent[key] = structuredClone(VALUES[below(VALUES.length)]);
      return;
    case 2:
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else Reflect.deleteProperty(parent, key);
      return;
    case 3:
      if (Array.isArray(parent)) parent.push(structuredClone(parent[Number(key)]));
      else parent[`${key}_1`] = structuredClone(parent[key]);
      return;
    case 4:
      parent[key] = structuredClone(other.parent[other.key]);
      return;
    default:
      if (typeof parent[key] === 'number') parent[key] = parent[key] + (random() < 0.5 ? 1 : -1);
      else if (typeof parent[key] === 'string') parent[key] = parent[key].slice(0, below(parent[key].length + 1));
      else parent[key] = [parent[key]];
  }
}

/** Every field, those of long lists of numbers only at their beginning: there is little to learn from the thousandth weight. */
function placesOf(root: unknown): readonly { readonly parent: Json; readonly key: string | number }[] {
  const places: { parent: Json; key: string | number }[] = [];
  const waiting: unknown[] = [root];
  for (let value = waiting.pop(); value !== undefined && places.length < 3_000; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const parent = value as Json; // as: an object or a list
    const keys = Array.isArray(value) ? [...value.keys()].slice(0, 40) : Object.keys(value);
    for (const key of keys) {
      places.push({ parent, key });
      waiting.push(parent[key]);
    }
  }
  return places;
}
