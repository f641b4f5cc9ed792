import type { ByteSource, Tell } from '../../base/byte-source.ts';
import { Column } from '../../base/column.ts';
import { crc32c } from '../../storage/crc32c.ts';
import type { EntryLog } from '../wal/entry-log.ts';
import { readWal } from '../wal/read-wal.ts';

/** A log whose entries can be held against another's. */
export interface OpenLog {
  readonly wal: readonly ByteSource[];
  readonly log: EntryLog;
}

/** By the number of a record: the sum of its entry's data. */
export type DataSums = Column;

/** Reads a log once more, for the sums of what its entries carry. */
export function dataSums(wal: readonly ByteSource[], tell: Tell): DataSums {
  const sums = new Column();
  readWal(wal, { entry: ({ data }) => sums.push(crc32c(data)) }, tell);
  return sums;
}

export interface SummedLog {
  readonly log: EntryLog;
  readonly sums: DataSums;
}

/** The first index that both logs have and do not have alike: another term, type, or other data. Undefined: none. */
export function whereLogsPart(a: SummedLog, b: SummedLog): number | undefined {
  for (const { first, last } of a.log.ranges) {
    for (let index = first; index <= last; index++) {
      const one = a.log.recordAt(index);
      const other = b.log.recordAt(index);
      if (one === undefined || other === undefined) continue;
      if (!isSame(a, one, b, other)) return index;
    }
  }
  return undefined;
}

/** Whether both have this index, alike. */
export function agreeAt(a: SummedLog, b: SummedLog, index: number): boolean {
  const one = a.log.recordAt(index);
  const other = b.log.recordAt(index);
  return one !== undefined && other !== undefined && isSame(a, one, b, other);
}

function isSame(a: SummedLog, one: number, b: SummedLog, other: number): boolean {
  return (
    a.log.termOf(one) === b.log.termOf(other) &&
    a.log.typeOf(one) === b.log.typeOf(other) &&
    a.log.sizeOf(one) === b.log.sizeOf(other) &&
    a.sums.at(one) === b.sums.at(other)
  );
}
