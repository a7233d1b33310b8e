import { LabError } from '../../errors/index.ts';
import { type Answers, layerNamed, type Model, withLayer } from '../../model/index.ts';
import type { StoredTensor, Tensor } from '../../tensor/index.ts';
import type { Answer, Hypothesis } from './factor.ts';

/** The model built again with these answers on top of those that were given. @throws ModelError */
export type Rebuild = (answers: Answers) => Model;

/** Makes the models of hypotheses. Each array is read once, and each model with answers of its own built once. */
export class ModelMaker {
  readonly #rebuild: Rebuild;
  readonly #built = new Map<string, Model | null>();

  constructor(model: Model, rebuild: Rebuild) {
    this.#rebuild = rebuild;
    this.#built.set('', readOnce(model));
  }

  /** The model of a hypothesis; null where its answers cannot be: their shapes do not fit. */
  of(hypothesis: Hypothesis): Model | null {
    const answers = hypothesis.flatMap((change) => (change.choice.alter === null ? this.#answersOf(change) : []));
    let model = this.withAnswers(answers);
    for (const { factor, choice } of inOrder(hypothesis)) {
      if (model === null || choice.alter === null) continue;
      for (const name of factor.layers) model = withLayer(model, choice.alter(layerNamed(model, name)));
    }
    return model;
  }

  /** The model that `--set` with these answers makes; null where they are refused. */
  withAnswers(answers: readonly Answer[]): Model | null {
    const key = answers.map(({ id, value }) => `${id}=${String(value)}`).join();
    const known = this.#built.get(key);
    if (known !== undefined) return known;
    const model = this.#tryToBuild(answers);
    this.#built.set(key, model);
    return model;
  }

  /** The answers that say the same as a hypothesis; null where some of it is no setting. */
  answersOf(hypothesis: Hypothesis): readonly Answer[] | null {
    return hypothesis.some(({ choice }) => choice.answers === null) ? null : hypothesis.flatMap((change) => this.#answersOf(change));
  }

  #answersOf({ factor, choice }: Hypothesis[number]): readonly Answer[] {
    const model = this.withAnswers([]);
    return model === null ? [] : factor.layers.flatMap((name) => choice.answers?.(layerNamed(model, name)) ?? []);
  }

  #tryToBuild(answers: readonly Answer[]): Model | null {
    try {
      return readOnce(this.#rebuild(new Map(answers.map(({ id, value }) => [id, value]))));
    } catch (error) {
      if (error instanceof LabError) return null;
      throw error;
    }
  }
}

/** Blocks are put in order before anything is done to one of them. */
function inOrder(hypothesis: Hypothesis): Hypothesis {
  const isOrder = ({ factor }: Hypothesis[number]): boolean => factor.setting === 'gate_order';
  return [...hypothesis.filter(isOrder), ...hypothesis.filter((change) => !isOrder(change))];
}

/** A model whose arrays stay in memory once they were read. */
function readOnce(model: Model): Model {
  return model.layers.reduce((read, layer) => {
    const weights = new Map([...layer.weights].map(([name, stored]) => [name, keeping(stored)]));
    return withLayer(read, { ...layer, weights });
  }, model);
}

function keeping(stored: StoredTensor): StoredTensor {
  let tensor: Tensor | null = null;
  return { ...stored, load: () => (tensor ??= stored.load()) };
}
