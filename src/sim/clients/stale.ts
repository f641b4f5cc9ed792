import { isReadOnlyTxn } from '../../etcd/txn/txn-plan.ts';
import type { CallWhat, ClientCall } from './client-call.ts';

/** How many revisions a read of the newest state is behind what some member had applied when it was asked. */
export function staleBy({ what, result, newestRevision }: ClientCall): number {
  if (result?.status !== 'ok' || result.result.type === 'confChange' || !isNewestRead(what)) return 0;
  return Math.max(0, newestRevision - result.result.revision);
}

/** A read of a revision that was chosen is as old as that, on purpose. */
export function isNewestRead(what: CallWhat): boolean {
  return (what.type === 'range' && what.revision === 0) || (what.type === 'txn' && isReadOnlyTxn(what));
}
