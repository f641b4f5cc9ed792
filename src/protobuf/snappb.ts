import { wholeTable } from './table.ts';
import { always, maybeBytes, whole } from './whole-fields.ts';

/**
 * What a snapshot's file holds: CRC-32C of the data, which is a raftpb.Snapshot. A uint32, read as wide as a varint may be, so
 * that bits beyond it are not passed over.
 */
export interface Snapshot {
  readonly crc: number;
  readonly data: Uint8Array | undefined;
}
export const snapshot = wholeTable<Snapshot>('snappb.snapshot', {
  crc: always(whole(1)),
  data: maybeBytes(2),
});
