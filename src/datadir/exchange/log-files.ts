import { EMPTY_DISK, type DiskFile, type DiskImage } from '../../storage/disk.ts';
import { applyOperations } from '../../storage/disk-image.ts';
import { createWalAt, writeWal, type WalWrite } from '../../storage/wal-writer.ts';
import type { SegmentName } from '../../storage/wal-name.ts';
import type { WalRecord } from '../../storage/wal-record.ts';

/** etcd: wal.SegmentSizeBytes. */
const ETCD_SEGMENT_BYTES = 64_000_000;

/** What a log is made of, in the order in which it is written. */
export interface LogContent {
  readonly metadata: Uint8Array;
  /** The first segment: what was before it is gone. */
  readonly first: SegmentName;
  readonly records: readonly WalRecord[];
}

/** The segments of a log, in etcd's size unless told, one sum over all of it. */
export function logFiles(
  { metadata, first, records }: LogContent,
  segmentBytes = ETCD_SEGMENT_BYTES,
): readonly DiskFile[] {
  let { position, operations } = createWalAt(metadata, first);
  let image: DiskImage = applyOperations(EMPTY_DISK, operations);
  for (const record of records) {
    const write = writeOf(record);
    if (write === undefined) continue;
    ({ position, operations } = writeWal(position, write, segmentBytes));
    image = applyOperations(image, operations);
  }
  return image.files;
}

/** Metadata, and the mark of no snapshot, stand at the head by themselves. */
function writeOf(record: WalRecord): WalWrite | undefined {
  switch (record.type) {
    case 'entry':
      return { entries: [record.entry] };
    case 'state':
      return { entries: [], hardState: record.hardState };
    case 'snapshot':
      return record.mark.index === 0 ? undefined : { entries: [], snapshot: record.mark };
    default:
      return undefined;
  }
}
