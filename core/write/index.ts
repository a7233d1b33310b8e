export { writeNpz } from './npz.ts';
export { writeCsv } from './csv.ts';
export { writeJson } from './json.ts';
export { selectArrays } from './trace-arrays.ts';
export type { SelectedArray, TraceSelection } from './trace-arrays.ts';
export { saveWeights } from './save-weights.ts';
export type { WeightFormat } from './save-weights.ts';
export { slug } from './slug.ts';
