/** What stands beside an entry of a file's tree, where that needs words. */
export const TREE_PHRASES = {
  'tree-kind': '{size}, {kind}',
  'tree-hdf5-after': '{size}, HDF5 superblock {version}, after {before} of something else',
  'tree-same': 'the same as {path}',
  'tree-soft': 'soft link to "{target}"',
  'tree-external': 'external link to "{target}"',
  'tree-nothing': 'nothing, of {dtype}',
  'tree-list-one': 'list of 1',
  'tree-list': 'list of {count}',
  'tree-more': '{count} more',
  'tree-share': '{percent} % of {size}, checksum cannot be tested',
  'tree-absent': 'absent',
} as const;
