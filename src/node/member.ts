import { unreachable } from '../base/assert.ts';
import type { LogIndex, Revision } from '../base/flavor.ts';
import type { StoreChange } from '../etcd/mvcc/kv-store.ts';
import type { KeyValue } from '../etcd/request.ts';
import { LOCAL_APPEND_THREAD, LOCAL_APPLY_THREAD, type Message } from '../raft/message.ts';
import { finishApply, queueApply } from './applying.ts';
import { bootState, type Booted } from './booting.ts';
import { queueAppend, queueUpkeep } from './disk-queue.ts';
import { viewEntry } from './entry-view.ts';
import type { MemberBoot, NodeInput, NodeOutput, NodeTrace } from './io.ts';
import { messagesOfTick } from './local-messages.ts';
import { cloneState, loadState, saveState, type MemberState } from './member-state.ts';
import { viewMember } from './member-view.ts';
import { OutputBuilder } from './output-builder.ts';
import {
  forgetRequest,
  serveReads,
  takeConfChange,
  takeReadStates,
  takeRequest,
  tickReads,
} from './requests.ts';
import { finishWrite, maybeTakeSnapshot, withNewestSnapshot } from './storing.ts';
import type { EntryView, MemberView } from './view.ts';

/**
 * One member: the raft node, its log on disk, its store, its clients. Takes one input at a time and works it off to
 * the end (etcd: server/etcdserver/raft.go and server.go, without their threads and clocks).
 */
export class Member {
  readonly #state: MemberState;

  private constructor(state: MemberState) {
    this.#state = state;
  }

  /** Starts a member from its disk. Throws if the disk is not one it can start from. */
  static boot(boot: MemberBoot): { member: Member; output: NodeOutput } {
    const booted = bootState(boot);
    const member = new Member(booted.state);
    const out = new OutputBuilder(booted.state.raft);
    if (booted.operations.length > 0)
      out.writes.push(queueUpkeep(booted.state.disk, booted.operations, true));
    out.begin(startedTrace(booted));
    member.#settle(out);
    return { member, output: out.finish() };
  }

  handle(input: NodeInput): NodeOutput {
    const out = new OutputBuilder(this.#state.raft);
    this.#take(input, out);
    this.#settle(out);
    return out.finish();
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
      if (entry !== undefined) views.push(viewEntry(entry));
    }
    return views;
  }

  /** The first keys as of a revision (0: the newest); nothing if it has been compacted away. */
  range(revision: Revision, limit: number): { kvs: KeyValue[]; count: number } {
    const all = Uint8Array.of(0);
    const answer = this.#state.store.range({
      type: 'range',
      key: all,
      rangeEnd: all,
      revision,
      limit,
      consistency: 'serializable',
    });
    if (!answer.ok || answer.result.type !== 'range') return { kvs: [], count: 0 };
    return { kvs: [...answer.result.kvs], count: answer.result.count };
  }

  /** Every change of the key that is still known, oldest first. */
  keyHistory(key: Uint8Array): (KeyValue & { readonly deleted: boolean })[] {
    return this.#state.store.keyHistory(key);
  }

  /** The last changes of the store, oldest first. */
  recentChanges(limit: number): StoreChange[] {
    return this.#state.store.recentChanges(limit);
  }

  /** One entry with its data; undefined if the log does not have it (any more). */
  entry(index: LogIndex): { readonly view: EntryView; readonly data: Uint8Array | undefined } | undefined {
    const entry = this.#state.raft.logEntry(index);
    return entry && { view: viewEntry(entry), data: entry.data };
  }

  /** A member of its own that goes on exactly as this one would. Cheap: what never changes is shared. */
  clone(): Member {
    return new Member(cloneState(this.#state));
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
        return this.#tick(out);
      case 'message':
        raft.step(input.message); // what raft does not want it drops, and says so in its trace
        return;
      case 'writeDone':
        return this.#handOut(finishWrite(state, input.write, out), out);
      case 'applyDone':
        this.#handOut(finishApply(state, input.apply, out).responses, out);
        return maybeTakeSnapshot(state, false, out);
      case 'request':
        return takeRequest(state, input.request, input.operation, out);
      case 'openStream':
      case 'sendStream':
      case 'closeStream':
      case 'http':
      case 'httpGone':
      case 'peer':
        return;
      case 'requestGone':
        return forgetRequest(state, input.request);
      case 'confChange':
        return takeConfChange(state, input.request, input.change, out);
      case 'snapshotNow':
        return maybeTakeSnapshot(state, true, out);
      case 'campaign':
        out.note(localMessage('MsgHup'));
        raft.campaign();
        return;
      case 'transferLeader':
        out.note(localMessage('MsgTransferLeader'));
        return raft.transferLeader(input.to);
      case 'forgetLeader':
        out.note(localMessage('MsgForgetLeader'));
        return raft.forgetLeader();
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
    const { raft, config } = this.#state;
    for (const messageType of messagesOfTick(raft.status(), config)) out.note(localMessage(messageType));
    raft.tick();
    tickReads(this.#state);
  }

  /** Everything raft has ready, until it has nothing more to say without hearing of disk, apply thread or network. */
  #settle(out: OutputBuilder): void {
    const state = this.#state;
    serveReads(state, out);
    while (state.raft.hasReady()) {
      const ready = state.raft.ready();
      this.#handOut(ready.messages, out);
      takeReadStates(state, ready.readStates);
      serveReads(state, out);
    }
  }

  /** Every message to where it belongs: own threads, own node, other members. */
  #handOut(messages: readonly Message[], out: OutputBuilder): void {
    const { config, raft, disk } = this.#state;
    for (const message of messages) {
      if (message.to === LOCAL_APPEND_THREAD && message.type === 'MsgStorageAppend') {
        out.writes.push(queueAppend(disk, message));
      } else if (message.to === LOCAL_APPLY_THREAD && message.type === 'MsgStorageApply') {
        out.applies.push(queueApply(this.#state, message));
      } else if (message.to === config.id) {
        raft.step(message);
      } else {
        out.sends.push(message.type === 'MsgSnap' ? withNewestSnapshot(this.#state, message) : message);
      }
    }
  }
}

function localMessage(messageType: Extract<NodeTrace, { type: 'localMessage' }>['messageType']): NodeTrace {
  return { type: 'localMessage', messageType };
}

function startedTrace({ recovered, state }: Booted): NodeTrace {
  const { hardState, tornBytes } = recovered;
  const last = state.storage.lastIndex();
  return { type: 'started', ...hardState, last, snapshot: state.applied, tornBytes };
}
