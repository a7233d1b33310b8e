import { KERAS_CLASSES, layerKindOf, type SettingSpec } from '../../core/layers/index.ts';
import { buildModel, type InnerSettings, type Setting } from '../../core/model/index.ts';
import { openModelFiles } from '../../core/read/index.ts';
import { fixtureCases, type GoldenCase, modelSources, references } from './golden-case.ts';

/** What a fixture holds of a class: a value of a setting, as JSON; `''` for the class itself. */
type Held = Map<string, Map<string, Map<string, Set<string>>>>;

/** Which folders hold a class, a setting, a value: only layers of which `expected.npz` holds what Keras computed. */
export interface Coverage {
  /** The folders in which the class has the setting at a value that passes; all of the class without a setting. */
  folders(className: string, setting?: string, passes?: (value: unknown) => boolean): ReadonlySet<string>;
  /** The Keras that wrote a folder. */
  readonly versions: ReadonlyMap<string, string>;
}

const KERAS_3 = { name: 'keras', version: '3.15.1' };

export function coverage(): Coverage {
  const held: Held = new Map();
  const versions = new Map<string, string>();
  for (const golden of fixtureCases()) {
    versions.set(golden.name, golden.facts.keras_version);
    const recorded = recordedLayers(golden);
    for (const layer of buildModel(openModelFiles(modelSources(golden))).layers) {
      if (layer.className === 'InputLayer' || layer.calls.some(({ name }) => recorded.has(name))) {
        note(held, golden.name, layer.className, layer.settings);
      }
    }
  }
  return {
    versions,
    folders(className, setting = '', passes = () => true) {
      const values = held.get(className)?.get(setting) ?? new Map<string, Set<string>>();
      return new Set([...values].flatMap(([value, names]) => (passes(JSON.parse(value)) ? [...names] : [])));
    },
  };
}

/** Names of the uses of layers that have arrays in `expected.npz`: `lstm`, `branch@1/lstm`; of one that gives yes and no only `output/any`. */
function recordedLayers(golden: GoldenCase): ReadonlySet<string> {
  return new Set([...references(golden, 'expected.npz').keys()].flatMap((name) => prefixes(name.replace(/^output\/(.*)$/, '$1/output'))));
}

/** `a/b/output` → `a`, `a/b`. */
function prefixes(array: string): readonly string[] {
  const parts = array.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

function note(held: Held, folder: string, className: string, settings: Readonly<Record<string, Setting>>): void {
  const values = [['', true] as const, ...Object.entries(settings).map(([name, { value }]) => [name, value] as const)];
  const ofClass = entry(held, className, () => new Map<string, Map<string, Set<string>>>());
  for (const [setting, value] of values) {
    const words = JSON.stringify(isLayers(value) ? 'layers' : value);
    entry(
      entry(ofClass, setting, () => new Map<string, Set<string>>()),
      words,
      () => new Set<string>(),
    ).add(folder);
    for (const inner of isLayers(value) ? [value].flat() : []) note(held, folder, inner.class, inner.settings);
  }
}

/** A layer that a wrapper holds, or several. */
function isLayers(value: unknown): value is InnerSettings | readonly InnerSettings[] {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'object' && first !== null && 'class' in first && 'settings' in first;
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

/** One value, or kind of value, of a setting that a fixture has to hold. */
export interface Need {
  readonly className: string;
  readonly setting: string;
  /** In words: `false`, `other than 0`. */
  readonly wanted: string;
  readonly passes: (value: unknown) => boolean;
}

/** What the table of layer kinds asks for: every class, every value of a choice, another value than the default of everything else. */
export function needs(): readonly Need[] {
  return KERAS_CLASSES.flatMap((className): readonly Need[] => {
    const kind = layerKindOf(className);
    if (kind === null) return [];
    const whole: Need = { className, setting: '', wanted: 'the class', passes: () => true };
    // What stands in a call beside its tensors, as the graph has it, is no setting of the layer.
    const settings = Object.entries(kind.settings).filter(([setting]) => setting !== 'arguments');
    return [whole, ...settings.flatMap(([setting, spec]) => ofSetting(className, setting, spec))];
  });
}

function ofSetting(className: string, setting: string, spec: SettingSpec): readonly Need[] {
  if (spec.required === true) return [{ className, setting, wanted: 'any', passes: () => true }];
  const usual = JSON.stringify(spec.default(KERAS_3));
  const isOther = (value: unknown): boolean => JSON.stringify(value) !== usual;
  if (!Array.isArray(spec.values)) return [{ className, setting, wanted: `other than ${usual}`, passes: isOther }];
  return (spec.values as readonly unknown[]).filter(isOther).map((wanted) => ({
    className,
    setting,
    wanted: JSON.stringify(wanted),
    passes: (value) => JSON.stringify(value) === JSON.stringify(wanted),
  }));
}
