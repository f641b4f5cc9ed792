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

/** Gathers what one input leads to, in order. */
export class OutputBuilder {
  readonly sends: Message[] = [];
  readonly writes: DiskWrite[] = [];
  readonly applies: ApplyWork[] = [];
  readonly answers: ClientAnswer[] = [];
  readonly streams: StreamOutput[] = [];
  readonly http: HttpOutput[] = [];
  readonly peers: PeerMessage[] = [];
  /** What the member still has to hand to whom it concerns before the input is done, in order. */
  readonly ended: EndedCall[] = [];
  readonly said: { readonly listener: Listener; readonly message: ClientStreamMessage }[] = [];
  readonly observed: { readonly running: RunningProgram; readonly note: Observation }[] = [];
  readonly finished: { readonly running: RunningProgram; readonly outcome: ProgramOutcome }[] = [];
  /** What has been written to the store, in order. */
  readonly records: KeyRecord[] = [];
  /** Leases that have been granted, renewed, revoked or checkpointed here. */
  readonly leases = new Set<LeaseId>();
  /** All of them have a new end: this member has begun to count. */
  allLeases = false;
  readonly #trace: NodeTrace[] = [];
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
    this.#trace.push(...this.#raft.takeTrace(), trace);
  }

  /** What raft has decided since it was last asked; it goes into the report all the same. */
  takeDecisions(): readonly RaftTrace[] {
    const decisions = this.#raft.takeTrace();
    this.#trace.push(...decisions);
    return decisions;
  }

  answer(request: number, result: ClientAnswer['result']): void {
    this.answers.push({ request, result });
  }

  /** `changes`: what has become of the member; `left`: it ends with this input, as this member. */
  finish(changes: MemberChanges, left?: MemberId): NodeOutput {
    this.#trace.push(...this.#raft.takeTrace());
    const { sends, writes, applies, answers, streams, http, peers } = this;
    const output = { sends, writes, applies, answers, streams, http, peers, trace: this.#trace, changes };
    return left === undefined ? output : { ...output, left };
  }
}
