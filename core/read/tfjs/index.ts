export { isTfjs, openTfjs } from './tfjs.ts';
