import { unreachable } from '../base/assert.ts';
import { makeDice } from '../base/random.ts';
import type { LogIndex, NodeId, Revision } from '../base/flavor.ts';
import type { KeyRecord } from '../etcd/mvcc/key-record.ts';
import type { StoreChange } from '../etcd/mvcc/kv-store.ts';
import type { KeyValue, MemberId } from '../etcd/request.ts';
import type { StateTracer } from '../raft/state-trace.ts';
import type { PiecedSnapshot } from '../storage/snapshot-file.ts';
import type { Asker } from './core/call.ts';
import { tickCompactor } from './server/auto-compaction.ts';
import { finishApply } from './server/applying.ts';
import { bootState, type Booted } from './core/booting.ts';
import { maybeCheckHashes, takeHashAnswer } from './server/corruption.ts';
import { noticeConnections } from './core/contacts.ts';
import { takeCall } from './server/dispatch.ts';
import { queueUpkeep } from './core/disk-queue.ts';
import { endOfFailedWrite } from './core/failed-write.ts';
import { viewEntry, type Who } from './core/entry-view.ts';
import type { MemberBoot, NodeInput, NodeOutput, NodeTrace } from './io.ts';
import { cloneState, loadState, saveState, type MemberState } from './core/member-state.ts';
import { raftStateOf, type MemberRaft } from './core/member-raft.ts';
import { viewMember } from './report/member-view.ts';
import { noticeLeader } from './server/leadership.ts';
import { tickLeases } from './server/lease-calls.ts';
import { countReceived, countRequest, countSync } from './server/counting.ts';
import { dropHttp, endLeaderlessHttp, expireHttp } from './http/lifetime.ts';
import { resumeKeyServer } from './http/key-server.ts';
import { takeHttp } from './http/router.ts';
import { hasNews, tellAll } from './http/hand-over.ts';
import { OutputBuilder } from './core/output-builder.ts';
import { takePeerAnswer } from './server/peer-calls.ts';
import type { PeerMessage } from './core/peer-message.ts';
import { tickPrograms } from './server/programs.ts';
import { mayTakeReady } from './core/may-take-ready.ts';
import { handOut, readyApplied, readyWritten, takeReady } from './server/ready.ts';
import { serveReads, tickReads, beginRound } from './server/reading.ts';
import type { MemberImage } from './report/image.ts';
import { Reporter } from './report/reporter.ts';
import {
  knownIds,
  rangeOf,
  recordsOf,
  viewAlarms,
  viewStore,
  type AlarmView,
  type StoreView,
} from './report/store-view.ts';
import { lacksLeader } from './server/interceptors.ts';
import { closeStream, endLeaderlessStreams, openStream, sayWatched, sendStream } from './server/streams.ts';
import type { Listener } from './core/open-stream.ts';
import { forgetCall } from './core/calls.ts';
import { endedRemoval, hearOfRemoval, tellIfRemoved } from './core/removal.ts';
import { maybeSyncV2 } from './server/v2-calls.ts';
import { maybePublish, maybeSetVersion } from './server/v2-request.ts';
import { resumeCalls, tickCalls } from './server/waiting.ts';
import { finishWrite, maybeTakeSnapshot, snapshotNow } from './core/storing.ts';
import type { EntryView, MemberView } from './report/view.ts';

/** While a compaction goes on every input does a piece of it, and a tick some more: a few milliseconds' work at most. */
const STEPS_PER_TICK = 10;
/** What the lab's clients say of themselves. */
const CLIENT_VERSION = '3.4';
/** etcd: monitorVersionInterval. */
const VERSION_LOOK_MS = 4000;

/**
 * One member: the raft node, its log on disk, its store, its clients. Takes one input at a time and works it off to
 * the end (etcd: server/etcdserver/raft.go and server.go, without their threads and clocks).
 */
export class Member {
  readonly #state: MemberState;
  /** Made with the first input: a copy that is kept for a seek needs neither. */
  #reporter: Reporter | undefined;
  #out: OutputBuilder | undefined;

  private constructor(state: MemberState) {
    this.#state = state;
  }

  /** Starts a member from its disk; `tracer` follows its raft. Throws if the disk is not one it can start from. */
  static boot(boot: MemberBoot, tracer?: StateTracer): { member: Member; output: NodeOutput } {
    const booted = bootState(boot, tracer);
    const member = new Member(booted.state);
    const reporter = (member.#reporter = Reporter.ofNothing());
    const out = (member.#out = new OutputBuilder(booted.state.raft));
    if (booted.operations.length > 0)
      out.writes.push(queueUpkeep(booted.state.disk, booted.operations, true));
    out.begin(startedTrace(booted));
    member.#workOff(out);
    return { member, output: out.finish(reporter.report(booted.state, out)) };
  }

  handle(input: NodeInput): NodeOutput {
    const state = this.#state;
    // In the middle of a life all that the member is has been reported.
    const reporter = (this.#reporter ??= Reporter.ofAll(state));
    const out = (this.#out ??= new OutputBuilder(state.raft));
    this.#take(input, out);
    this.#compactStep();
    this.#workOff(out);
    return out.finish(reporter.report(state, out), endedRemoval(state));
  }

  view(): MemberView {
    return viewMember(this.#state);
  }

  /** The entries first..last that the log has; those before its first and after its last index are left out. */
  entries(first: LogIndex, last: LogIndex): EntryView[] {
    const { firstIndex, lastIndex } = this.#state.raft.status();
    const views: EntryView[] = [];
    for (let index = Math.max(first, firstIndex); index <= Math.min(last, lastIndex); index++) {
      const entry = this.#state.raft.logEntry(index);
      if (entry !== undefined) views.push(viewEntry(entry, this.#who()));
    }
    return views;
  }

  /** The first keys as of a revision (0: the newest); nothing if it has been compacted away. */
  range(revision: Revision, limit: number): { kvs: KeyValue[]; count: number } {
    return rangeOf(this.#state.etcd.kv, revision, limit);
  }

  /** Every change of the key that is still known, oldest first. */
  keyHistory(key: Uint8Array): (KeyValue & { readonly deleted: boolean })[] {
    return this.#state.etcd.kv.keyHistory(key);
  }

  /** The last changes of the store, oldest first. */
  recentChanges(limit: number): StoreChange[] {
    return this.#state.etcd.kv.recentChanges(limit);
  }

  /** Leases, watches, alarms, users and sizes; of leases and watches the first `limit`. */
  storeView(limit: number): StoreView {
    return viewStore(this.#state, limit);
  }

  /** The alarms this member knows of, whoever raised them. */
  alarms(): readonly AlarmView[] {
    return viewAlarms(this.#state);
  }

  /** Every change from one revision to another, oldest first; what is compacted away is left out. */
  records(first: Revision, last: Revision): readonly KeyRecord[] {
    return recordsOf(this.#state.etcd.kv, first, last);
  }

  /** Its store at the applied index, as a snapshot of this moment would hold it. */
  snapshot(): PiecedSnapshot<NodeId> {
    return snapshotNow(this.#state);
  }

  #who(): Who {
    const { formerIds, config } = this.#state;
    return { nodeIds: knownIds(this.#state), formerIds, addresses: config.addresses };
  }

  /** One entry with its data; undefined if the log does not have it (any more). */
  entry(index: LogIndex): { readonly view: EntryView; readonly data: Uint8Array | undefined } | undefined {
    const entry = this.#state.raft.logEntry(index);
    return entry && { view: viewEntry(entry, this.#who()), data: entry.data };
  }

  /** Everybody who was removed, with the machine it was on, in the order in which they went. */
  formerIds(): ReadonlyMap<MemberId, NodeId> {
    return this.#state.formerIds;
  }

  /** The member that this one knows, or as it begins knew, on a machine; undefined: none. */
  memberIdOf(node: NodeId): MemberId | undefined {
    return knownIds(this.#state).get(node);
  }

  /** A member of its own that goes on exactly as this one would. Cheap: what never changes is shared. */
  clone(): Member {
    return new Member(cloneState(this.#state));
  }

  /** From now on its dice fall as those of a member of this seed, and its election timer is drawn again. */
  redraw(seed: number): void {
    const { config, raft, tokenDice } = this.#state;
    const { id, incarnation } = config;
    raft.redraw(makeDice(seed, 'node', id, incarnation));
    tokenDice.state = makeDice(seed, 'token', id, incarnation).state;
  }

  /** The image of this member, folded up to now, keeps its records in the member's own trees. */
  shareStoreWith(image: MemberImage): void {
    image.shareStore(this.#state.etcd.kv);
  }

  /** Its raft alone, with what is under way to its disk and to its store, as plain data: what a search begins from. */
  raftState(): MemberRaft {
    return raftStateOf(this.#state);
  }

  /** The member as plain data, for postMessage. */
  save(): unknown {
    return saveState(this.#state);
  }

  static load(state: unknown): Member {
    return new Member(loadState(state));
  }

  #take(input: NodeInput, out: OutputBuilder): void {
    const state = this.#state;
    const { raft } = state;
    switch (input.type) {
      case 'tick':
        if (input.connections !== undefined) noticeConnections(state, input.connections);
        return this.#tick(out);
      case 'message':
        tellIfRemoved(state, input.message.from, out);
        countReceived(state, input.message);
        raft.step(input.message); // what raft does not want it drops, and says so in its trace
        return;
      case 'peer':
        return this.#takePeer(input.message, out);
      case 'writeDone':
        if (input.failed !== undefined) {
          throw endOfFailedWrite(state, input.failed, state.disk.waiting[0]);
        }
        if (input.took !== undefined) countSync(state, input.took);
        handOut(state, finishWrite(state, input.write, out), out);
        return readyWritten(state, out);
      case 'applyDone':
        handOut(state, finishApply(state, input.apply, out).responses, out);
        readyApplied(state);
        return maybeTakeSnapshot(state, false, out);
      case 'request':
        countRequest(state, CLIENT_VERSION, 'unary');
        return takeCall(state, client(input.request), input.operation, input.token, out);
      case 'confChange': {
        const { type, request, ...asked } = input;
        return takeCall(state, client(request), { type, ...asked }, undefined, out);
      }
      case 'requestGone':
        return this.#forgetRequest(input.request);
      case 'openStream':
        countRequest(state, CLIENT_VERSION, 'stream');
        return openStream(state, listener(input.stream), input.kind, input.token, out, input.needsLeader);
      case 'sendStream':
        return sendStream(state, listener(input.stream), input.message, out);
      case 'closeStream':
        return closeStream(state, listener(input.stream));
      case 'http':
        return takeHttp(state, input.request, input.http, out);
      case 'httpGone':
        return dropHttp(state, input.request, out);
      case 'snapshotNow':
        return maybeTakeSnapshot(state, true, out);
      case 'campaign':
        out.note(localMessage('MsgHup'));
        raft.campaign();
        return;
      case 'transferLeader':
        out.note(localMessage('MsgTransferLeader'));
        return raft.transferLeader(input.to);
      case 'ready':
        if (mayTakeReady(state)) takeReady(state, out);
        return;
      case 'electionTimeout':
        if (input.once === true) return raft.restartElectionTimer(input.ticks);
        return raft.fixElectionTimeout(input.ticks);
      case 'readIndex':
        return raft.readIndex(input.context);
      case 'syncWatchers':
        return sayWatched(state, state.watch.tick(0, state.etcd.kv), out);
      case 'forgetLeader':
        out.note(localMessage('MsgForgetLeader'));
        return raft.forgetLeader();
      case 'clockJump':
        state.wallAheadMs += input.ms;
        return;
      case 'unreachable':
        out.note(localMessage('MsgUnreachable'));
        return raft.reportUnreachable(input.peer);
      case 'snapshotStatus':
        out.note(localMessage('MsgSnapStatus'));
        return raft.reportSnapshot(input.peer, input.ok ? 'finish' : 'failure');
      default:
        return unreachable(input);
    }
  }

  #tick(out: OutputBuilder): void {
    const state = this.#state;
    const { raft, config } = state;
    const due = raft.messagesOfTick();
    for (const messageType of due) if (messageType !== 'MsgBeat') out.note(localMessage(messageType));
    state.nowMs += config.tickMs;
    raft.tick();
    // A leader that its quorum check has just deposed beats no more.
    if (due.includes('MsgBeat') && raft.isLeader) out.note(localMessage('MsgBeat'));
    tickReads(state, out);
    state.tokens.tick(state.nowMs);
    tickLeases(state, out);
    maybeSyncV2(state);
    tickCalls(state, out);
    expireHttp(state, out);
    if (lacksLeader(state)) {
      endLeaderlessHttp(state, out);
      endLeaderlessStreams(state, out);
    }
    maybeCheckHashes(state, out);
    tickCompactor(state, out);
    tickPrograms(state, out);
    sayWatched(state, state.watch.tick(config.tickMs, state.etcd.kv), out);
    for (let i = 1; i < STEPS_PER_TICK; i++) this.#compactStep();
    if (state.nowMs % VERSION_LOOK_MS < config.tickMs) maybeSetVersion(state, out);
  }

  #compactStep(): void {
    const { kv } = this.#state.etcd;
    if (kv.isCompacting) kv.compactStep();
  }

  /** Everything raft has ready, until it has nothing more to say without hearing of disk, apply thread or network. */
  #workOff(out: OutputBuilder): void {
    const state = this.#state;
    do {
      serveReads(state, out);
      while (this.#takesReadys && mayTakeReady(state)) {
        takeReady(state, out);
        serveReads(state, out);
      }
      noticeLeader(state, out);
      maybePublish(state, out);
      resumeCalls(state, out);
      resumeKeyServer(state, out);
      tellAll(state, out);
    } while ((this.#takesReadys && mayTakeReady(state)) || hasNews(out));
  }

  /** Otherwise somebody takes them by hand. */
  get #takesReadys(): boolean {
    return !this.#state.config.readyByHand;
  }

  /** The client has given up: whatever becomes of its call, nobody is told. */
  #forgetRequest(request: number): void {
    const state = this.#state;
    for (const call of state.calls.values()) {
      if (call.asker.type === 'client' && call.asker.request === request) forgetCall(state, call);
    }
    beginRound(state);
  }

  #takePeer(message: PeerMessage, out: OutputBuilder): void {
    if (message.type === 'PeerRemoved') return hearOfRemoval(this.#state, message.member);
    tellIfRemoved(this.#state, message.from, out);
    if (message.type === 'PeerResponse') {
      if (!takeHashAnswer(this.#state, message, out)) takePeerAnswer(this.#state, message, out);
      return;
    }
    takeCall(
      this.#state,
      { type: 'peer', node: message.from, call: message.call },
      message.ask,
      undefined,
      out,
    );
  }
}

function client(request: number): Asker {
  return { type: 'client', request };
}

function listener(stream: number): Listener {
  return { type: 'client', stream };
}

function localMessage(messageType: Extract<NodeTrace, { type: 'localMessage' }>['messageType']): NodeTrace {
  return { type: 'localMessage', messageType };
}

function startedTrace({ recovered, state }: Booted): NodeTrace {
  const { hardState, tornBytes } = recovered;
  const last = state.storage.lastIndex();
  return { type: 'started', ...hardState, last, snapshot: state.applied, tornBytes };
}
