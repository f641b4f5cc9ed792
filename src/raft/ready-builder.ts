import type { Entry, HardState, Snapshot } from './entry.ts';
import { entriesSize } from './entry-size.ts';
import type { Message } from './message.ts';
import { emptyQueue, enqueue, queued } from './message-queue.ts';
import { hardStateOf } from './raft.ts';
import { acceptApplying, hasNextCommittedEntries, nextCommittedEntries } from './raft-log.ts';
import type { ReadState, Ready, SoftState } from './ready.ts';
import { storageAppend, storageApply } from './async-storage.ts';
import type { Raft } from './state.ts';
import { traceState } from './state-trace.ts';
import {
  acceptInProgress,
  hasNextUnstableEntries,
  nextUnstableEntries,
  nextUnstableSnapshot,
} from './unstable.ts';

/**
 * What has been handed out so far: a Ready shows what is different.
 *
 * The order of work that a Ready stands for (etcd: node.go). Synchronous storage: write hardState, entries and snapshot; sync
 * if mustSync; send the messages; apply committedEntries; advance(). Asynchronous storage: `messages` has a MsgStorageAppend and
 * a MsgStorageApply for two threads of the caller's among those for other members; they answer with the responses they were
 * given, and nothing is advanced. A leader may send its MsgApps while it writes the same entries (thesis 10.2.1): it counts its
 * own acknowledgement only when they are on disk.
 */
export interface HandedOut {
  softState: SoftState;
  hardState: HardState;
}

export function hasReady(raft: Raft, before: HandedOut): boolean {
  const { log } = raft;
  return (
    raft.messages.length > 0 ||
    raft.messagesAfterAppend.length > 0 ||
    hasNextUnstableEntries(log.unstable) ||
    hasNextCommittedEntries(log, mayApplyUnstable(raft)) ||
    softStateChanged(raft, before.softState) ||
    hardStateChanged(raft, before.hardState) ||
    nextUnstableSnapshot(log.unstable) !== undefined ||
    raft.readStates.length > 0
  );
}

/** Whoever writes a whole Ready before it applies any of it may be given entries that are not written yet. */
function mayApplyUnstable(raft: Raft): boolean {
  return !raft.config.asyncStorageWrites || !raft.rules.ownCopyWaits();
}

function softStateChanged(raft: Raft, before: SoftState): boolean {
  return raft.lead !== before.lead || raft.role !== before.raftState;
}

function hardStateChanged(raft: Raft, before: HardState): boolean {
  return raft.log.committed !== before.commit || raft.term !== before.term || raft.vote !== before.vote;
}

const NO_READ_STATES: readonly ReadState[] = [];

/** The outstanding work. Changes nothing but marks shared arrays as shared. */
export function buildReady(raft: Raft, before: HandedOut): Ready {
  const entries = nextUnstableEntries(raft.log.unstable);
  const hardState = hardStateChanged(raft, before.hardState) ? hardStateOf(raft) : undefined;
  const snapshot = nextUnstableSnapshot(raft.log.unstable);
  const committedEntries = nextCommittedEntries(raft.log, mayApplyUnstable(raft));
  const { term, vote } = before.hardState;
  return {
    softState: softStateChanged(raft, before.softState)
      ? { lead: raft.lead, raftState: raft.role }
      : undefined,
    hardState,
    readStates: raft.readStates.length === 0 ? NO_READ_STATES : raft.readStates,
    entries,
    snapshot,
    committedEntries,
    messages: raft.config.asyncStorageWrites
      ? withStorageMessages(raft, entries, hardState, snapshot, committedEntries)
      : withMessagesAfterAppend(raft),
    mustSync: entries.length > 0 || raft.term !== term || raft.vote !== vote,
  };
}

/** The Ready's messages are sent after its entries are written: those that wait for it may go along. */
function withMessagesAfterAppend(raft: Raft): readonly Message[] {
  const messages = queued(raft.messages);
  const { items, length } = raft.messagesAfterAppend;
  let waiting = 0;
  for (let i = 0; i < length; i++) if ((items[i] as Message).to !== raft.id) waiting++;
  if (waiting === 0) return messages;
  const others =
    waiting === length
      ? queued(raft.messagesAfterAppend)
      : items.slice(0, length).filter((message) => message.to !== raft.id);
  return messages.length === 0 ? others : messages.concat(others);
}

function withStorageMessages(
  raft: Raft,
  entries: readonly Entry[],
  hardState: HardState | undefined,
  snapshot: Snapshot | undefined,
  committedEntries: readonly Entry[],
): readonly Message[] {
  const append = storageAppend(raft, entries, hardState, snapshot);
  if (append !== undefined) enqueue(raft.messages, append);
  const apply = storageApply(raft, committedEntries);
  if (apply !== undefined) enqueue(raft.messages, apply);
  return queued(raft.messages);
}

/** The Ready has been taken: its content is not handed out again. */
export function acceptReady(raft: Raft, ready: Ready, before: HandedOut): void {
  if (ready.softState !== undefined) before.softState = ready.softState;
  if (ready.hardState !== undefined) before.hardState = ready.hardState;
  if (raft.readStates.length > 0) raft.readStates = [];
  emptyQueue(raft.messages);
  emptyQueue(raft.messagesAfterAppend);
  acceptInProgress(raft.log.unstable);
  const last = ready.committedEntries.at(-1);
  if (last !== undefined)
    acceptApplying(raft.log, last.index, entriesSize(ready.committedEntries), mayApplyUnstable(raft));
  traceState(raft, 'Ready');
}
