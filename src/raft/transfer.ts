import type { NodeId } from '../base/flavor.ts';
import { forwardTransfer, sendTimeoutNow } from './outbox.ts';
import type { Progress } from './progress.ts';
import { lastIndex } from './raft-log.ts';
import type { Raft } from './state.ts';

// Handing over the leadership (thesis 3.10): stop taking proposals, bring the transferee up to date, tell it to
// campaign at once, and take proposals again when an election timeout later nothing has come of it.
//
//     leader 1                         transferee 2 (match 7, the leader's log ends at 9)
//     MsgTransferLeader from 2         leadTransferee = 2, proposals are dropped from here on
//     MsgApp 8, 9              ──►
//                              ◄──     MsgAppResp 9: it has everything
//     MsgTimeoutNow            ──►     campaigns in the next term without asking first, its MsgVote marked CampaignTransfer
//     grants, as a follower    ◄──     MsgVote: nobody's lease stands against a campaign that the leader wanted

/** Begins. True when the transferee has entries to catch up with first, which the caller then sends. */
export function startTransfer(raft: Raft, progress: Progress): boolean {
  const to = progress.id;
  const refusal = refusalOf(raft, progress);
  if (refusal !== undefined) {
    if (raft.tracing) raft.traces.push({ type: 'transferRefused', to, reason: refusal });
    if (refusal !== 'self') return false;
  }
  if (raft.leadTransferee !== 0) abortTransfer(raft, 'replaced');
  if (refusal !== undefined) return false;
  raft.electionElapsed = 0;
  raft.leadTransferee = to;
  if (raft.tracing) raft.traces.push({ type: 'transferStarted', to });
  if (progress.match !== lastIndex(raft.log)) return true;
  sendTimeoutNow(raft, to);
  return false;
}

/** A request to itself still ends the transfer that is under way. */
function refusalOf(raft: Raft, progress: Progress): 'learner' | 'inProgress' | 'self' | undefined {
  if (progress.learner) return 'learner';
  if (progress.id === raft.leadTransferee) return 'inProgress';
  return progress.id === raft.id ? 'self' : undefined;
}

/** The transferee has acknowledged something: perhaps it has everything now. */
export function timeoutNowIfCaughtUp(raft: Raft, progress: Progress): void {
  if (progress.id === raft.leadTransferee && progress.match === lastIndex(raft.log))
    sendTimeoutNow(raft, progress.id);
}

export function abortTransfer(raft: Raft, reason: 'timeout' | 'replaced' | 'targetRemoved'): void {
  if (raft.tracing) raft.traces.push({ type: 'transferAborted', to: raft.leadTransferee, reason });
  raft.leadTransferee = 0;
}

/** On a follower: the leader is to decide. */
export function forwardTransferRequest(raft: Raft, transferee: NodeId): void {
  if (raft.lead !== 0) forwardTransfer(raft, transferee);
  else if (raft.tracing) raft.traces.push({ type: 'transferRefused', to: transferee, reason: 'noLeader' });
}
