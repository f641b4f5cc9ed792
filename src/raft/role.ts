import { assert, present } from '../base/assert.ts';
import type { NodeId, Term } from '../base/flavor.ts';
import { appendProposals } from './leader-log.ts';
import { becomeReplicate } from './progress.ts';
import { lastIndex } from './raft-log.ts';
import { makeReadOnly } from './read-only.ts';
import type { Raft } from './state.ts';
import { traceState } from './state-trace.ts';
import { nextTerm } from './term.ts';
import type { FollowerReason } from './trace.ts';
import { findProgress, resetProgress } from './tracker.ts';

export function becomeFollower(raft: Raft, term: Term, lead: NodeId, reason: FollowerReason): void {
  if (raft.tracing) {
    if (raft.leadTransferee !== 0)
      raft.traces.push({ type: 'transferAborted', to: raft.leadTransferee, reason: 'steppedDown' });
    raft.traces.push({ type: 'becameFollower', term, lead, reason });
  }
  reset(raft, term);
  raft.lead = lead;
  raft.role = 'StateFollower';
  traceState(raft, 'BecomeFollower');
}

/** A new term, and the own vote in it. */
export function becomeCandidate(raft: Raft, transfer: boolean): void {
  assert(raft.role !== 'StateLeader', 'a leader never becomes a candidate');
  reset(raft, nextTerm(raft.term));
  raft.vote = raft.id;
  raft.role = 'StateCandidate';
  if (raft.tracing) raft.traces.push({ type: 'becameCandidate', term: raft.term, transfer });
  traceState(raft, 'BecomeCandidate');
}

/** Only asks: neither term nor vote nor timers change (thesis 9.6). */
export function becomePreCandidate(raft: Raft): void {
  assert(raft.role !== 'StateLeader', 'a leader never becomes a pre-candidate');
  raft.tracker.votes = [];
  raft.lead = 0;
  raft.role = 'StatePreCandidate';
  if (raft.tracing) raft.traces.push({ type: 'becamePreCandidate', term: raft.term });
}

const NOOP = [{ type: 'EntryNormal', term: 0, index: 0, data: undefined }] as const;

export function becomeLeader(raft: Raft): void {
  assert(raft.role !== 'StateFollower', 'a follower never becomes leader without an election');
  reset(raft, raft.term);
  raft.lead = raft.id;
  raft.role = 'StateLeader';
  const own = present(findProgress(raft.tracker, raft.id), 'a leader is a member');
  becomeReplicate(own);
  own.recentActive = true;
  // Whoever waits for all that the log holds need not search it for configuration changes.
  raft.pendingConfIndex = raft.rules.pendingConfAtElection(lastIndex(raft.log));
  if (raft.tracing) raft.traces.push({ type: 'becameLeader', term: raft.term });
  traceState(raft, 'BecomeLeader');
  if (raft.rules.appendsNoop()) assert(appendProposals(raft, NOOP), 'an empty entry is never refused');
}

/** What every change of role or term forgets. */
function reset(raft: Raft, term: Term): void {
  if (raft.term !== term) {
    raft.term = term;
    raft.vote = 0;
  }
  raft.lead = 0;
  raft.electionElapsed = 0;
  raft.heartbeatElapsed = 0;
  raft.randomizedElectionTimeout =
    raft.fixedElectionTimeout || raft.rules.randomizedTimeout(raft.config.dice, raft.config.electionTick);
  raft.leadTransferee = 0;
  raft.tracker.votes = [];
  resetProgress(raft.tracker, raft.id, lastIndex(raft.log), raft.rules.matchAtElection);
  raft.pendingConfIndex = 0;
  raft.uncommittedSize = 0;
  raft.readOnly = makeReadOnly();
}
