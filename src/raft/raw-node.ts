import { assert } from '../base/assert.ts';
import type { LogIndex, NodeId, Term } from '../base/flavor.ts';
import { cloneDice, type Dice } from '../base/random.ts';
import { entriesApplied, storageAppended } from './applying.ts';
import type { RaftConfig } from './config.ts';
import type { ConfChange, ConfChangeV2, ConfState, Entry, Snapshot } from './entry.ts';
import type { RaftId } from '../protobuf/raftpb.ts';
import type { RaftErrorCode } from './errors.ts';
import { essenceOf, type Essence } from './essence.ts';
import { applyConfChange, isPromotable } from './membership.ts';
import { isResponse, LOCAL_APPEND_THREAD, LOCAL_APPLY_THREAD, type Message } from './message.ts';
import { asV2, encodeConfChange } from './raftpb/conf-change.ts';
import { cloneRaft, hardStateOf, loadRaft, makeRaft, saveRaft, type SavedRaft } from './raft.ts';
import { lastIndex, lastTerm, slice } from './raft-log.ts';
import type { Ready } from './ready.ts';
import { acceptReady, buildReady, hasReady, type HandedOut } from './ready-builder.ts';
import type { Raft } from './state.ts';
import { statusOf, type RaftStatus } from './status.ts';
import { reportStatus, type ReportedStatus, type StatusChanges } from './status-changes.ts';
import { step } from './step.ts';
import type { Storage } from './storage.ts';
import { messagesOfTick, tick, type TickMessage } from './tick.ts';
import type { RaftTrace } from './trace.ts';
import { findProgress } from './tracker.ts';

export type { RaftErrorCode } from './errors.ts';
export type { ProgressStatus, RaftStatus } from './status.ts';

/** What advance() tells raft about the Ready that was taken last (synchronous storage). Reused from one to the next. */
interface Unfinished {
  /** There is a Ready to advance. */
  open: boolean;
  /** Acknowledgements and votes to oneself, in order. */
  toSelf: readonly Message[];
  /** What storageAppended() is to be told: the term, the end of the log (or 0), the snapshot. */
  term: Term;
  index: LogIndex;
  logTerm: Term;
  snapshot: Snapshot | undefined;
  applied: readonly Entry[];
}

/** A timer that has not run out yet is drawn in a few throws, where there is one: at worst one of the last tick. */
const REDRAWS = 1000;
const NO_MESSAGES: readonly Message[] = [];
const NO_ENTRIES: readonly Entry[] = [];

/**
 * A thread-free, clock-free raft node (etcd: RawNode, rawnode.go). It does nothing by itself and waits for nothing: every call
 * works to the end, and what is to be done outside comes out of ready(). How it is driven, with synchronous storage:
 *
 *     node.tick(), node.step(message), node.propose(data)     any of these, in any order
 *     while (node.hasReady()) {
 *       const ready = node.ready();
 *       ... write ready.hardState, ready.entries, ready.snapshot; sync if ready.mustSync
 *       ... send ready.messages; apply ready.committedEntries (applyConfChange for those that change the configuration)
 *       node.advance();
 *     }
 *
 * Two nodes that are driven by equal calls are equal, to the last message: the only dice are those in the configuration.
 */
export class RawNode {
  private readonly raft: Raft;
  private readonly handedOut: HandedOut;
  private readonly unfinished: Unfinished;

  constructor(config: RaftConfig);
  /** For clone() and load(). */
  constructor(raft: Raft, handedOut: HandedOut, unfinished: Unfinished);
  constructor(from: RaftConfig | Raft, handedOut?: HandedOut, unfinished?: Unfinished) {
    this.raft = 'rules' in from ? from : makeRaft(from);
    this.handedOut = handedOut ?? {
      softState: { lead: this.raft.lead, raftState: this.raft.role },
      hardState: hardStateOf(this.raft),
    };
    this.unfinished = unfinished ?? nothingUnfinished();
  }

  /** One step of the clock: elections and heartbeats are counted in these. */
  tick(): void {
    tick(this.raft);
  }

  /** What the next tick will make it send to itself. */
  messagesOfTick(): readonly TickMessage[] {
    return messagesOfTick(this.raft);
  }

  campaign(): RaftErrorCode | undefined {
    return step(this.raft, { type: 'MsgHup', to: 0, from: 0, term: 0 });
  }

  /** The leader's heartbeat clock has run out (etcd: MsgBeat). Anybody else does nothing. */
  beat(): void {
    step(this.raft, { type: 'MsgBeat', to: 0, from: this.raft.id, term: 0 });
  }

  propose(data: Uint8Array): RaftErrorCode | undefined {
    const entries: readonly Entry[] = [{ type: 'EntryNormal', term: 0, index: 0, data }];
    return step(this.raft, { type: 'MsgProp', to: 0, from: this.raft.id, term: 0, entries });
  }

  /** `change`: as the entry is to hold it, its members by the ids that they have on the wire. */
  proposeConfChange(change: ConfChange<RaftId> | ConfChangeV2<RaftId>): RaftErrorCode | undefined {
    const { type, data } = encodeConfChange(change);
    const entries: readonly Entry[] = [{ type, term: 0, index: 0, data }];
    return step(this.raft, { type: 'MsgProp', to: 0, from: 0, term: 0, entries });
  }

  /** Called by the application when it applies a configuration entry. */
  applyConfChange(change: ConfChange | ConfChangeV2): ConfState {
    return applyConfChange(this.raft, asV2(change));
  }

  /** A message from the network, or from a local storage thread. */
  step(message: Message): RaftErrorCode | undefined {
    const { from } = message;
    if (from === LOCAL_APPEND_THREAD || from === LOCAL_APPLY_THREAD) return step(this.raft, message);
    if (isLocal(message)) return 'stepLocalMsg';
    if (isResponse(message) && findProgress(this.raft.tracker, from) === undefined) return 'stepPeerNotFound';
    return step(this.raft, message);
  }

  /** The leader of the term as far as known, 0 otherwise: the part of the status that is asked for most. */
  get lead(): NodeId {
    return this.raft.lead;
  }

  get isLeader(): boolean {
    return this.raft.role === 'StateLeader';
  }

  get commit(): LogIndex {
    return this.raft.log.committed;
  }

  get term(): Term {
    return this.raft.term;
  }

  hasReady(): boolean {
    return hasReady(this.raft, this.handedOut);
  }

  /** Hands out and accepts the outstanding work. Synchronous storage: handle it, then advance(). */
  ready(): Ready {
    const { raft } = this;
    const ready = buildReady(raft, this.handedOut);
    if (!raft.config.asyncStorageWrites) {
      assert(!this.unfinished.open, 'a Ready is advanced before the next one is taken');
      remember(this.unfinished, raft, ready);
    }
    acceptReady(raft, ready, this.handedOut);
    return ready;
  }

  /** Synchronous storage only: the last Ready has been handled. */
  advance(): void {
    const { raft, unfinished } = this;
    assert(!raft.config.asyncStorageWrites, 'with asynchronous storage, responses advance a node');
    if (!unfinished.open) return;
    unfinished.open = false;
    const { toSelf, term, index, logTerm, snapshot, applied } = unfinished;
    for (let i = 0; i < toSelf.length; i++) step(raft, toSelf[i] as Message);
    storageAppended(raft, term, index, logTerm, snapshot);
    entriesApplied(raft, applied);
  }

  reportUnreachable(id: NodeId): void {
    step(this.raft, { type: 'MsgUnreachable', to: 0, from: id, term: 0 });
  }

  reportSnapshot(id: NodeId, status: 'finish' | 'failure'): void {
    step(this.raft, { type: 'MsgSnapStatus', to: 0, from: id, term: 0, reject: status === 'failure' });
  }

  transferLeader(transferee: NodeId): void {
    step(this.raft, { type: 'MsgTransferLeader', to: 0, from: transferee, term: 0 });
  }

  forgetLeader(): void {
    step(this.raft, { type: 'MsgForgetLeader', to: 0, from: 0, term: 0 });
  }

  readIndex(requestCtx: Uint8Array): void {
    const entries: readonly Entry[] = [{ type: 'EntryNormal', term: 0, index: 0, data: requestCtx }];
    step(this.raft, { type: 'MsgReadIndex', to: 0, from: 0, term: 0, entries });
  }

  status(): RaftStatus {
    return statusOf(this.raft);
  }

  /** What decides all that it will ever do, but for its timers. Only when all its Readys have been taken. */
  essence(): Essence {
    return essenceOf(this.raft);
  }

  /** May it campaign? */
  get isPromotable(): boolean {
    return isPromotable(this.raft);
  }

  /** What of the status, and of the log, has changed since `reported` goes into `changes`; `reported` follows. */
  reportStatus(reported: ReportedStatus, changes: StatusChanges): void {
    reportStatus(this.raft, reported, changes);
  }

  /** The entry at index, stable or not; undefined where there is none, or none any more. */
  logEntry(index: LogIndex): Entry | undefined {
    const { unstable } = this.raft.log;
    if (index >= unstable.offset) return unstable.entries[index - unstable.offset];
    return slice(this.raft.log, index, index + 1, Infinity)?.[0];
  }

  /** For scripts and transcripts: until the next reset. */
  setRandomizedElectionTimeout(ticks: number): void {
    this.raft.randomizedElectionTimeout = ticks;
  }

  /** The election timer begins again and lasts so long, until the next reset. */
  restartElectionTimer(ticks: number): void {
    this.raft.electionElapsed = 0;
    this.raft.randomizedElectionTimeout = ticks;
  }

  /**
   * Chance goes on another way: by these dice from now on, and with an election timer that is drawn again as one that has not
   * run out yet.
   */
  redraw(dice: Dice): void {
    const { raft } = this;
    raft.config.dice.state = dice.state;
    if (raft.fixedElectionTimeout > 0) return;
    for (let i = 0; i < REDRAWS; i++) {
      const ticks = raft.rules.randomizedTimeout(raft.config.dice, raft.config.electionTick);
      if (ticks <= raft.electionElapsed) continue;
      raft.randomizedElectionTimeout = ticks;
      return;
    }
  }

  /** From now on the randomized election timeout is this, after every reset as well; 0: it is drawn again. */
  fixElectionTimeout(ticks: number): void {
    this.raft.fixedElectionTimeout = ticks;
    if (ticks > 0) this.raft.randomizedElectionTimeout = ticks;
  }

  /** The decisions since the last call, oldest first. Empty unless config.trace. */
  takeTrace(): RaftTrace[] {
    const { traces } = this.raft;
    if (traces.length === 0) return [];
    this.raft.traces = [];
    return traces;
  }

  /** A node of its own on `storage` (a clone of this node's), sharing entries, which never change. */
  clone(storage: Storage): RawNode {
    return new RawNode(cloneRaft(this.raft, storage), { ...this.handedOut }, { ...this.unfinished });
  }

  /** Plain data for structured clone. */
  save(): RawNodeState {
    const { raft, handedOut, unfinished } = this;
    const saved: SavedRawNode = {
      version: VERSION,
      raft: saveRaft(raft),
      dice: cloneDice(raft.config.dice),
      handedOut: { ...handedOut },
      unfinished: { ...unfinished },
    };
    return saved;
  }

  /** The node that was saved, with the configuration it had; its dice go on where they were. */
  static load(state: RawNodeState, config: RaftConfig): RawNode {
    assert(state.version === VERSION, `a saved node of version ${state.version} is not understood`);
    const saved = state as SavedRawNode;
    const raft = loadRaft(saved.raft, { ...config, dice: saved.dice });
    return new RawNode(raft, { ...saved.handedOut }, { ...saved.unfinished });
  }
}

const VERSION = 1;

/** Opaque plain data. */
export interface RawNodeState {
  readonly version: number;
}

interface SavedRawNode extends RawNodeState {
  readonly raft: SavedRaft;
  readonly dice: Dice;
  readonly handedOut: HandedOut;
  readonly unfinished: Unfinished;
}

function nothingUnfinished(): Unfinished {
  return {
    open: false,
    toSelf: NO_MESSAGES,
    term: 0,
    index: 0,
    logTerm: 0,
    snapshot: undefined,
    applied: NO_ENTRIES,
  };
}

/** Before the Ready is accepted: what waits for the disk is still in the queue. */
function remember(unfinished: Unfinished, raft: Raft, ready: Ready): void {
  const hasUnstable = raft.log.unstable.entries.length > 0;
  unfinished.open = true;
  unfinished.toSelf = messagesToSelf(raft);
  unfinished.term = raft.term;
  unfinished.index = hasUnstable ? lastIndex(raft.log) : 0;
  unfinished.logTerm = hasUnstable ? lastTerm(raft.log) : 0;
  unfinished.snapshot = ready.snapshot;
  unfinished.applied = ready.committedEntries;
}

function messagesToSelf(raft: Raft): readonly Message[] {
  const { items, length } = raft.messagesAfterAppend;
  let toSelf = NO_MESSAGES;
  for (let i = 0; i < length; i++) {
    const message = items[i] as Message;
    if (message.to === raft.id) toSelf = toSelf.length === 0 ? [message] : toSelf.concat(message);
  }
  return toSelf;
}

/** Meant for the node's own machinery: an error when it comes from elsewhere. */
function isLocal(message: Message): boolean {
  switch (message.type) {
    case 'MsgHup':
    case 'MsgBeat':
    case 'MsgUnreachable':
    case 'MsgSnapStatus':
    case 'MsgCheckQuorum':
    case 'MsgStorageAppend':
    case 'MsgStorageAppendResp':
    case 'MsgStorageApply':
    case 'MsgStorageApplyResp':
      return true;
    default:
      return false;
  }
}
