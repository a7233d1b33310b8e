import type { CallOptions, CarriedStates, LabClient, RequestBody } from '../../core/session/index.ts';

/** What brought the model here. */
export type ModelOrigin =
  | { readonly type: 'open'; readonly body: RequestBody<'open'> }
  | { readonly type: 'example'; readonly body: RequestBody<'example'> }
  | { readonly type: 'newLayer'; readonly body: RequestBody<'newLayer'> };

/** All that a fresh core needs to be where the last one was; plain data, replaced whole at each change. */
export interface Recipe {
  readonly origin: ModelOrigin;
  /** The last word on each setting that was answered, in the order in which they were answered. */
  readonly answers: readonly RequestBody<'answer'>[];
  readonly edits: readonly RequestBody<'setWeights'>[];
  /** null: the sequence that came with the model, if any. */
  readonly sequence: RequestBody<'setSequence'> | null;
  /** Outputs brought for layers that cannot run, of this sequence. */
  readonly brought: readonly RequestBody<'bringOutput'>[];
  /** Where its stateful layers start, of those that carry on from a former run. */
  readonly carried: readonly CarriedStates[];
}

/** The recipe after one more weight edit; an earlier edit of the same weight is overwritten. */
export function withEdit(recipe: Recipe, edit: RequestBody<'setWeights'>): Recipe {
  const others = recipe.edits.filter((earlier) => earlier.layer !== edit.layer || earlier.weight !== edit.weight);
  return { ...recipe, edits: [...others, edit] };
}

/** The recipe after one more answer; an earlier answer to the same question is overwritten in its place. */
export function withAnswer(recipe: Recipe, answer: RequestBody<'answer'>): Recipe {
  const isSame = (earlier: RequestBody<'answer'>): boolean => earlier.id === answer.id;
  const answers = recipe.answers.some(isSame)
    ? recipe.answers.map((earlier) => (isSame(earlier) ? answer : earlier))
    : [...recipe.answers, answer];
  return { ...recipe, answers };
}

/** The recipe after an output was brought, or taken away. */
export function withBrought(recipe: Recipe, output: RequestBody<'bringOutput'>): Recipe {
  const others = recipe.brought.filter(({ layer }) => layer !== output.layer);
  return { ...recipe, brought: output.files === null ? others : [...others, output] };
}

/** Asks a core for everything in the recipe, in order. @throws LabError with the first refusal */
export async function replay(client: LabClient, recipe: Recipe): Promise<void> {
  await requestOrigin(client, recipe.origin);
  for (const answer of recipe.answers) await client.request('answer', answer);
  for (const edit of recipe.edits) await client.request('setWeights', edit);
  if (recipe.sequence) await client.request('setSequence', recipe.sequence);
  for (const output of recipe.brought) await client.request('bringOutput', output);
  if (recipe.carried.length > 0) await client.request('carry', { states: recipe.carried });
}

/** Asks for the model itself. */
export function requestOrigin(client: LabClient, origin: ModelOrigin, options: CallOptions = {}) {
  switch (origin.type) {
    case 'open':
      return client.request('open', origin.body, options);
    case 'example':
      return client.request('example', origin.body, options);
    case 'newLayer':
      return client.request('newLayer', origin.body, options);
  }
}
