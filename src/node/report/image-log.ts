import type { LogIndex } from '../../base/flavor.ts';
import { BTree } from '../../etcd/mvcc/btree.ts';
import type { Entry } from '../../raft/entry.ts';
import type { MemberChanges } from './changes.ts';

/** The entries by their index. Trees share what they have in common. */
export type LogImage = BTree<LogIndex, Entry>;

export const NO_LOG: LogImage = new BTree<LogIndex, Entry>(undefined, (a, b) => a - b);

export function foldLog(before: LogImage, steps: readonly MemberChanges[]): LogImage {
  let log = before;
  for (const step of steps) {
    if (!touchesLog(step)) continue;
    if (log === before) log = before.clone();
    carryOut(log, step);
  }
  return log;
}

function touchesLog({ boot, truncatedFrom, appended, first }: MemberChanges): boolean {
  return boot !== undefined || truncatedFrom !== undefined || appended !== undefined || first !== undefined;
}

/** What was cut off went before what was appended came; what lies before the first index went last. */
function carryOut(log: LogImage, { boot, truncatedFrom, appended, first }: MemberChanges): void {
  if (boot !== undefined) log.clear();
  if (truncatedFrom !== undefined) log.deleteRange(truncatedFrom, Infinity, true);
  for (const entry of appended ?? []) log.set(entry.index, entry);
  if (first !== undefined) log.deleteRange(0, first, false);
}
