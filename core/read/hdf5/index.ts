export { datasetTensor } from './dataset.ts';
export { h5Where } from './h5-file.ts';
export type { H5File } from './h5-file.ts';
export { attributesOf, findObject, linksOf, openLink, openRoot, walkObjects } from './object.ts';
export type { H5Object } from './object.ts';
export { findSuperblock, openCutFile, openSuperblock } from './superblock.ts';
export { inspectHdf5 } from './inspect.ts';
