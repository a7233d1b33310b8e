import type { Shape } from '../tensor/index.ts';
import type { LayerKind } from './layer-kind.ts';
import { SAME_SHAPE } from './same-shape.ts';
import { dataFormat, integers, required } from './settings.ts';
import { lengthOf, listOf, productOf, single, withAxis } from './shapes.ts';
import { lengthAndFeatures } from './conv1d.ts';

const FOLDER = 'Keras 3.15 keras/src/layers/reshaping';

/** Layers that move numbers about and compute nothing. */
export const RESHAPING: readonly LayerKind[] = [
  {
    ...SAME_SHAPE,
    className: 'Flatten',
    reach: 'whole',
    settings: { data_format: dataFormat(`${FOLDER}/flatten.py`) },
    outputShapes: (_settings, inputs) => [[productOf(inputs[0] ?? [])]],
    evaluate: null,
  },
  {
    ...SAME_SHAPE,
    className: 'Reshape',
    reach: 'whole',
    settings: { target_shape: required('integers', `${FOLDER}/reshape.py`) },
    outputShapes: (settings, inputs) => [reshaped(inputs[0] ?? [], listOf(settings.target_shape))],
    evaluate: null,
  },
  {
    ...SAME_SHAPE,
    className: 'Permute',
    reach: 'whole',
    settings: { dims: required('integers', `${FOLDER}/permute.py`) },
    outputShapes: (settings, inputs) => [listOf(settings.dims).map((dim) => inputs[0]?.[dim - 1] ?? -1)],
    evaluate: null,
  },
  {
    ...SAME_SHAPE,
    className: 'RepeatVector',
    settings: { n: required('integer', `${FOLDER}/repeat_vector.py`) },
    outputShapes: (settings, inputs) => [[settings.n as number, ...(inputs[0] ?? [])]], // as: validated by the model room
    evaluate: null,
  },
  {
    ...SAME_SHAPE,
    className: 'ZeroPadding1D',
    reach: 'whole',
    settings: { padding: integers(1, `${FOLDER}/zero_padding1d.py`), data_format: dataFormat(`${FOLDER}/zero_padding1d.py`) },
    outputShapes: (settings, inputs) => [withTimesteps(settings, inputs[0], (length) => length + bothSides(settings.padding))],
    evaluate: null,
  },
  {
    ...SAME_SHAPE,
    className: 'Cropping1D',
    reach: 'whole',
    settings: { cropping: integers([1, 1], `${FOLDER}/cropping1d.py`) },
    outputShapes: (settings, inputs) => [withTimesteps(settings, inputs[0], (length) => length - bothSides(settings.cropping))],
    evaluate: null,
  },
  {
    ...SAME_SHAPE,
    className: 'UpSampling1D',
    reach: 'whole',
    settings: { size: integers(2, `${FOLDER}/up_sampling1d.py`) },
    outputShapes: (settings, inputs) => [withTimesteps(settings, inputs[0], (length) => length * single(settings.size, 1))],
    evaluate: null,
  },
];

/** A target shape in which one −1 stands for what is left over. */
export function reshaped(input: Shape, target: Shape): Shape {
  const rest = target.indexOf(-1);
  if (rest < 0) return target;
  const known = productOf(target.filter((length) => length !== -1));
  return withAxis(
    target,
    rest,
    lengthOf([productOf(input), known], (all, part) => (part === 0 ? 0 : Math.floor(all / part))),
  );
}

function withTimesteps(settings: Readonly<Record<string, unknown>>, input: Shape | undefined, make: (length: number) => number): Shape {
  const [timesteps] = lengthAndFeatures(settings, input);
  const axis = settings.data_format === 'channels_first' ? 1 : 0;
  return withAxis(input ?? [-1, -1], axis, lengthOf([timesteps], make));
}

/** What is added or cut off before and behind: `2` is both times 2, `[1, 3]` is 1 and 3. */
function bothSides(value: unknown): number {
  const [before = 0, behind = before] = listOf(value);
  return before + behind;
}
