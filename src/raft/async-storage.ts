import { LOCAL_APPEND_THREAD, LOCAL_APPLY_THREAD } from './message.ts';
import type { Message, MsgStorageAppend, MsgStorageAppendResp, MsgStorageApply } from './message.ts';
import type { Entry, HardState, Snapshot } from './entry.ts';
import { queued } from './message-queue.ts';
import { lastIndex, lastTerm } from './raft-log.ts';
import type { Raft } from './state.ts';

// Writes and applies as messages to local threads, which answer when they are done (etcd: AsyncStorageWrites).
//
// A follower that takes entry 7 from its leader, with a slow disk:
//
//     MsgApp(7) is stepped            unstable: 7; the MsgAppResp(7) waits in messagesAfterAppend
//     Ready: MsgStorageAppend         entries 7, responses: MsgAppResp(7) to the leader, MsgStorageAppendResp(7) to itself
//     MsgApp(8) is stepped            unstable: 7, 8; the node goes on while the disk is at work
//     Ready: MsgStorageAppend         entries 8, and its own two responses
//     the disk has 7                  the first two responses are handed out: the leader hears of 7, unstable begins at 8
//
// Writes are done in the order in which they were asked for, so a later response vouches for all earlier writes, too.

/** To the append thread; undefined when there is neither anything to write nor anybody waiting for the disk. */
export function storageAppend(
  raft: Raft,
  entries: readonly Entry[],
  hardState: HardState | undefined,
  snapshot: Snapshot | undefined,
): MsgStorageAppend | undefined {
  const waiting = queued(raft.messagesAfterAppend);
  const nothing =
    entries.length === 0 && hardState === undefined && snapshot === undefined && waiting.length === 0;
  if (nothing) return undefined;
  const response = storageAppendResponse(raft, snapshot);
  // Last: an acknowledgement to oneself is cheaper while the entries are still in the unstable log.
  const responses: readonly Message[] = response === undefined ? waiting : [...waiting, response];
  return {
    type: 'MsgStorageAppend',
    to: LOCAL_APPEND_THREAD,
    from: raft.id,
    term: hardState?.term ?? 0,
    vote: hardState?.vote ?? 0,
    commit: hardState?.commit ?? 0,
    entries,
    snapshot,
    responses,
  };
}

/**
 * Vouches for the whole log as it is now, not only for what this write brings: an earlier response may have come in
 * another term and counted for nothing (see storageAppended), and this one makes good for it.
 */
export function storageAppendResponse(
  raft: Raft,
  snapshot: Snapshot | undefined,
): MsgStorageAppendResp | undefined {
  const hasUnstable = raft.log.unstable.entries.length > 0;
  if (!hasUnstable && snapshot === undefined) return undefined;
  return {
    type: 'MsgStorageAppendResp',
    to: raft.id,
    from: LOCAL_APPEND_THREAD,
    term: raft.term,
    index: hasUnstable ? lastIndex(raft.log) : 0,
    logTerm: hasUnstable ? lastTerm(raft.log) : 0,
    snapshot,
  };
}

/** To the apply thread; undefined when nothing is to be applied. */
export function storageApply(raft: Raft, entries: readonly Entry[]): MsgStorageApply | undefined {
  if (entries.length === 0) return undefined;
  return {
    type: 'MsgStorageApply',
    to: LOCAL_APPLY_THREAD,
    from: raft.id,
    term: 0,
    entries,
    responses: [{ type: 'MsgStorageApplyResp', to: raft.id, from: LOCAL_APPLY_THREAD, term: 0, entries }],
  };
}
