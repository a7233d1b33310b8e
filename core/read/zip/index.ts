export { openZip } from './zip-file.ts';
export type { ZipFile } from './zip-file.ts';
