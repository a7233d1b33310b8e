export type { FileTree } from './file-tree.ts';
export { decodeBase64 } from './base64.ts';
export type { Format, KnownPair, Producer, Sequence, WeightFile, WeightGroup } from './weight-file.ts';
export { bufferSource } from './byte-source.ts';
export type { ByteSource } from './byte-source.ts';
export { readArrayText } from './array-text.ts';
export { openModelFiles } from './open-model-files.ts';
export { readArrays } from './npy/index.ts';
export { readSequence, readSequenceText } from './sequence/index.ts';
