import { isJsonObject, type JsonObject } from '../json/index.ts';

const MODELS = new Set(['Sequential', 'Functional', 'Model']);

/** Whether a JSON text is the architecture of a model: `model.to_json()`, or the `config.json` of a `.keras` folder. */
export function isKerasConfig(value: unknown): value is JsonObject {
  return isJsonObject(value) && typeof value.class_name === 'string' && (MODELS.has(value.class_name) || isGraph(value.config));
}

function isGraph(config: unknown): boolean {
  return isJsonObject(config) && Array.isArray(config.layers);
}

/** Whether a JSON text is the `metadata.json` of a `.keras` folder. */
export function isKerasMetadata(value: unknown): value is JsonObject {
  return isJsonObject(value) && typeof value.keras_version === 'string' && typeof value.date_saved === 'string';
}

/** The version that wrote an architecture: Keras 2 put it beside the layers, Keras 3 is known by its form. */
export function configVersion(config: JsonObject): string | null {
  if (typeof config.keras_version === 'string') return config.keras_version;
  // Keras 3 alone writes `registered_name` and leaves the version out. Source: Keras 3.15 keras/src/models/model.py, `to_json`.
  return 'registered_name' in config ? '3.x' : null;
}

/** Its layers by class, for people: `Embedding, 2 × Bidirectional, Dense`. */
export function describeLayers(config: JsonObject): string {
  const inside = config.config;
  const entries: readonly unknown[] = Array.isArray(inside)
    ? inside
    : isJsonObject(inside) && Array.isArray(inside.layers)
      ? inside.layers
      : [];
  const counts = new Map<string, number>();
  for (const entry of entries) {
    const name = classOf(entry);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const words = [...counts].map(([name, count]) => (count === 1 ? name : `${count} × ${name}`));
  return words.slice(0, 12).join(', ') + (words.length > 12 ? ', …' : '');
}

function classOf(entry: unknown): string {
  if (!isJsonObject(entry) || typeof entry.class_name !== 'string') return '?';
  const wrapped = isJsonObject(entry.config) && isJsonObject(entry.config.layer) ? entry.config.layer.class_name : null;
  const name = typeof wrapped === 'string' ? `${entry.class_name}(${wrapped})` : entry.class_name;
  return name.slice(0, 60);
}
