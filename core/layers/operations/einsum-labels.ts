import { type Contraction, STRETCHES } from './contraction.ts';

/** What the subscripts of `einsum` say: the axes of each operand and of the result, `...` being all that are not named. */
interface Subscripts {
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
}

const REST = '...';

/**
 * Subscripts as NumPy reads them: `bij,bkj->bik`, `...ij,...jk->...ik`, and without an arrow the letters that stand once, behind the axes of
 * an ellipsis. Null where they are none, where the axes of an ellipsis would be summed over, or where the backends of Keras disagree.
 * Source: NumPy `einsum`; Keras 3.15 keras/src/backend/tensorflow/numpy.py `einsum`
 */
export function subscriptsOf(text: unknown): Subscripts | null {
  if (typeof text !== 'string' || text.length > 500) return null;
  const [left = '', right, ...more] = text.replaceAll(' ', '').split('->');
  const inputs = left.split(',').map(labelsOf);
  const output = right === undefined ? implied(inputs.flat()) : labelsOf(right);
  if (more.length > 0 || inputs.length > MOST_OPERANDS) return null;
  const isKnown = output?.every((label, at) => output.indexOf(label) === at && inputs.some((input) => input?.includes(label)));
  const losesRest = inputs.some((input) => input?.includes(REST)) && output?.includes(REST) === false;
  if (inputs.includes(null) || output === null || isKnown !== true || losesRest) return null;
  return { inputs: inputs as (readonly string[])[], output }; // as: looked through above
}

/** Most operands of one sum of products. */
export const MOST_OPERANDS = 10;

/** The same with a label for every axis, for operands of these ranks: an ellipsis counts from its end, as NumPy aligns it. */
export function einsumContraction({ inputs, output }: Subscripts, ranks: readonly number[]): Contraction {
  const rests = inputs.map((input, index) => (input.includes(REST) ? Math.max(0, (ranks[index] ?? 0) - input.length + 1) : 0));
  const spread = (labels: readonly string[], rest: number): readonly string[] =>
    labels.flatMap((label) => (label === REST ? Array.from({ length: rest }, (_, k) => `${STRETCHES}${rest - k}`) : [label]));
  return {
    inputs: inputs.map((input, index) => spread(input, rests[index])),
    output: spread(output, Math.max(0, ...rests)),
  };
}

/** Labels of one operand; null where something else than letters and one ellipsis stands there. */
function labelsOf(text: string): readonly string[] | null {
  return /^[a-zA-Z]*(?:\.\.\.)?[a-zA-Z]*$/.test(text) ? (text.match(/\.\.\.|[a-zA-Z]/g) ?? []) : null;
}

/**
 * What the result has where the subscripts do not say: by the alphabet in NumPy, JAX and Torch, in order of appearance in Keras on TensorFlow,
 * which renames the letters. Null where that is not the same.
 */
function implied(labels: readonly unknown[]): readonly string[] | null {
  const letters = labels.filter((label): label is string => typeof label === 'string' && label !== REST);
  const once = letters.filter((label) => letters.indexOf(label) === letters.lastIndexOf(label));
  const isSorted = once.every((letter, at) => at === 0 || letter > once[at - 1]);
  return isSorted ? [...(labels.includes(REST) ? [REST] : []), ...once] : null;
}
