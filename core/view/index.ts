export type * from './views.ts';
export { explainUnit } from './explain/explain.ts';
export type { ExplainQuery } from './explain/paper.ts';
export { seriesView } from './series.ts';
export { arrayText } from './array-text.ts';
