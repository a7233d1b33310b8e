export { parseJson, parseJsonBytes } from './parse-json.ts';
