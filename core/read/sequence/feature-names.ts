/** Names of the features: those of the file where it has some, else `x0`, `x1`, …. */
export function featureNames(found: readonly string[], count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => found[index]?.trim() || `x${index}`);
}
