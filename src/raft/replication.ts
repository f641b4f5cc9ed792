import type { Entry } from './entry.ts';
import { payloadsSize } from './entry-size.ts';
import { freeTo, isFull } from './inflights.ts';
import { maybeCommit } from './leader-log.ts';
import type { MsgAppResp } from './message.ts';
import { sendAppendMessage } from './outbox.ts';
import {
  becomeProbe,
  becomeReplicate,
  canBumpCommit,
  isPaused,
  maybeDecrease,
  maybeUpdate,
  sentEntries,
  type Progress,
} from './progress.ts';
import { entriesFrom, findConflictByTerm, firstIndex, lastIndex, termAt } from './raft-log.ts';
import { releasePostponedReads } from './reads.ts';
import { maybeSendSnapshot } from './snapshot-sending.ts';
import type { Raft } from './state.ts';
import { traceProgress } from './trace-progress.ts';
import { timeoutNowIfCaughtUp } from './transfer.ts';

const NO_ENTRIES: readonly Entry[] = [];

/**
 * Sends a member the entries it needs next, if there are any or `sendIfEmpty`, and the commit index. A member whose
 * next entries are compacted away gets a snapshot. True when a message has been sent.
 */
export function maybeSendAppend(raft: Raft, progress: Progress, sendIfEmpty: boolean): boolean {
  if (isPaused(progress)) return false;
  const { log } = raft;
  if (!sendIfEmpty && progress.next === lastIndex(log) + 1) return false;
  const previous = progress.next - 1;
  const previousTerm = termAt(log, previous);
  if (previousTerm === undefined) return maybeSendSnapshot(raft, progress);
  // A full window still lets an empty message through now and then: its answer, or its rejection, empties the
  // window if everything in it has been lost.
  const entries = isFull(progress.inflights)
    ? NO_ENTRIES
    : entriesFrom(log, progress.next, raft.config.maxSizePerMsg);
  if ((entries === undefined || entries.length === 0) && !sendIfEmpty) return false;
  if (entries === undefined) return maybeSendSnapshot(raft, progress);
  sendAppendMessage(raft, progress.id, previous, previousTerm, entries);
  sentEntries(progress, entries.length, payloadsSize(entries));
  progress.sentCommit = log.committed;
  return true;
}

/** To everybody else, ascending by id. */
export function broadcastAppend(raft: Raft, sendIfEmpty = true): void {
  const { progress } = raft.tracker;
  for (let i = 0; i < progress.length; i++) {
    const peer = progress[i] as Progress;
    if (peer.id !== raft.id) maybeSendAppend(raft, peer, sendIfEmpty);
  }
}

/** A member, or the own disk, answers an append. */
export function handleAppendResponse(raft: Raft, progress: Progress, message: MsgAppResp): void {
  progress.recentActive = true;
  if (message.reject) handleRejection(raft, progress, message);
  else handleAcknowledgement(raft, progress, message);
}

/**
 * (rejectHint, logTerm) is where the member's log ends or where it could agree at the latest. Terms never fall
 * within a log, so wherever the own term is above logTerm the probe would fail again: skip those.
 */
function handleRejection(raft: Raft, progress: Progress, message: MsgAppResp): void {
  const hint =
    message.logTerm > 0
      ? findConflictByTerm(raft.log, message.rejectHint, message.logTerm).index
      : message.rejectHint;
  if (!maybeDecrease(progress, message.index, hint)) return;
  const before = progress.state;
  if (before === 'StateReplicate') becomeProbe(progress);
  if (raft.tracing) traceProgress(raft, progress, before, 'rejected');
  maybeSendAppend(raft, progress, true);
}

function handleAcknowledgement(raft: Raft, progress: Progress, message: MsgAppResp): void {
  const index = raft.rules.matchOf(message.index, raft.log);
  const isNews = maybeUpdate(progress, index);
  // An old acknowledgement still ends probing: what was probed is there.
  if (!isNews && !(progress.match === index && progress.state === 'StateProbe')) return;
  resumeReplication(raft, progress, message);
  const isPeer = progress.id !== raft.id;
  if (maybeCommit(raft)) {
    releasePostponedReads(raft);
    broadcastAppend(raft);
  } else if (isPeer && canBumpCommit(progress, raft.log.committed)) {
    maybeSendAppend(raft, progress, true);
  }
  // The window may have opened for several messages.
  if (isPeer) while (maybeSendAppend(raft, progress, false));
  timeoutNowIfCaughtUp(raft, progress);
}

/** The member is where we thought, or has caught up by any snapshot that reaches the log. */
function resumeReplication(raft: Raft, progress: Progress, message: MsgAppResp): void {
  const before = progress.state;
  if (before === 'StateReplicate') {
    freeTo(progress.inflights, message.index);
    return;
  }
  if (before === 'StateSnapshot') {
    if (progress.match + 1 < firstIndex(raft.log)) return;
    becomeProbe(progress); // takes the snapshot that was sent into account
  }
  becomeReplicate(progress);
  if (raft.tracing) traceProgress(raft, progress, before, before === 'StateProbe' ? 'accepted' : 'caughtUp');
}

/** A sign of life: paused members get another message, if they miss anything or have to be found. */
export function resumeAfterHeartbeat(raft: Raft, progress: Progress): void {
  progress.recentActive = true;
  progress.flowPaused = false;
  if (progress.match < lastIndex(raft.log) || progress.state === 'StateProbe')
    maybeSendAppend(raft, progress, true);
}
