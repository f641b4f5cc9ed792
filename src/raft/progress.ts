import { assert } from '../base/assert.ts';
import type { LogIndex, NodeId } from '../base/flavor.ts';
import {
  addInflight,
  cloneInflights,
  isFull,
  makeInflights,
  resetInflights,
  type Inflights,
} from './inflights.ts';
import type { ProgressState } from './trace.ts';

/**
 * What a leader knows about one member, itself included (etcd: tracker.Progress). In the paper this is a pair, nextIndex and
 * matchIndex (figure 2); etcd adds a state, which says how daring the leader may be:
 *
 *     StateProbe      -> StateReplicate   an acknowledgement: now it is known where the logs agree
 *     StateReplicate  -> StateProbe       a rejection, or the transport says that the member cannot be reached
 *     either of them  -> StateSnapshot    the log no longer reaches back to `next`
 *     StateSnapshot   -> StateProbe       the snapshot has arrived, or has failed
 *     StateSnapshot   -> StateReplicate   an acknowledgement that reaches into the log
 *
 * An example: the log of a new leader ends at 9, its own empty entry; a follower's log ends at 5.
 *
 *     elected                  Probe      match 0  next 9     MsgApp after 8, with 9; then nothing until it is answered
 *     rejected, hint 5         Probe      match 0  next 6     MsgApp after 5, with 6 to 9
 *     acknowledged up to 9     Replicate  match 9  next 10
 *     a proposal, 10           Replicate  match 9  next 11    sent without waiting, and so is 11
 *     10 was lost              Probe      match 9  next 10    the follower has rejected 11: 10 and 11 are sent again
 */
export interface Progress {
  readonly id: NodeId;
  /** Up to here the member's log is known to equal the leader's. Invariant: match < next. */
  match: LogIndex;
  /** The next entry to send. Everything between match and next is under way (in StateReplicate). */
  next: LogIndex;
  /** The highest commit index sent to the member. */
  sentCommit: LogIndex;
  /**
   * StateProbe: where the logs agree is not known; one message with entries until it is answered.
   * StateReplicate: entries are sent without waiting, as many messages as the window holds.
   * StateSnapshot: nothing is sent until the member has a snapshot at pendingSnapshot, or any that reconnects it.
   */
  state: ProgressState;
  /** Index of the snapshot that was sent; 0 outside StateSnapshot. */
  pendingSnapshot: LogIndex;
  /** Heard from since the last MsgCheckQuorum. Always true of the leader itself. */
  recentActive: boolean;
  /** No further MsgApp until there is a sign of life. */
  flowPaused: boolean;
  inflights: Inflights;
  learner: boolean;
}

export interface Window {
  readonly messages: number;
  readonly bytes: number;
}

export function makeProgress(
  id: NodeId,
  next: LogIndex,
  learner: boolean,
  recentActive: boolean,
  window: Window,
): Progress {
  return {
    id,
    match: 0,
    next,
    sentCommit: 0,
    state: 'StateProbe',
    pendingSnapshot: 0,
    recentActive,
    flowPaused: false,
    inflights: makeInflights(window.messages, window.bytes),
    learner,
  };
}

export function cloneProgress(progress: Progress): Progress {
  return { ...progress, inflights: cloneInflights(progress.inflights) };
}

/** Probing starts after what is known to match, or after the snapshot that was sent. */
export function becomeProbe(progress: Progress): void {
  const next = Math.max(progress.match, progress.pendingSnapshot) + 1;
  resetState(progress, 'StateProbe');
  progress.next = next;
  progress.sentCommit = Math.min(progress.sentCommit, next - 1);
}

export function becomeReplicate(progress: Progress): void {
  resetState(progress, 'StateReplicate');
  progress.next = progress.match + 1;
}

export function becomeSnapshot(progress: Progress, index: LogIndex): void {
  resetState(progress, 'StateSnapshot');
  progress.pendingSnapshot = index;
  progress.next = index + 1;
  progress.sentCommit = index;
}

function resetState(progress: Progress, state: ProgressState): void {
  progress.flowPaused = false;
  progress.pendingSnapshot = 0;
  progress.state = state;
  resetInflights(progress.inflights);
}

/** A MsgApp with so many entries, of so many payload bytes, has been sent. */
export function sentEntries(progress: Progress, count: number, bytes: number): void {
  if (progress.state === 'StateReplicate') {
    if (count > 0) {
      progress.next += count;
      addInflight(progress.inflights, progress.next - 1, bytes);
    }
    // The message that fills the window, or finds it full, is a probe: only a sign of life lets another follow.
    progress.flowPaused = isFull(progress.inflights);
    return;
  }
  assert(progress.state === 'StateProbe', 'entries are sent in StateProbe and StateReplicate only');
  if (count > 0) progress.flowPaused = true;
}

/**
 * Would sending this commit index tell the member something new? It can only use it up to next - 1: beyond that it has, as
 * far as the leader knows, no entries that could be committed.
 */
export function canBumpCommit(progress: Progress, commit: LogIndex): boolean {
  return commit > progress.sentCommit && progress.sentCommit < progress.next - 1;
}

/**
 * An acknowledgement up to index. False when it is old news: acknowledgements overtake each other, and a lower one says
 * nothing that a higher one has not said. So `match` never falls within a leadership (paper, figure 2: increases
 * monotonically).
 */
export function maybeUpdate(progress: Progress, index: LogIndex): boolean {
  if (index <= progress.match) return false;
  progress.match = index;
  if (progress.next <= index) progress.next = index + 1;
  progress.flowPaused = false;
  return true;
}

/**
 * A rejection of the append at `rejected`, with the best guess where the logs agree. False when it is an old
 * message: about an index that is known to match, or not the one probe that is under way.
 */
export function maybeDecrease(progress: Progress, rejected: LogIndex, hint: LogIndex): boolean {
  if (progress.state === 'StateReplicate') {
    if (rejected <= progress.match) return false;
    progress.next = progress.match + 1;
    progress.sentCommit = Math.min(progress.sentCommit, progress.next - 1);
    return true;
  }
  if (progress.next - 1 !== rejected) return false;
  progress.next = Math.max(Math.min(rejected, hint + 1), progress.match + 1);
  progress.sentCommit = Math.min(progress.sentCommit, progress.next - 1);
  progress.flowPaused = false;
  return true;
}

/** Nothing is sent, whatever there is to send. */
export function isPaused(progress: Progress): boolean {
  return progress.flowPaused || progress.state === 'StateSnapshot';
}
