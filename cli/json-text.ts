/**
 * A value as one line of JSON. NaN and infinities become the strings `"NaN"`, `"Infinity"`, `"-Infinity"`, typed arrays become arrays, −0
 * stays −0; members that are undefined are left out.
 */
export function jsonText(value: unknown): string {
  if (typeof value === 'number') return numberJson(value);
  if (typeof value === 'bigint') return String(value);
  if (ArrayBuffer.isView(value)) return listJson(Array.from(value as Float32Array)); // as: documents hold number arrays only
  if (Array.isArray(value)) return listJson(value);
  if (typeof value === 'object' && value !== null) return objectJson(value);
  return value === undefined ? 'null' : JSON.stringify(value);
}

function numberJson(value: number): string {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? String(value) : `"${String(value)}"`;
}

function listJson(items: readonly unknown[]): string {
  return `[${items.map(jsonText).join(',')}]`;
}

function objectJson(object: object): string {
  const members = Object.entries(object).filter(([, value]) => value !== undefined);
  return `{${members.map(([key, value]) => `${JSON.stringify(key)}:${jsonText(value)}`).join(',')}}`;
}
