import { type Model, readBy } from '../model/index.ts';

/**
 * Layers of those pieces of a model that no given sequence enters, when one enters another piece; weights without a configuration are
 * often several pieces. None in a model that hangs together: there every input has to be given. Names include the inputs.
 */
export function idleLayers(model: Model, given: ReadonlySet<string>): ReadonlySet<string> {
  const piece = new Map<string, string>();
  const pieceOf = (name: string): string => {
    let root = name;
    for (let next = piece.get(root); next !== undefined && next !== root; next = piece.get(root)) root = next;
    piece.set(name, root); // the next way is short
    return root;
  };
  for (const { name, calls } of model.layers) {
    for (const { layer } of calls.flatMap(readBy)) piece.set(pieceOf(name), pieceOf(layer));
  }
  const fed = new Set(model.inputs.filter(({ name }) => given.has(name)).map(({ name }) => pieceOf(name)));
  if (fed.size === 0) return new Set();
  return new Set(model.layers.map(({ name }) => name).filter((name) => !fed.has(pieceOf(name))));
}
