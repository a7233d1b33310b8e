const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/**
 * What a file may ask of this program. A file can never raise them; every size is compared with them before memory is taken for it.
 */
export const LIMITS = {
  fileBytes: 2 * GIB,
  tensorBytes: 512 * MIB,
  /** Tensors larger than this must really stand in the file. */
  unwrittenTensorBytes: MIB,
  jsonBytes: 64 * MIB,
  jsonDepth: 128,
  /** Lists, objects, texts and numbers, but for the numbers in lists. */
  jsonNodes: 1_000_000,
  /** Numbers in lists: weights and rows of a sequence. */
  jsonNumbers: 16_000_000,
  /** As `jsonNodes`, for a sequence: each timestep may be a list. */
  sequenceJsonNodes: 16_000_000,
  /** Text of a sequence, of one of its rows, and numbers in it. A .npy may be larger: it needs no text. */
  sequenceBytes: 64 * MIB,
  sequenceRowLength: 8 * MIB,
  sequenceValues: 8 * MIB,
  h5Objects: 100_000,
  h5Depth: 64,
  h5AttributeBytes: 64 * MIB,
  h5StringBytes: 64 * MIB,
  /** Texts decoded from them: one heap object may be named by many texts. */
  h5TextBytes: 256 * MIB,
  /** One structure of a file's bookkeeping: an object header, a heap, a tree node. */
  h5BlockBytes: 64 * MIB,
  h5Rank: 32,
  /** Chunks of one dataset. */
  h5Chunks: 400_000,
  /** Decoding chunks of more than `h5ChunkFreeBytes` in all may take at most this many times the bytes of their dataset. */
  h5ChunkRatio: 4,
  h5ChunkFreeBytes: 64 * MIB,
  /** A dataset above `unwrittenTensorBytes` may declare at most this many times what it stores. */
  h5Ratio: 200,
  h5NameBytes: 65_536,
  zipEntries: 10_000,
  zipNameBytes: 4_096,
  zipMemberBytes: GIB,
  zipTotalBytes: 2 * GIB,
  /** A member above `zipRatioFreeBytes` may inflate to at most this many times its stored size. */
  zipRatio: 200,
  zipRatioFreeBytes: MIB,
  /** Checksums of larger stored members are checked when their numbers are first wanted, so that a large model opens at once. */
  zipEagerChecksumBytes: 32 * MIB,
  npyHeaderBytes: 10_000,
  npyRank: 32,
  pickleSteps: 1_000_000,
  pickleTextBytes: 65_536,
  pickleLineBytes: 64 * MIB,
  /** Lists and dictionaries in each other, in which arrays stand. */
  arrayNesting: 16,
  tfjsShards: 10_000,
  tfjsArrays: 100_000,
  /** Files of one model that somebody packed into a zip. */
  partsInZip: 1_000,
  /** Entries of a folder that is given as one model. */
  folderEntries: 1_000,
  /** Arrays that one file may list. */
  weightArrays: 100_000,
  /** Names in the index of a TensorFlow checkpoint, together: few stored bytes can spell many long ones. */
  checkpointKeyBytes: 32 * MIB,
  /** Entries of a tree that is shown to people. */
  treeEntries: 500,
} as const;
