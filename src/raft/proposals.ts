import { assert } from '../base/assert.ts';
import type { LogIndex } from '../base/flavor.ts';
import type { Entry } from './entry.ts';
import { appendProposals, isConfChange } from './leader-log.ts';
import type { MsgProp } from './message.ts';
import { forwardProposal } from './outbox.ts';
import { asV2, decodeWireChange } from './raftpb/conf-change.ts';
import { lastIndex } from './raft-log.ts';
import { broadcastAppend } from './replication.ts';
import type { Raft } from './state.ts';
import { traceState } from './state-trace.ts';
import type { RaftTrace } from './trace.ts';
import { findProgress } from './tracker.ts';

type DropReason = Extract<RaftTrace, { type: 'proposalDropped' }>['reason'];

/** A client's commands arrive at the leader: appended, and on their way to everybody. */
export function handleProposal(raft: Raft, message: MsgProp): 'proposalDropped' | undefined {
  assert(message.entries.length > 0, 'a proposal proposes something');
  if (findProgress(raft.tracker, raft.id) === undefined) return dropProposal(raft, 'notMember');
  if (raft.leadTransferee !== 0) return dropProposal(raft, 'transferring');
  const entries = message.entries.some(isConfChange)
    ? admitConfChanges(raft, message.entries)
    : message.entries;
  if (!appendProposals(raft, entries)) return dropProposal(raft, 'uncommittedLimit');
  broadcastAppend(raft);
  return undefined;
}

/** On a follower: the leader is to have it. */
export function forwardProposals(raft: Raft, message: MsgProp): 'proposalDropped' | undefined {
  if (raft.lead === 0) return dropProposal(raft, 'noLeader');
  if (raft.config.disableProposalForwarding) return dropProposal(raft, 'forwardingDisabled');
  if (raft.tracing) raft.traces.push({ type: 'proposalForwarded', lead: raft.lead });
  forwardProposal(raft, message.from, message.entries);
  return undefined;
}

export function dropProposal(raft: Raft, reason: DropReason): 'proposalDropped' {
  if (raft.tracing) raft.traces.push({ type: 'proposalDropped', reason });
  return 'proposalDropped';
}

/** One configuration change at a time: one that may not be made now is replaced by an empty entry. */
function admitConfChanges(raft: Raft, entries: readonly Entry[]): readonly Entry[] {
  return entries.map((entry, i) => {
    if (entry.type === 'EntryNormal') return entry;
    const change = decodeWireChange(entry.type, entry.data);
    const empty = asV2(change).changes.length === 0;
    const refusal = refusalOf(raft, empty);
    if (refusal !== undefined && !raft.config.disableConfChangeValidation) {
      if (raft.tracing) traceRefusal(raft, refusal);
      return { type: 'EntryNormal', term: 0, index: 0, data: undefined };
    }
    raft.pendingConfIndex = lastIndex(raft.log) + i + 1;
    if (!empty) traceState(raft, 'ChangeConf', { change });
    return entry;
  });
}

type Refusal = Extract<RaftTrace, { type: 'confChangeRefused' }>['reason'];

function refusalOf(raft: Raft, wantsToLeave: boolean): Refusal | undefined {
  const joint = raft.tracker.config.outgoing.length > 0;
  if (raft.pendingConfIndex > raft.log.applied) return 'pending';
  if (joint && !wantsToLeave) return 'mustLeaveJoint';
  return !joint && wantsToLeave ? 'notJoint' : undefined;
}

function traceRefusal(raft: Raft, reason: Refusal): void {
  const pendingIndex: LogIndex = raft.pendingConfIndex;
  raft.traces.push({ type: 'confChangeRefused', reason, pendingIndex, applied: raft.log.applied });
}
