export type * from './views.ts';
export { explainUnit } from './explain.ts';
export type { ExplainQuery } from './explain.ts';
export { seriesView } from './series.ts';
export { arrayText } from './array-text.ts';
