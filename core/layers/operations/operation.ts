import type { Shape, Tensor } from '../../tensor/index.ts';
import { argumentEntries, ARGUMENTS } from '../call-arguments.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult, Settings, SettingSpec } from '../layer-kind.ts';
import { SAME_SHAPE } from '../same-shape.ts';
import { constantOf, placeOf } from './operands.ts';

/** Where the operations of Keras are written. */
export const SOURCE = 'Keras 3.15 keras/src/ops/numpy.py, nn.py, core.py, math.py';

/** A setting of which any value is read; those that are not understood are an obstacle. */
export const ANY: SettingSpec = { values: 'any', default: () => null, source: SOURCE };

/** What is to be said of one operation of functional models. */
export interface Operation {
  readonly settings?: Readonly<Record<string, SettingSpec>>;
  /** How many operands it has, each a tensor or a constant; without it, its tensors are one list and no constant may stand among them. */
  readonly operands?: number;
  /** What its arguments mean where they are no operands; null where that is known. */
  readonly obstacle?: (settings: Settings) => string | null;
  /** Shapes without the samples axis, as of a LayerKind. */
  shapes(settings: Settings, inputs: readonly Shape[]): readonly Shape[];
  /** Whole shapes: operations may do something to the samples too. */
  compute(call: LayerCall): readonly Tensor[] | Generator<LayerProgress, readonly Tensor[], void>;
  /** True where Keras hands on the very tensor that it got, and with it the mask. */
  readonly isIdentity?: (settings: Settings) => boolean;
  /** True where `arguments` is looked at by the operation itself. */
  readonly readsArguments?: boolean;
}

/**
 * An operation of functional Keras 3 models under `ops.` and its class. Operations hand no mask on: the tensors that they make are new ones.
 * Source: Keras 3.15 keras/src/ops/operation.py, keras/src/backend/common/masking.py
 */
export function operation(name: string, spec: Operation): LayerKind {
  return {
    ...SAME_SHAPE,
    className: `ops.${name}`,
    reach: 'whole',
    settings: { ...spec.settings, arguments: ARGUMENTS },
    outputShapes: (settings, inputs) => spec.shapes(settings, inputs),
    obstacle: (settings) =>
      (spec.readsArguments === true ? null : argumentObstacle(settings, spec.operands)) ?? spec.obstacle?.(settings) ?? null,
    *evaluate(call): Generator<LayerProgress, LayerResult, void> {
      const made = spec.compute(call);
      const outputs = Array.isArray(made) ? (made as readonly Tensor[]) : yield* made as Generator<LayerProgress, readonly Tensor[], void>; // as: the other half
      const mask = spec.isIdentity?.(call.settings) === true ? (call.masks[0] ?? null) : null;
      return { outputs, masks: outputs.map(() => mask), state: [] };
    },
  };
}

/** An argument that is no operand, or one that is neither a tensor nor a constant. */
function argumentObstacle(settings: Settings, count = 0): string | null {
  const unknown = argumentEntries(settings).find(
    ({ name, value, input }) => !(placeOf(name) < count && (input !== undefined || constantOf(value) !== null)),
  );
  return unknown === undefined ? null : `argument ${unknown.name}`;
}
