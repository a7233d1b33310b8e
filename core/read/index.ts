export type { Format, Producer, Sequence, WeightFile, WeightGroup } from './weight-file.ts';
export { bufferSource } from './byte-source.ts';
export type { ByteSource } from './byte-source.ts';
export { readArrayText } from './array-text.ts';
