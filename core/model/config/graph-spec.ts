import { ModelError, type Phrase, refuse } from '../../errors/index.ts';
import { isJsonObject, type JsonObject } from '../../read/index.ts';
import type { EnclosingModel, TensorRef } from '../model.ts';
import { normalisedEntry } from './normalise.ts';

/** One layer as its configuration describes it; nothing is checked against a layer class yet. */
export interface LayerSpec {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Keys of `config` that stand in no file but follow from shapes or names, each with the reason in a few words. */
  readonly inferred?: ReadonlyMap<string, Phrase>;
  /** Its arrays fit no class that is known here: it is shown, and never runs, whatever its class is called. */
  readonly isAsStored?: boolean;
  /** Called with `training=True`, itself or a model that it stands in. */
  readonly isTraining?: boolean;
  /** An operation that its file does not tell from a layer. */
  readonly isBare?: boolean;
  /** The graph of a nested model. */
  readonly inner?: GraphSpec;
  /** The nested models that a layer of an unfolded graph stands in, outermost first. */
  readonly within?: readonly EnclosingModel[];
  /** One entry per use. */
  readonly calls: readonly CallSpec[];
}

/**
 * One use of a layer: the tensors of its arguments, those of `initial_state`, the one that says which timesteps count where the call names
 * one, and its name in a trace where that is not `lstm@1`.
 */
export interface CallSpec {
  readonly inputs: readonly TensorRef[];
  readonly states: readonly TensorRef[];
  readonly mask?: TensorRef;
  readonly name?: string;
}

/** An argument of a call that is no tensor, or one tensor that was given by its name: the how-manieth input it is. */
export type CallArgument = { readonly name: string; readonly value: unknown } | { readonly name: string; readonly input: number };

/** The graph of a configuration, the same shape for Sequential and Functional, Keras 1 to 3. */
export interface GraphSpec {
  readonly layers: readonly LayerSpec[];
  /** Names of the layers where the inputs enter, in order; every InputLayer where the configuration does not list them. */
  readonly inputs?: readonly string[];
  readonly outputs: readonly TensorRef[];
  /** Uses in the order in which Keras runs them, where that makes a difference. */
  readonly order?: readonly Pick<TensorRef, 'layer' | 'call'>[];
}

export { isJsonObject as isObject } from '../../read/index.ts';
export type { JsonObject } from '../../read/index.ts';

/** A value that has to be an object. @throws `config-invalid` */
export function objectAt(value: unknown, where: string): JsonObject {
  return isJsonObject(value) ? value : invalidConfig(where, `${where} is ${describe(value)} where an object is expected`);
}

/** A value that has to be a list. @throws `config-invalid` */
export function listAt(value: unknown, where: string): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : invalidConfig(where, `${where} is ${describe(value)} where a list is expected`);
}

/** A value that has to be text. @throws `config-invalid` */
export function textAt(value: unknown, where: string): string {
  return typeof value === 'string' ? value : invalidConfig(where, `${where} is ${describe(value)} where a name is expected`);
}

/** Name, class and settings of an entry of `layers`, or of a wrapped layer, in today's words whichever Keras wrote them. */
export function layerEntry(entry: JsonObject, index: number): Omit<LayerSpec, 'calls' | 'inner'> {
  const stored = textAt(entry.class_name, `layers[${index}].class_name`);
  const config = isJsonObject(entry.config) ? entry.config : {};
  const name =
    typeof config.name === 'string' ? config.name : typeof entry.name === 'string' ? entry.name : `${stored.toLowerCase()}_${index}`;
  return { name, ...normalisedEntry(stored, entry.module, config) };
}

export function invalidConfig(where: string, reason: string): never {
  return refuse(ModelError, 'config-invalid', where, { reason });
}

function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
