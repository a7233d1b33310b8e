import { isRecurrent, layerKindOf } from '../../layers/index.ts';
import type { AnswerInput, LayerNode, Model } from '../../model/index.ts';
import { cellFactors } from './cell-factors.ts';
import { cellsOf, halvesOf } from './cells.ts';
import type { Factor, Suspect } from './factor.ts';

/** Everything in a model that may be other than it says. */
export interface Suspects {
  /** Each layer with a recurrent cell, and each with a setting that was guessed. */
  readonly layers: readonly Suspect[];
  /** All layers of one class. */
  readonly alike: readonly Suspect[];
  /** Both halves of each Bidirectional. */
  readonly halves: readonly (readonly [Suspect, Suspect])[];
}

/** What may be wrong in what runs: nothing else reaches the output. */
export function suspectsOf(model: Model): Suspects {
  const running = model.layers.filter((layer) => !layer.isBrought && layer.calls.some((use) => use.runs));
  const layers = running.map((layer) => {
    const cells = cellFactors(model, [layer]);
    return { layers: [layer.name], factors: [...cells, ...guessedFactors(model, layer, cells)] };
  });
  return { layers: layers.filter(({ factors }) => factors.length > 0), alike: alikeOf(model, running), halves: halvesIn(model, running) };
}

/** Recurrent layers of one class and the same settings, two or more: whoever converted one wrongly converted all. */
function alikeOf(model: Model, running: readonly LayerNode[]): readonly Suspect[] {
  const groups = new Map<string, LayerNode[]>();
  for (const layer of running) {
    if (!isRecurrent(layerKindOf(layer.className))) continue;
    const key = [layer.className, ...cellFactors(model, [layer]).map(({ setting, present }) => `${setting}=${present}`)].join();
    groups.set(key, [...(groups.get(key) ?? []), layer]);
  }
  return [...groups.values()]
    .filter((layers) => layers.length > 1)
    .map((layers) => ({ layers: layers.map(({ name }) => name), factors: cellFactors(model, layers) }))
    .filter(({ factors }) => factors.length > 0);
}

function halvesIn(model: Model, running: readonly LayerNode[]): Suspects['halves'] {
  return running.flatMap((layer) => {
    const [forward, backward] = halvesOf(layer).map((half) => ({ layers: [layer.name], factors: cellFactors(model, [layer], half) }));
    return forward && backward && forward.factors.length > 0 && backward.factors.length > 0 ? [[forward, backward] as const] : [];
  });
}

/** Settings of a layer that nothing in the file decides, beside those that are tried for every cell. */
function guessedFactors(model: Model, layer: LayerNode, cells: readonly Factor[]): readonly Factor[] {
  return model.questions.flatMap(({ id, choices }): Factor[] => {
    const [, owner = '', setting = ''] = /^(.*)\.([^.]+)$/.exec(id) ?? [];
    const isOfLayer = owner === layer.name || owner.startsWith(`${layer.name}/`);
    // Another class is another model; what the version decides is tried by itself.
    if (!isOfLayer || setting === 'class' || cells.some((factor) => factor.setting === setting)) return [];
    const present = presentValue(layer, owner, setting);
    return [
      {
        layers: [layer.name],
        names: [layer.name],
        cells: [owner],
        setting,
        present: textOf(present),
        others: choices
          .filter((choice) => choice !== present)
          .map((choice) => ({
            value: textOf(choice),
            words: `${setting} of ${owner} is ${textOf(choice)}, not ${textOf(present)}`,
            answers: () => [{ id, value: choice as AnswerInput }], // as: questions offer plain values
            alter: null,
          })),
      },
    ];
  });
}

function presentValue(layer: LayerNode, owner: string, setting: string): unknown {
  const settings = owner === layer.name ? layer.settings : cellsOf(layer).find(({ name }) => name === owner)?.settings;
  return settings?.[setting]?.value ?? null;
}

/** As it is written on a command line. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
