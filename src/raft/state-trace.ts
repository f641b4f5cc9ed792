import type { LogIndex, NodeId, Term } from '../base/flavor.ts';
import type { RaftId } from '../protobuf/raftpb.ts';
import type { ConfChange, ConfChangeV2, Entry } from './entry.ts';
import type { Message } from './message.ts';
import { lastIndex } from './raft-log.ts';
import type { StateType } from './ready.ts';
import type { Raft } from './state.ts';
import { findProgress } from './tracker.ts';

// What etcd-io/raft traces when it is built with the tag with_tla (its state_trace.go), at the same places: there a model
// checker follows the trace through a specification in TLA+. Without a tracer each place costs one comparison.

export type StateTraceName =
  | 'InitState'
  | 'BecomeCandidate'
  | 'BecomeFollower'
  | 'BecomeLeader'
  | 'Commit'
  | 'Replicate'
  | 'ChangeConf'
  | 'ApplyConfChange'
  | 'Ready'
  | 'SendAppendEntriesRequest'
  | 'ReceiveAppendEntriesRequest'
  | 'SendAppendEntriesResponse'
  | 'ReceiveAppendEntriesResponse'
  | 'SendRequestVoteRequest'
  | 'ReceiveRequestVoteRequest'
  | 'SendRequestVoteResponse'
  | 'ReceiveRequestVoteResponse';

/** What happens to a node, and what it knew then. */
export interface StateTrace {
  readonly name: StateTraceName;
  readonly node: NodeId;
  readonly term: Term;
  readonly vote: NodeId;
  readonly commit: LogIndex;
  readonly role: StateType;
  /** Where the log ends. */
  readonly last: LogIndex;
  readonly incoming: readonly NodeId[];
  readonly outgoing: readonly NodeId[];
  /** That is sent or received. */
  readonly message?: Message;
  /** Of a MsgApp that is sent: how far the sender itself is. */
  readonly sender?: { readonly match: LogIndex; readonly next: LogIndex };
  /** That goes into a leader's log, by the ids it has there. */
  readonly change?: ConfChange<RaftId> | ConfChangeV2<RaftId>;
  /** The voters from now on; in `incoming` are those until now. */
  readonly voters?: readonly NodeId[];
}

export type StateTracer = (trace: StateTrace) => void;

/** The rest of a trace, beside what the node knows. */
type Particulars = Pick<StateTrace, 'message' | 'sender' | 'change' | 'voters'>;

export function traceState(raft: Raft, name: StateTraceName, more?: Particulars): void {
  const { tracer } = raft.config;
  if (tracer === undefined) return;
  const { id, term, vote, role, log, tracker } = raft;
  const { incoming, outgoing } = tracker.config;
  const last = lastIndex(log);
  tracer({ name, node: id, term, vote, commit: log.committed, role, last, incoming, outgoing, ...more });
}

/** Before a leader appends: once for each entry that changes no configuration. */
export function traceReplicate(raft: Raft, entries: readonly Entry[]): void {
  if (raft.config.tracer === undefined) return;
  for (const { type } of entries) if (type === 'EntryNormal') traceState(raft, 'Replicate');
}

export function traceSent(raft: Raft, message: Message): void {
  if (raft.config.tracer === undefined) return;
  const name = sent[message.type];
  if (name === undefined) return;
  const own = message.type === 'MsgApp' ? findProgress(raft.tracker, message.from) : undefined;
  const sender = own && { match: own.match, next: own.next };
  traceState(raft, name, sender === undefined ? { message } : { message, sender });
}

/** Before it is looked at. */
export function traceReceived(raft: Raft, message: Message): void {
  if (raft.config.tracer === undefined) return;
  const name = received[message.type];
  if (name !== undefined) traceState(raft, name, { message });
}

type Names = Readonly<Partial<Record<Message['type'], StateTraceName>>>;

/** Heartbeats and snapshots count as appends; pre-votes, proposals and reads are no part of the specification. */
const sent: Names = {
  MsgApp: 'SendAppendEntriesRequest',
  MsgHeartbeat: 'SendAppendEntriesRequest',
  MsgSnap: 'SendAppendEntriesRequest',
  MsgAppResp: 'SendAppendEntriesResponse',
  MsgHeartbeatResp: 'SendAppendEntriesResponse',
  MsgVote: 'SendRequestVoteRequest',
  MsgVoteResp: 'SendRequestVoteResponse',
};

const received: Names = {
  MsgApp: 'ReceiveAppendEntriesRequest',
  MsgHeartbeat: 'ReceiveAppendEntriesRequest',
  MsgSnap: 'ReceiveAppendEntriesRequest',
  MsgAppResp: 'ReceiveAppendEntriesResponse',
  MsgHeartbeatResp: 'ReceiveAppendEntriesResponse',
  MsgVote: 'ReceiveRequestVoteRequest',
  MsgVoteResp: 'ReceiveRequestVoteResponse',
};
