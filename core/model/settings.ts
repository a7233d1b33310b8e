import { ModelError, refuse } from '../errors/index.ts';
import { activationOf, type LayerKind, type Settings } from '../layers/index.ts';
import type { Producer } from '../read/index.ts';
import type { JsonObject } from './config/graph-spec.ts';
import type { LayerNode, Setting } from './model.ts';

/** Settings of one layer, each with where its value came from. @throws `setting-invalid`, `activation-unknown` */
export function settingsOf(kind: LayerKind, config: JsonObject, producer: Producer, layer: string): Readonly<Record<string, Setting>> {
  return Object.fromEntries(
    Object.entries(kind.settings).map(([name, spec]): [string, Setting] => {
      const inFile = Object.hasOwn(config, name);
      if (!inFile && spec.required) invalidSetting(layer, name, 'missing', 'in the configuration');
      const value = inFile ? config[name] : spec.default(producer);
      checkSetting(layer, name, value, spec.values, producer);
      const note = inFile ? null : `default of ${producer.name} ${producer.version ?? '(version unknown)'}`;
      return [name, { value: spec.values === 'activation' ? (value ?? 'linear') : value, from: inFile ? 'file' : 'default', note }];
    }),
  );
}

function checkSetting(
  layer: string,
  name: string,
  value: unknown,
  values: LayerKind['settings'][string]['values'],
  producer: Producer,
): void {
  const found = JSON.stringify(value) ?? 'missing';
  switch (values) {
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 1_000_000)
        invalidSetting(layer, name, found, 'a whole number from 1 on');
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
      return;
    default:
      if (!values.includes(value))
        invalidSetting(layer, name, found, `one of ${values.map((choice) => JSON.stringify(choice)).join(', ')}`);
  }
}

function invalidSetting(layer: string, setting: string, found: string, expected: string): never {
  return refuse(ModelError, 'setting-invalid', `${layer}.${setting}`, { layer, setting, found, expected });
}

/** Settings as a layer computes with them: activations by name became functions. */
export function computable(kind: LayerKind, node: Pick<LayerNode, 'name' | 'settings'>, producer: Producer): Settings {
  return Object.fromEntries(
    Object.entries(node.settings).map(([name, { value }]) => [
      name,
      kind.settings[name]?.values === 'activation' ? activationOf(value, producer, `${node.name}.${name}`) : value,
    ]),
  );
}
