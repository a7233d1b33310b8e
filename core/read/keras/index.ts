export { openKerasHdf5 } from './keras-legacy.ts';
export { isKerasZip, openKerasZip } from './keras-v3.ts';
