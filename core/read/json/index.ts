export { floatOf, parseJson, parseJsonBytes, parseJsonFile } from './parse-json.ts';
export { describeJson, isJsonObject, withoutKey } from './json-value.ts';
export type { JsonObject } from './json-value.ts';
export { nestedTensor } from './nested-tensor.ts';
