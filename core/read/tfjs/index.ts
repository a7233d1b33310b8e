export { configOf, isTfjs, openTfjs, producerOf } from './tfjs.ts';
