export { isJsonWeights, openJsonWeights } from './json-weights.ts';
