import type { LogIndex } from '../../base/flavor.ts';
import { LazyFold } from '../../base/lazy-fold.ts';
import { BTree } from '../../etcd/mvcc/btree.ts';
import type { Entry } from '../../raft/entry.ts';
import type { MemberChanges } from './changes.ts';

/** The entries by their index. Trees share what they have in common. */
export type LogImage = LazyFold<BTree<LogIndex, Entry>, LogStep>;

type LogStep = Pick<MemberChanges, 'truncatedFrom' | 'appended' | 'first'>;

export const NO_LOG: LogImage = LazyFold.of(
  new BTree<LogIndex, Entry>(undefined, (a, b) => a - b),
  (before, steps) => {
    const log = before.clone();
    for (const step of steps) carryOut(log, step);
    return log;
  },
);

/** What was cut off went before what was appended came; what lies before the first index went last. */
function carryOut(log: BTree<LogIndex, Entry>, { truncatedFrom, appended, first }: LogStep): void {
  if (truncatedFrom !== undefined) log.deleteRange(truncatedFrom, Infinity, true);
  for (const entry of appended ?? []) log.set(entry.index, entry);
  if (first !== undefined) log.deleteRange(0, first, false);
}
