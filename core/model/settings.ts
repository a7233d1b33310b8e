import { ModelError, type Phrase, phrase, refuse } from '../errors/index.ts';
import { activationOf, type InnerLayer, type LayerKind, layerKindOf, type Settings, type SettingSpec } from '../layers/index.ts';
import type { Producer } from '../read/index.ts';
import { isObject, type LayerSpec, layerEntry } from './config/graph-spec.ts';
import type { Answers, Setting } from './model.ts';

/** A wrapped layer as the value of a wrapper's setting. */
export interface InnerSettings {
  readonly class: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, Setting>>;
}

/** What settings are made of: a layer's name, its configuration, and which keys of it were worked out rather than read. */
export type SettingSource = Pick<LayerSpec, 'name' | 'config' | 'inferred'>;

/**
 * Settings of one layer, each with where its value came from: the user, the file, shapes and names, the default of the version.
 * @throws `config-value`, `activation-unknown`, `layer-unsupported`
 */
export function settingsOf(
  kind: LayerKind,
  source: SettingSource,
  producer: Producer,
  answers: Answers,
): Readonly<Record<string, Setting>> {
  return Object.fromEntries(
    Object.entries(kind.settings).map(([name, spec]): [string, Setting] => {
      const stated = statedSetting(source, name, spec, answers) ?? {
        value: spec.default(producer),
        from: 'default' as const,
        note: defaultOf(producer),
      };
      if (stated.from === 'default' && spec.required) invalidSetting(source.name, name, 'missing', 'in the configuration');
      return [name, checkedSetting(source, name, stated, spec, producer, answers)];
    }),
  );
}

function defaultOf({ name, version }: Producer): Phrase {
  return version === null ? phrase('note-default-unknown', { producer: name }) : phrase('note-default', { producer: name, version });
}

/** What the user, the file or the shapes say of a setting; null when all are silent. */
function statedSetting(source: SettingSource, name: string, spec: SettingSpec, answers: Answers): Setting | null {
  const id = `${source.name}.${name}`;
  if (answers.has(id)) return { value: answers.get(id), from: 'user', note: null };
  if (!Object.hasOwn(source.config, name)) return null;
  // tfjs writes null for a flag that was left open. Source: tfjs-layers 4.22 src/layers/recurrent.ts `getConfig`.
  if (spec.values === 'flag' && source.config[name] === null) return null;
  const value = spec.values === 'activation' ? (source.config[name] ?? 'linear') : source.config[name];
  const reason = source.inferred?.get(name);
  return reason === undefined ? { value, from: 'file', note: null } : { value, from: 'inferred', note: reason };
}

function checkedSetting(
  source: SettingSource,
  name: string,
  setting: Setting,
  spec: SettingSpec,
  producer: Producer,
  answers: Answers,
): Setting {
  if (spec.values === 'layer') {
    if (setting.value === null && spec.required !== true) return setting;
    return { ...setting, value: innerSettings(source, name, setting.value, spec, producer, answers) };
  }
  if (spec.values === 'layers') {
    if (!Array.isArray(setting.value)) return invalidSetting(source.name, name, JSON.stringify(setting.value), 'a list of layers');
    const parts = (setting.value as unknown[]).map((value, index) =>
      innerSettings(source, name, value, { ...spec, part: String(index) }, producer, answers),
    );
    return { ...setting, value: parts };
  }
  if (!(spec.isOptional === true && setting.value === null)) checkValue(source.name, name, setting.value, spec, producer);
  return setting;
}

/** A wrapped layer: `{class_name, config}` in a wrapper's configuration. Its settings are named `bidirectional/forward.units`. */
function innerSettings(
  source: SettingSource,
  setting: string,
  value: unknown,
  spec: SettingSpec,
  producer: Producer,
  answers: Answers,
): InnerSettings {
  if (!isObject(value)) return invalidSetting(source.name, setting, JSON.stringify(value), 'a layer');
  const entry = layerEntry(value, 0);
  const kind = layerKindOf(entry.className);
  if (kind === null) return refuse(ModelError, 'layer-unsupported', source.name, { layer: source.name, className: entry.className });
  const name = spec.part === undefined || spec.part === '' ? source.name : `${source.name}/${spec.part}`;
  const inferred =
    source.inferred?.has(setting) === true
      ? new Map(Object.keys(entry.config).map((key) => [key, source.inferred?.get(`${setting}.${key}`) ?? phrase('note-shapes')]))
      : undefined;
  const inner = { name, config: entry.config, ...(inferred && { inferred }) };
  return { class: kind.className, name: entry.name, settings: settingsOf(kind, inner, producer, answers) };
}

/** Largest whole number that a setting may have unless its kind says otherwise: no layer of a real model is wider. */
const MOST = 1_000_000;

function checkValue(layer: string, name: string, value: unknown, { values, limit = MOST }: SettingSpec, producer: Producer): void {
  const found = JSON.stringify(value) ?? 'missing';
  switch (values) {
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > limit)
        invalidSetting(layer, name, found, `a whole number from 1 to ${limit.toLocaleString('en')}`);
      return;
    case 'integers':
      if (![value].flat().every((entry) => typeof entry === 'number' && Number.isInteger(entry) && Math.abs(entry) <= MOST))
        invalidSetting(layer, name, found, 'a whole number or a list of whole numbers');
      return;
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) invalidSetting(layer, name, found, 'a number');
      return;
    case 'flag':
      if (typeof value !== 'boolean') invalidSetting(layer, name, found, 'true or false');
      return;
    case 'activation':
      activationOf(value, producer, `${layer}.${name}`);
      return;
    case 'any':
    case 'layer':
    case 'layers':
      return;
    default:
      if (!values.includes(value))
        invalidSetting(layer, name, found, `one of ${values.map((choice) => JSON.stringify(choice)).join(', ')}`);
  }
}

function invalidSetting(layer: string, setting: string, found: string, expected: string): never {
  return refuse(ModelError, 'config-value', `${layer}.${setting}`, { layer, setting, found: found.slice(0, 80), expected });
}

/** Settings as a layer computes with them: activations by name became functions, wrapped layers their kinds. */
export function computable(
  kind: LayerKind,
  node: { readonly name: string; readonly settings: Readonly<Record<string, Setting>> },
  producer: Producer,
): Settings {
  return Object.fromEntries(
    Object.entries(node.settings).map(([name, { value }]) => {
      switch (kind.settings[name]?.values) {
        case 'activation':
          return [name, activationOf(value, producer, `${node.name}.${name}`)];
        case 'layer':
          return [name, value === null ? null : innerLayer(value as InnerSettings, producer)]; // as: settingsOf made it
        case 'layers':
          return [name, (value as InnerSettings[]).map((part) => innerLayer(part, producer))];
        default:
          return [name, value];
      }
    }),
  );
}

function innerLayer(inner: InnerSettings, producer: Producer): InnerLayer {
  const kind = layerKindOf(inner.class) as LayerKind; // as: settingsOf checked it
  return { kind, name: inner.name, settings: computable(kind, inner, producer) };
}
