import { confState, type ConfState } from './raftpb.ts';
import { wholeTable } from './table.ts';
import { always, bigId, maybeBytes, maybeWithin, uint32, whole, wide } from './whole-fields.ts';

/** One record of the write-ahead log; its fields always stand in this order (src/storage/wal-frame.ts reads them so). */
export interface Record {
  readonly type: number;
  readonly crc: number;
  readonly data: Uint8Array | undefined;
}
export const record = wholeTable<Record>('walpb.Record', {
  type: always(uint32(1)),
  crc: always(uint32(2)),
  data: maybeBytes(3),
});

/** Where a snapshot belongs in the log: its data is in a file of its own. */
export interface Snapshot {
  readonly index: number;
  readonly term: number | bigint;
  readonly confState: ConfState | undefined;
}
export const snapshot = wholeTable<Snapshot>('walpb.Snapshot', {
  index: always(whole(1)),
  term: always(wide(2)),
  confState: maybeWithin(3, () => confState),
});

/** etcdserverpb.Metadata, which every segment begins with: whose log it is. */
export interface Metadata {
  readonly nodeId: bigint;
  readonly clusterId: bigint;
}
export const metadata = wholeTable<Metadata>('etcdserverpb.Metadata', {
  nodeId: always(bigId(1)),
  clusterId: always(bigId(2)),
});
