import type { LogIndex, NodeId, Term } from '../../../src/base/flavor.ts';
import { makeDice } from '../../../src/base/random.ts';
import type { ConfState, Entry, HardState, Snapshot } from '../../../src/raft/entry.ts';
import { LOCAL_APPEND_THREAD, LOCAL_APPLY_THREAD } from '../../../src/raft/message.ts';
import type { Message, MsgStorageAppend, MsgStorageApply } from '../../../src/raft/message.ts';
import { hardStateOf, makeRaft } from '../../../src/raft/raft.ts';
import { decodeConfChange } from '../../../src/raft/raftpb/conf-change.ts';
import { RawNode } from '../../../src/raft/raw-node.ts';
import type { Raft } from '../../../src/raft/state.ts';
import { type App, AppStorage, bytesHash, hashBytes } from './app-storage.ts';
import { extendHash, HashedLog } from './hashed-log.ts';
import type { RunOptions } from './run-options.ts';
import { hold } from './violation.ts';

/** Who is told what a machine does, at the moment it does it. */
export interface Observer {
  /** Raft has taken something in, or something out. */
  looked(machine: Machine): void;
  /** The application has applied up to app.applied, or taken a snapshot over. */
  applied(machine: Machine): void;
  /** The disk has what it has; `rewrittenFrom` is the first entry that was replaced, or 0. */
  written(machine: Machine, before: HardState, rewrittenFrom: LogIndex): void;
  sent(machine: Machine, message: Message): void;
  read(machine: Machine, index: LogIndex, context: Uint8Array): void;
}

const EMPTY_CONF_STATE = { voters: [], votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false };

/** A raft node with its disk, its application, and, if it writes asynchronously, what its local threads are at. */
export class Machine {
  readonly isAsync: boolean;
  readonly storage: AppStorage;
  /** What is on disk, for the checks. */
  readonly disk = new HashedLog();
  hardState: HardState = { term: 0, vote: 0, commit: 0 };
  app: App = { applied: 0, hash: 0, confState: EMPTY_CONF_STATE, confIndex: 0 };
  raft: Raft;
  node: RawNode;
  alive = true;
  lives = 1;
  /** The last term it was elected in. */
  ledTerm: Term = 0;

  /** In the order they were asked for; lost in a crash. */
  appends: MsgStorageAppend[] = [];
  applies: MsgStorageApply[] = [];
  /** Answers of the local threads. */
  inbox: Message[] = [];

  constructor(
    readonly id: NodeId,
    private readonly options: RunOptions,
    private readonly observer: Observer,
    initial: Snapshot | undefined,
  ) {
    this.isAsync = options.async(id);
    this.storage = new AppStorage();
    this.storage.refresh = () => this.takeSnapshot();
    if (initial !== undefined) {
      this.storage.applySnapshot(initial);
      this.disk.become(initial.index, bytesHash(initial.data));
    }
    this.raft = this.startRaft();
    this.node = nodeOf(this.raft);
  }

  /**
   * As in etcd, a candidate with asynchronous storage may win by the others' votes before its own is on disk. Who led
   * like this and forgot it in a crash could win the same term again and fill it with other entries; so these
   * machines do not crash before the term they have led is on disk.
   */
  crash(): void {
    while (this.ledTerm > this.hardState.term && this.appends.length > 0) this.finishWrite(false);
    this.alive = false;
    this.appends = [];
    this.applies = [];
    this.inbox = [];
    this.storage.unavailable = false;
  }

  /** From what is on disk: the state machine begins with the latest snapshot. */
  restart(): void {
    this.alive = true;
    this.lives++;
    this.raft = this.startRaft();
    this.node = nodeOf(this.raft);
  }

  /** Takes one Ready and does, or hands to the local threads, what it asks for. */
  handleReady(): void {
    const { node, observer } = this;
    const ready = node.ready();
    for (const { index, requestCtx } of ready.readStates) observer.read(this, index, requestCtx);
    if (this.isAsync) {
      for (const message of ready.messages) this.dispatch(message);
      observer.looked(this);
      return;
    }
    this.write(ready.hardState, ready.snapshot, ready.entries);
    this.apply(ready.committedEntries);
    for (const message of ready.messages) observer.sent(this, message);
    node.advance();
    observer.looked(this);
  }

  /** Asynchronous storage: the oldest write is done. In a crash nobody is told. */
  finishWrite(tell: boolean): void {
    const append = this.appends.shift();
    if (append === undefined) return;
    const { term, vote, commit } = append;
    const isSet = term !== 0 || vote !== 0 || commit !== 0;
    this.write(isSet ? { term, vote, commit } : undefined, append.snapshot, append.entries);
    if (tell) for (const message of append.responses) this.dispatch(message);
  }

  finishApply(): void {
    const apply = this.applies.shift();
    if (apply === undefined) return;
    this.apply(apply.entries);
    for (const message of apply.responses) this.dispatch(message);
  }

  takeAnswer(): void {
    const message = this.inbox.shift();
    if (message === undefined) return;
    this.node.step(message);
    this.observer.looked(this);
  }

  step(message: Message): void {
    this.node.step(message);
    this.observer.looked(this);
  }

  /**
   * The state machine as it is, for restarts and for those who are far behind. Not before the disk knows that what
   * is in it is committed: a node does not start with more applied than committed.
   */
  takeSnapshot(): void {
    const { app, raft, storage, hardState } = this;
    if (raft.log.unstable.snapshot !== undefined || app.applied <= storage.latestIndex()) return;
    if (app.applied > hardState.commit) return;
    storage.createSnapshot(app.applied, app.confState, hashBytes(app.hash));
  }

  /** Forgets entries that raft knows to be applied, but for the last few. */
  compact(keep: number): void {
    if (this.raft.log.unstable.snapshot !== undefined) return;
    this.takeSnapshot();
    const upTo = Math.min(this.storage.latestIndex(), this.raft.log.applied) - keep;
    if (upTo >= this.storage.firstIndex()) this.storage.compact(upTo);
  }

  private startRaft(): Raft {
    const { options, storage, lives } = this;
    const { hardState, confState } = storage.initialState();
    this.hardState = hardState;
    const index = storage.latestIndex();
    this.app = { applied: index, hash: bytesHash(storage.latestData()), confState, confIndex: index };
    return makeRaft({
      id: this.id,
      electionTick: options.electionTick,
      storage,
      applied: index,
      asyncStorageWrites: this.isAsync,
      disableConfChangeValidation: false,
      dice: makeDice(options.seed, 'node', this.id, lives),
      trace: false,
      ...options.raft,
    });
  }

  private dispatch(message: Message): void {
    if (message.to === LOCAL_APPEND_THREAD) this.appends.push(message as MsgStorageAppend);
    else if (message.to === LOCAL_APPLY_THREAD) this.applies.push(message as MsgStorageApply);
    else if (message.to === this.id) this.inbox.push(message);
    else this.observer.sent(this, message);
  }

  private write(
    hardState: HardState | undefined,
    snapshot: Snapshot | undefined,
    entries: readonly Entry[],
  ): void {
    const { disk, storage } = this;
    const before = this.hardState;
    if (hardState !== undefined) {
      storage.setHardState(hardState);
      this.hardState = hardState;
    }
    if (snapshot !== undefined) this.install(snapshot);
    storage.append(entries);
    const first = entries[0]?.index;
    const rewrittenFrom = first !== undefined && first <= disk.last ? first : 0;
    for (const entry of entries) if (entry.index > disk.base) disk.put(entry);
    this.observer.written(this, before, rewrittenFrom);
  }

  private install(snapshot: Snapshot): void {
    const refused = this.storage.applySnapshot(snapshot);
    hold(refused === undefined, 'SnapshotTrue', () => `${snapshot.index} is older than what ${this.id} has`);
    const { index, confState } = snapshot;
    this.app = { applied: index, hash: bytesHash(snapshot.data), confState, confIndex: index };
    this.disk.become(index, this.app.hash);
    this.observer.applied(this);
  }

  private apply(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const { app } = this;
      if (entry.index <= app.applied) continue; // a snapshot came before the apply thread did
      hold(entry.index === app.applied + 1, 'ApplyInOrder', () => `${entry.index} after ${app.applied}`);
      // While raft is told, it may ask for a snapshot: of the state before, with the configuration before.
      const confState = this.applyChange(entry);
      app.applied = entry.index;
      app.hash = extendHash(app.hash, entry);
      if (confState !== undefined) {
        app.confState = confState;
        app.confIndex = entry.index;
        this.observer.looked(this);
      }
      this.observer.applied(this);
    }
  }

  /** Not while raft has a newer snapshot's configuration already. */
  private applyChange(entry: Entry): ConfState | undefined {
    if (entry.type === 'EntryNormal' || this.raft.log.unstable.snapshot !== undefined) return undefined;
    return this.node.applyConfChange(decodeConfChange(entry.type, entry.data));
  }
}

function nodeOf(raft: Raft): RawNode {
  const softState = { lead: raft.lead, raftState: raft.role };
  const nothing = {
    open: false,
    toSelf: [],
    term: 0,
    index: 0,
    logTerm: 0,
    snapshot: undefined,
    applied: [],
  };
  return new RawNode(raft, { softState, hardState: hardStateOf(raft) }, nothing);
}
