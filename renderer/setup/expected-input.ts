import type { ModelCard } from '../../core/session/index.ts';

/** What the model's first input takes for each step: so many features, or the ids that its Embedding knows; null where the file leaves it open. */
export type ExpectedInput = { readonly features: number | null } | { readonly lastId: number | null };

/** What a sequence for this model has to hold, for the words that ask for one. */
export function expectedInput({ inputs, layers }: Pick<ModelCard, 'inputs' | 'layers'>): ExpectedInput {
  const input = inputs.at(0);
  if (input?.dtype !== 'integer' || input.shape.length !== 2) return { features: input?.shape.at(-1) ?? null };
  const embedding = layers.find(({ class: name, readsFrom }) => name === 'Embedding' && readsFrom.includes(input.name));
  const ids = embedding?.settings['input_dim']?.value;
  return { lastId: typeof ids === 'number' ? ids - 1 : null };
}
