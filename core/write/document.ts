/**
 * A plain object as JSON that people read and programs compare: keys in the order given, two spaces, a last line break. NaN and infinities
 * are the strings `"NaN"`, `"Infinity"`, `"-Infinity"`.
 */
export function writeDocument(document: object): Uint8Array {
  const text = JSON.stringify(
    document,
    (_key, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value),
    2,
  );
  return new TextEncoder().encode(`${text}\n`);
}
