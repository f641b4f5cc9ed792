import type { Message } from '../../raft/message.ts';
import type { ClientNote, ProgramOutcome } from '../../client/effect.ts';
import type { KeyRecord } from '../../etcd/mvcc/key-record.ts';
import type { LeaseId, MemberId } from '../../etcd/request.ts';
import type { V2Told } from '../../etcd/v2/watch-hub.ts';
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
import { Gathered } from './gathered.ts';
import type { PeerMessage } from './peer-message.ts';
import type { RunningProgram } from './running-program.ts';
import type { Listener } from './open-stream.ts';

type Observation = Extract<ClientNote, { readonly type: 'observed' }>;

/** Gathers what one input after the other leads to, in order. Whoever gets an output may keep its lists. */
export class OutputBuilder {
  readonly sends = new Gathered<Message>();
  readonly writes = new Gathered<DiskWrite>();
  readonly applies = new Gathered<ApplyWork>();
  readonly answers = new Gathered<ClientAnswer>();
  readonly streams = new Gathered<StreamOutput>();
  readonly http = new Gathered<HttpOutput>();
  readonly peers = new Gathered<PeerMessage>();
  /** What the member still has to hand to whom it concerns before the input is done, in order. */
  readonly ended = new Gathered<EndedCall>();
  readonly said = new Gathered<{ readonly listener: Listener; readonly message: ClientStreamMessage }>();
  readonly observed = new Gathered<{ readonly running: RunningProgram; readonly note: Observation }>();
  readonly finished = new Gathered<{ readonly running: RunningProgram; readonly outcome: ProgramOutcome }>();
  /** What v2 watches hear. */
  readonly v2Told = new Gathered<V2Told>();
  /** What has been written to the store, in order. */
  readonly records = new Gathered<KeyRecord>();
  /** Leases that have been granted, renewed, revoked or checkpointed here. */
  readonly leases = new Set<LeaseId>();
  /** All of them have a new end: this member has begun to count. */
  allLeases = false;
  /** So many Readys have been taken. */
  readys = 0;
  readonly #trace = new Gathered<NodeTrace>();
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
    const output = {
      sends: this.sends.take(),
      writes: this.writes.take(),
      applies: this.applies.take(),
      answers: this.answers.take(),
      streams: this.streams.take(),
      http: this.http.take(),
      peers: this.peers.take(),
      trace: this.#trace.take(),
      readys: this.readys,
      changes,
    };
    this.readys = 0;
    this.records.take();
    if (this.leases.size > 0) this.leases.clear();
    this.allLeases = false;
    return left === undefined ? output : { ...output, left };
  }
}
