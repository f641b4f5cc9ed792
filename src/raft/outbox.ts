import { assert } from '../base/assert.ts';
import type { LogIndex, NodeId, Term } from '../base/flavor.ts';
import type { Entry, Snapshot } from './entry.ts';
import { enqueue } from './message-queue.ts';
import type { Message } from './message.ts';
import type { Raft } from './state.ts';
import { traceSent } from './state-trace.ts';

// One function a message type, so that all messages of a type have one shape.
// Answers that vouch for something durable (votes, appended entries) wait for the disk (thesis 3.8); so do
// rejections, which may rest on what is not yet written. Everything else leaves at once (thesis 10.2.1).

function send(raft: Raft, message: Message): void {
  enqueue(raft.messages, message);
  traceSent(raft, message);
}

function sendAfterAppend(raft: Raft, message: Message): void {
  enqueue(raft.messagesAfterAppend, message);
  traceSent(raft, message);
}

export function sendAppendMessage(
  raft: Raft,
  to: NodeId,
  index: LogIndex,
  logTerm: Term,
  entries: readonly Entry[],
): void {
  send(raft, {
    type: 'MsgApp',
    to,
    from: raft.id,
    term: raft.term,
    logTerm,
    index,
    entries,
    commit: raft.log.committed,
  });
}

export function sendAppendResponse(raft: Raft, to: NodeId, index: LogIndex): void {
  sendAfterAppend(raft, {
    type: 'MsgAppResp',
    to,
    from: raft.id,
    term: raft.term,
    index,
    reject: false,
    rejectHint: 0,
    logTerm: 0,
  });
}

export function sendAppendRejection(
  raft: Raft,
  to: NodeId,
  index: LogIndex,
  rejectHint: LogIndex,
  logTerm: Term,
): void {
  sendAfterAppend(raft, {
    type: 'MsgAppResp',
    to,
    from: raft.id,
    term: raft.term,
    index,
    reject: true,
    rejectHint,
    logTerm,
  });
}

export function sendVoteRequest(
  raft: Raft,
  type: 'MsgVote' | 'MsgPreVote',
  to: NodeId,
  term: Term,
  logTerm: Term,
  index: LogIndex,
  context: Uint8Array | undefined,
): void {
  assert(term !== 0, 'a vote is asked for in a term above 0');
  send(raft, { type, to, from: raft.id, term, logTerm, index, context });
}

export function sendVoteResponse(
  raft: Raft,
  type: 'MsgVoteResp' | 'MsgPreVoteResp',
  to: NodeId,
  term: Term,
  reject: boolean,
): void {
  assert(term !== 0, 'a vote is given in a term above 0');
  sendAfterAppend(raft, { type, to, from: raft.id, term, reject });
}

export function sendSnapshotMessage(raft: Raft, to: NodeId, snapshot: Snapshot): void {
  send(raft, { type: 'MsgSnap', to, from: raft.id, term: raft.term, snapshot });
}

export function sendHeartbeatMessage(
  raft: Raft,
  to: NodeId,
  commit: LogIndex,
  context: Uint8Array | undefined,
): void {
  send(raft, { type: 'MsgHeartbeat', to, from: raft.id, term: raft.term, commit, context });
}

export function sendHeartbeatResponse(raft: Raft, to: NodeId, context: Uint8Array | undefined): void {
  send(raft, { type: 'MsgHeartbeatResp', to, from: raft.id, term: raft.term, context });
}

export function sendTimeoutNow(raft: Raft, to: NodeId): void {
  send(raft, { type: 'MsgTimeoutNow', to, from: raft.id, term: raft.term });
  if (raft.tracing) raft.traces.push({ type: 'timeoutNowSent', to });
}

/** Proposals carry no term: they are as good as local ones. */
export function forwardProposal(raft: Raft, from: NodeId, entries: readonly Entry[]): void {
  send(raft, {
    type: 'MsgProp',
    to: raft.lead,
    from: from === 0 ? raft.id : from,
    term: 0,
    entries,
  });
}

/** Neither do requests to read. */
export function forwardReadIndex(raft: Raft, from: NodeId, entries: readonly Entry[]): void {
  send(raft, {
    type: 'MsgReadIndex',
    to: raft.lead,
    from: from === 0 ? raft.id : from,
    term: 0,
    entries,
  });
}

export function sendReadIndexResponse(
  raft: Raft,
  to: NodeId,
  index: LogIndex,
  entries: readonly Entry[],
): void {
  send(raft, { type: 'MsgReadIndexResp', to, from: raft.id, term: raft.term, index, entries });
}

/** `from` names the transferee, not the sender. */
export function forwardTransfer(raft: Raft, transferee: NodeId): void {
  send(raft, { type: 'MsgTransferLeader', to: raft.lead, from: transferee, term: raft.term });
}
