export { inspectFiles } from './inspect.ts';
