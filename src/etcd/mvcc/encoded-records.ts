import type { Revision } from '../../base/flavor.ts';
import { LARGE_BYTES } from '../../base/large-bytes.ts';
import { keptBlock } from '../../storage/shared-blocks.ts';
import { visitChanges } from './compaction.ts';
import type { StoreState } from './store-state.ts';
import {
  keyValueSize,
  PieceSink,
  REVISION_KEY_BYTES,
  writeKeyValue,
  writeRevisionKey,
} from './stored-form.ts';

/** Records of so many revisions are encoded as one block. */
const BLOCK_REVISIONS = 32;

/**
 * The records of a store as a snapshot has them, block by block: block k is of the revisions 32 k to 32 k + 31. What is
 * written is never changed, so a block that the store has gone beyond stays as it is until the next compaction, and a
 * snapshot encodes no more than what is new since the one before. A value, which clones of a store share.
 */
export interface EncodedRecords {
  /** As of this compaction. */
  readonly compacted: Revision;
  readonly blocks: readonly EncodedBlock[];
}

interface EncodedBlock {
  readonly count: number;
  /** Of which each large value is one. */
  readonly pieces: readonly Uint8Array[];
}

/** All records in order of revision, and how many there are. Keeps the blocks that are full for the next time. */
export function encodeRecords(state: StoreState): EncodedBlock {
  const { compacted, revision } = state;
  const known = state.encoded?.compacted === compacted ? state.encoded.blocks : [];
  const full = Math.floor((revision + 1) / BLOCK_REVISIONS);
  const blocks = known.slice();
  for (let i = known.length; i < full; i++) blocks.push(keptOnce(encodeBlock(state, i)));
  if (full > known.length) state.encoded = { compacted, blocks };
  const all = [...blocks, encodeBlock(state, full)];
  return {
    count: all.reduce((sum, { count }) => sum + count, 0),
    pieces: all.flatMap(({ pieces }) => pieces),
  };
}

/** Key and value of each record as etcd's key bucket holds them (stored-form.ts), each preceded by its length. */
function encodeBlock(state: StoreState, block: number): EncodedBlock {
  const sink = new PieceSink();
  const end = (block + 1) * BLOCK_REVISIONS;
  let count = 0;
  visitChanges(state, block * BLOCK_REVISIONS, (record) => {
    if (record.main >= end) return false;
    count++;
    sink.varint(REVISION_KEY_BYTES + Number(record.deleted));
    writeRevisionKey(sink, record);
    sink.varint(keyValueSize(record));
    writeKeyValue(sink, record);
    return true;
  });
  return { count, pieces: sink.pieces() };
}

/** Members of one thread have the same records: they keep the bytes of a full block once. */
function keptOnce({ count, pieces }: EncodedBlock): EncodedBlock {
  return { count, pieces: pieces.map((piece) => (piece.length < LARGE_BYTES ? keptBlock(piece) : piece)) };
}
