import { LabError, ModelError, refuse } from '../errors/index.ts';
import { ACTIVATION_NAMES, activationOf, layerKindOf, type SettingSpec } from '../layers/index.ts';
import type { Producer } from '../read/index.ts';
import type { Answers, Model, Setting } from './model.ts';
import type { InnerSettings } from './settings.ts';

/** An answer as it comes from a form or a command line. */
export type AnswerInput = string | number | boolean | null;

/** `2.2.4`, `2.2.4-tf`, `3.15.1`, `1.2` */
const VERSION = /^[1-9]\d?\.\d+(\.\d+)?(-tf)?$/;

/** Who wrote the file, where the user said so by the answer `keras`. */
export function answeredProducer(producer: Producer, answers: Answers): Producer {
  const version = answers.get('keras');
  return typeof version === 'string' ? { ...producer, name: 'keras', version } : producer;
}

/**
 * The value that an answer stands for, in the type of its setting: text from a command line becomes a number, true, false or null where
 * the setting takes one. @throws `answer-unknown`, `answer-value`
 */
export function answerValue(model: Model, id: string, given: AnswerInput): unknown {
  if (id === 'keras') {
    return typeof given === 'string' && VERSION.test(given)
      ? given
      : impossible(id, given, ['a version such as 2.2.4, 2.2.4-tf or 3.15.1']);
  }
  const question = model.questions.find((candidate) => candidate.id === id);
  const spec = specOf(model, id);
  if (spec) return valueOfSpec(spec, id, given, question?.choices ?? [], model.producer);
  const layer = model.layers.find((candidate) => `${candidate.name}.class` === id);
  const choices = question?.choices ?? (layer ? [layer.className] : null);
  if (choices === null) return refuse(ModelError, 'answer-unknown', null, { id });
  return chosen(id, given, choices);
}

/** The specification of a setting of any layer, also of one inside a wrapper: `bidirectional/forward.activation`. */
function specOf(model: Model, id: string): SettingSpec | null {
  for (const layer of model.layers) {
    const known = settingsWithin({ class: layer.className, name: layer.name, settings: layer.settings }).get(id);
    if (known) return known.spec;
  }
  return null;
}

/** Each setting of a layer with its specification, by its id, those of the layers that it wraps included. */
export function settingsWithin(
  layer: InnerSettings,
): ReadonlyMap<string, { readonly spec: SettingSpec; readonly setting: Setting | undefined }> {
  const within = new Map<string, { readonly spec: SettingSpec; readonly setting: Setting | undefined }>();
  const waiting = [layer];
  for (let at = 0; at < waiting.length; at++) {
    const { class: className, name, settings } = waiting[at]; // as: below the length
    for (const [key, spec] of Object.entries(layerKindOf(className)?.settings ?? {})) {
      if (spec.values === 'layer' || spec.values === 'layers') waiting.push(...innerParts(name, spec, settings[key]));
      else within.set(`${name}.${key}`, { spec, setting: settings[key] });
    }
  }
  return within;
}

/** The values that settings of a layer may take, by their ids, where they are a list; a form offers them. */
export function settingChoices(layer: InnerSettings): Readonly<Record<string, readonly AnswerInput[]>> {
  const lists = [...settingsWithin(layer)].flatMap(([id, { spec }]): [string, readonly AnswerInput[]][] => {
    const { values } = spec;
    if (values === 'flag') return [[id, [true, false]]];
    if (values === 'activation') return [[id, ACTIVATION_NAMES]];
    return typeof values === 'string' || values.length < 2 ? [] : [[id, values as readonly AnswerInput[]]]; // as: kinds list plain values
  });
  return Object.fromEntries(lists);
}

/** Wrapped layers under the names by which their settings are asked for. */
function innerParts(wrapper: string, spec: SettingSpec, setting: Setting | undefined): readonly InnerSettings[] {
  const value = setting?.value ?? [];
  const parts = (Array.isArray(value) ? value : [value]) as InnerSettings[]; // as: settingsOf made them
  return parts.map((part, index) => {
    const label = spec.values === 'layers' ? String(index) : (spec.part ?? '');
    return { ...part, name: label === '' ? wrapper : `${wrapper}/${label}` };
  });
}

function valueOfSpec(spec: SettingSpec, id: string, given: AnswerInput, choices: readonly unknown[], producer: Producer): unknown {
  switch (spec.values) {
    case 'flag':
      return chosen(id, given, [true, false]);
    case 'integer':
    case 'number': {
      const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
      const isFit =
        typeof value === 'number' && Number.isFinite(value) && (spec.values === 'number' || (Number.isInteger(value) && value >= 1));
      return isFit ? value : impossible(id, given, [spec.values === 'number' ? 'a number' : 'a whole number from 1']);
    }
    case 'activation':
      return activationName(id, given, choices, producer);
    case 'any':
    case 'integers':
    case 'layer':
    case 'layers':
      return plainValue(given);
    default:
      return chosen(id, given, spec.values);
  }
}

/** Any activation that can be computed, not only those that the question suggests; null is linear. */
function activationName(id: string, given: AnswerInput, choices: readonly unknown[], producer: Producer): unknown {
  const name = given === null || given === 'null' || given === 'None' ? 'linear' : given;
  try {
    activationOf(name, producer, id);
  } catch (cause) {
    if (!(cause instanceof LabError)) throw cause;
    const known = cause.values['known'];
    return impossible(id, given, typeof known === 'string' ? [known] : choices, cause);
  }
  return name;
}

/** The choice that was meant, whether it came as a value or as its text. */
function chosen(id: string, given: AnswerInput, choices: readonly unknown[]): unknown {
  const meant = choices.find((choice) => choice === given || textOf(choice) === given || (given === 'None' && choice === null));
  return meant === undefined ? impossible(id, given, choices) : meant;
}

/** `true`, `3`, `null` as Python or JSON writes them; anything else is text. */
function plainValue(given: AnswerInput): unknown {
  if (typeof given !== 'string') return given;
  const words: Readonly<Record<string, unknown>> = { true: true, false: false, True: true, False: false, null: null, None: null };
  if (Object.hasOwn(words, given)) return words[given];
  return given.trim() !== '' && Number.isFinite(Number(given)) ? Number(given) : given;
}

function impossible(id: string, given: AnswerInput, choices: readonly unknown[], cause?: unknown): never {
  return refuse(ModelError, 'answer-value', id, { id, found: String(given).slice(0, 80), choices: choices.map(textOf).join(', ') }, cause);
}

/** As a choice is written on the command line. */
function textOf(choice: unknown): string {
  return typeof choice === 'string' ? choice : JSON.stringify(choice);
}
