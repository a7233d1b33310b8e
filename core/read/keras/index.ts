export { configVersion, describeLayers, isKerasConfig, isKerasMetadata } from './keras-config.ts';
export { openKerasHdf5 } from './keras-hdf5.ts';
export { isShardIndex, openShards } from './keras-shards.ts';
export { isKerasZip, metadataFacts, openKerasZip } from './keras-v3.ts';
