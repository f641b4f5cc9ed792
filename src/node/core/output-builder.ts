import type { Message } from '../../raft/message.ts';
import type { ClientNote, ProgramOutcome } from '../../client/effect.ts';
import type { KeyRecord } from '../../etcd/mvcc/key-record.ts';
import type { LeaseId, MemberId } from '../../etcd/request.ts';
import type { RawNode } from '../../raft/raw-node.ts';
import type { RaftTrace } from '../../raft/trace.ts';
import type { EndedCall } from './call.ts';
import type {
  ApplyWork,
  ClientAnswer,
  ClientStreamMessage,
  DiskWrite,
  HttpOutput,
  NodeOutput,
  NodeTrace,
  StreamOutput,
} from '../io.ts';
import type { MemberChanges } from '../report/changes.ts';
import type { PeerMessage } from './peer-message.ts';
import type { RunningProgram } from './running-program.ts';
import type { Listener } from './open-stream.ts';

type Observation = Extract<ClientNote, { readonly type: 'observed' }>;

/** What most inputs do not lead to: one list for all of them. */
const NONE: readonly never[] = [];

/**
 * Gathers what one input after the other leads to, in order. Most inputs lead to little, so an empty list is not handed
 * out but used again: whoever gets an output may keep its lists.
 */
export class OutputBuilder {
  sends: Message[] = [];
  writes: DiskWrite[] = [];
  applies: ApplyWork[] = [];
  answers: ClientAnswer[] = [];
  streams: StreamOutput[] = [];
  http: HttpOutput[] = [];
  peers: PeerMessage[] = [];
  /** What the member still has to hand to whom it concerns before the input is done, in order. */
  readonly ended: EndedCall[] = [];
  readonly said: { readonly listener: Listener; readonly message: ClientStreamMessage }[] = [];
  readonly observed: { readonly running: RunningProgram; readonly note: Observation }[] = [];
  readonly finished: { readonly running: RunningProgram; readonly outcome: ProgramOutcome }[] = [];
  /** What has been written to the store, in order. */
  records: KeyRecord[] = [];
  /** Leases that have been granted, renewed, revoked or checkpointed here. */
  readonly leases = new Set<LeaseId>();
  /** All of them have a new end: this member has begun to count. */
  allLeases = false;
  #trace: NodeTrace[] = [];
  readonly #raft: RawNode;

  constructor(raft: RawNode) {
    this.#raft = raft;
  }

  /** Reports what comes before anything raft decides. */
  begin(trace: NodeTrace): void {
    this.#trace.push(trace);
  }

  /** Reports something of the member's own, after everything raft has decided before it. */
  note(trace: NodeTrace): void {
    this.takeDecisions();
    this.#trace.push(trace);
  }

  /** What raft has decided since it was last asked; it goes into the report all the same. */
  takeDecisions(): readonly RaftTrace[] {
    const decisions = this.#raft.takeTrace();
    for (const decision of decisions) this.#trace.push(decision);
    return decisions;
  }

  answer(request: number, result: ClientAnswer['result']): void {
    this.answers.push({ request, result });
  }

  /** `changes`: what has become of the member; `left`: it ends with this input, as this member. */
  finish(changes: MemberChanges, left?: MemberId): NodeOutput {
    this.takeDecisions();
    const { sends, writes, applies, answers, streams, http, peers } = this;
    const trace = this.#trace;
    const output = {
      sends: sends.length === 0 ? NONE : sends,
      writes: writes.length === 0 ? NONE : writes,
      applies: applies.length === 0 ? NONE : applies,
      answers: answers.length === 0 ? NONE : answers,
      streams: streams.length === 0 ? NONE : streams,
      http: http.length === 0 ? NONE : http,
      peers: peers.length === 0 ? NONE : peers,
      trace: trace.length === 0 ? NONE : trace,
      changes,
    };
    this.#beginAnew();
    return left === undefined ? output : { ...output, left };
  }

  /** Every list that was handed out is left to whoever has it now. */
  #beginAnew(): void {
    if (this.sends.length > 0) this.sends = [];
    if (this.writes.length > 0) this.writes = [];
    if (this.applies.length > 0) this.applies = [];
    if (this.answers.length > 0) this.answers = [];
    if (this.streams.length > 0) this.streams = [];
    if (this.http.length > 0) this.http = [];
    if (this.peers.length > 0) this.peers = [];
    if (this.records.length > 0) this.records = [];
    if (this.#trace.length > 0) this.#trace = [];
    if (this.leases.size > 0) this.leases.clear();
    this.allLeases = false;
  }
}
