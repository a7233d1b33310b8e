// Written so that no digit can be taken in two ways: otherwise a long cell takes the square of its length.
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const SPECIAL = /^([+-]?)(nan|inf|infinity)$/i;

/**
 * The number a text says, or null: decimals with a point, `nan`, `inf`. `1,5`, `0x1F`, `1_000`, `1e400` (beyond float64) and the empty text
 * are none.
 */
export function parseNumber(text: string): number | null {
  const bare = text.trim();
  if (DECIMAL.test(bare)) {
    const number = Number(bare);
    return Number.isFinite(number) ? number : null;
  }
  const special = SPECIAL.exec(bare);
  if (special === null) return null;
  if (special[2]?.toLowerCase() === 'nan') return NaN;
  return special[1] === '-' ? -Infinity : Infinity;
}
