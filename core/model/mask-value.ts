import type { Model } from './model.ts';

/**
 * The value that stands for padding in an input, where every layer that reads it masks that value: `mask_value` of a Masking, 0 of an
 * Embedding with `mask_zero`. Null where padding would be computed as if it were data.
 */
export function maskValueOf(model: Model, input: string): number | null {
  const values = model.layers.flatMap((layer) =>
    layer.calls.some((use) => use.inputs.some((ref) => ref.layer === input)) ? [maskedBy(layer)] : [],
  );
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
}

function maskedBy({ className, runs, settings }: Model['layers'][number]): number | null {
  if (!runs) return null;
  if (className === 'Masking') return Number(settings.mask_value?.value ?? 0);
  return className === 'Embedding' && settings.mask_zero?.value === true ? 0 : null;
}
