import { assert, present } from '../../base/assert.ts';
import type { LogIndex, NodeId } from '../../base/flavor.ts';
import { makeDice, type Dice } from '../../base/random.ts';
import { encodeCommand, type Command } from '../../etcd/command.ts';
import type { ConfChange, ConfChangeV2, ConfState, Entry, HardState, Snapshot } from '../../raft/entry.ts';
import { MemoryStorage } from '../../raft/memory-storage.ts';
import type { Message, MsgStorageAppend, MsgStorageApply } from '../../raft/message.ts';
import { decodeConfChange } from '../../raft/raftpb/conf-change.ts';
import { hardStateOf } from '../../node/core/disk-queue.ts';
import { RawNode, type RaftErrorCode, type RaftStatus } from '../../raft/raw-node.ts';
import type { ClusterAction } from '../language/script.ts';
import { ScriptStorage } from './script-storage.ts';
import { MemberServices } from './member-services.ts';
import { StateMachine, type AppliedCommand, type StateHash } from './state-machine.ts';
import { bytesOf, textOf } from '../language/text.ts';

export const ELECTION_TICKS = 10;
const HEARTBEAT_TICKS = 1;
/** Before the number of a client's read; no word of a script begins so. */
const CLIENT_READ = Uint8Array.of(0);

/** What outlives a crash, and what scripts may set: everything of a node but its life. */
export interface NodeOutfit {
  readonly id: NodeId;
  readonly cluster: ClusterAction;
  /** The same after every reset, unless a script says otherwise. */
  randomizedTimeout: number;
  disk: MemoryStorage;
  /** Of its threads, with asynchronous storage: they do nothing by themselves. */
  readonly stalled: Set<'append' | 'apply'>;
  /** Of the bug randomApply. */
  readonly dice: Dice | undefined;
}

/**
 * One life of a node, from its start on what its disk holds to its crash: raft with its storage, a state
 * machine, and the reads that raft has confirmed.
 */
export class ScriptNode {
  readonly #outfit: NodeOutfit;
  readonly #raft: RawNode;
  #machine: StateMachine;
  #confState: ConfState;
  /** Watches and leases, of this life. */
  readonly services = new MemberServices(ELECTION_TICKS);
  /** `ctx@index`, in order: what the script has asked for. */
  reads: string[] = [];
  /** Of what was applied since this was last looked at. */
  #hashes: StateHash[] = [];
  /** The same, of commands, for the clients that wait for them. */
  #commands: AppliedCommand[] = [];
  /** With asynchronous storage: what its threads have to do, oldest first. */
  readonly #appends: MsgStorageAppend[] = [];
  readonly #applies: MsgStorageApply[] = [];
  /** Reads of clients that wait until this node has applied up to an index. */
  #waitingReads: { readonly read: number; readonly index: LogIndex }[] = [];

  constructor(outfit: NodeOutfit) {
    const { cluster, disk } = outfit;
    const kept = keptSnapshot(disk);
    this.#outfit = outfit;
    this.#machine = StateMachine.of(kept, outfit.dice);
    this.#confState = kept.confState;
    this.#raft = new RawNode({
      id: outfit.id,
      electionTick: ELECTION_TICKS,
      heartbeatTick: HEARTBEAT_TICKS,
      storage: new ScriptStorage(disk, () => this.#snapshotNow()),
      applied: kept.index,
      asyncStorageWrites: cluster.asyncStorage,
      maxSizePerMsg: cluster.oneEntryPerMsg ? 0 : (cluster.messageBytes ?? cluster.inflightBytes ?? Infinity),
      maxCommittedSizePerReady: Infinity,
      maxUncommittedEntriesSize: cluster.uncommittedBytes ?? Infinity,
      maxInflightMsgs: cluster.inflight ?? 256,
      maxInflightBytes: cluster.inflightBytes ?? Infinity,
      checkQuorum: cluster.checkQuorum,
      preVote: cluster.preVote,
      readOnlyOption: cluster.lease ? 'leaseBased' : 'safe',
      disableProposalForwarding: false,
      disableConfChangeValidation: false,
      stepDownOnRemoval: cluster.stepDownOnRemoval,
      dice: makeDice(0, 'script', outfit.id),
      brokenRules: cluster.brokenRules,
      trace: false,
    });
    this.keepTimeout();
  }

  get id(): NodeId {
    return this.#outfit.id;
  }

  get isLeader(): boolean {
    return this.#raft.status().softState.raftState === 'StateLeader';
  }

  get applied(): LogIndex {
    return this.#machine.applied;
  }

  /** The last entry that is on disk. */
  get stable(): LogIndex {
    return this.#outfit.disk.lastIndex();
  }

  get snapshotIndex(): LogIndex {
    return keptSnapshot(this.#outfit.disk).index;
  }

  get machine(): StateMachine {
    return this.#machine;
  }

  status(): RaftStatus {
    return this.#raft.status();
  }

  hasReady(): boolean {
    return this.#raft.hasReady();
  }

  /** The log as it is now, stable or not, ascending. */
  log(): Entry[] {
    const { firstIndex, lastIndex } = this.#raft.status();
    const entries: Entry[] = [];
    for (let index = firstIndex; index <= lastIndex; index++) {
      entries.push(present(this.#raft.logEntry(index), `entry ${index} lies between first and last`));
    }
    return entries;
  }

  takeHashes(): StateHash[] {
    const hashes = this.#hashes;
    this.#hashes = [];
    return hashes;
  }

  takeCommands(): AppliedCommand[] {
    const commands = this.#commands;
    this.#commands = [];
    return commands;
  }

  /** The reads of clients that may be answered now from what is applied here. */
  takeReads(): number[] {
    const ready = this.#waitingReads.filter(({ index }) => index <= this.applied);
    this.#waitingReads = this.#waitingReads.filter(({ index }) => index > this.applied);
    return ready.map(({ read }) => read);
  }

  /** Asks for the index from which on a client's read is linearizable. */
  askToRead(read: number): void {
    this.do((raft) => raft.readIndex(Uint8Array.of(...CLIENT_READ, ...bytesOf(String(read)))));
  }

  /** Proposes a command; whether raft took it. */
  propose(command: Command): RaftErrorCode | undefined {
    return this.do((raft) => raft.propose(encodeCommand(command)));
  }

  /** Runs one call of raft's and then sets the randomized timeout again, which the call may have reset. */
  do<Result>(call: (raft: RawNode) => Result): Result {
    const result = call(this.#raft);
    this.keepTimeout();
    return result;
  }

  step(message: Message): RaftErrorCode | undefined {
    return this.do((raft) => raft.step(message));
  }

  /**
   * One Ready: persists, hands the messages to `send`, applies, advances, to the end. With asynchronous storage what is to be
   * written and applied goes to the node's threads instead, and the rest is sent.
   */
  processReady(send: (message: Message) => void): void {
    const ready = this.#raft.ready();
    if (this.#outfit.cluster.asyncStorage) {
      for (const message of ready.messages) {
        if (message.type === 'MsgStorageAppend') this.#appends.push(message);
        else if (message.type === 'MsgStorageApply') this.#applies.push(message);
        else send(message);
      }
      for (const { requestCtx, index } of ready.readStates) this.#confirmed(requestCtx, index);
    } else {
      this.#persist(ready.hardState, ready.entries, ready.snapshot);
      for (const message of ready.messages) send(message);
      for (const { requestCtx, index } of ready.readStates) this.#confirmed(requestCtx, index);
      for (const entry of ready.committedEntries) this.#apply(entry);
      this.#raft.advance();
    }
    this.keepTimeout();
    if (!this.isLeader) this.services.follow();
  }

  /** Whether a thread has work; with synchronous storage none ever has. */
  isBusy(thread: 'append' | 'apply'): boolean {
    return (thread === 'append' ? this.#appends : this.#applies).length > 0;
  }

  /** The oldest work of a thread is done, and what waited for it goes: to this node at once, to others through `send`. */
  finishWork(thread: 'append' | 'apply', send: (message: Message) => void): void {
    const work = present(
      (thread === 'append' ? this.#appends : this.#applies).shift(),
      `n${this.id} has work`,
    );
    if (work.type === 'MsgStorageAppend') this.#persist(hardStateOf(work), work.entries, work.snapshot);
    else for (const entry of work.entries) this.#apply(entry);
    for (const response of work.responses) {
      if (response.to === this.id) this.step(response);
      else send(response);
    }
  }

  #persist(
    hardState: HardState | undefined,
    entries: readonly Entry[],
    snapshot: Snapshot | undefined,
  ): void {
    const { disk } = this.#outfit;
    if (snapshot !== undefined) this.#install(snapshot);
    disk.append(entries);
    if (hardState !== undefined) disk.setHardState(hardState);
  }

  /** Keeps a snapshot at what is applied and forgets the log up to it. */
  compact(): void {
    const { disk } = this.#outfit;
    const snapshot = disk.createSnapshot(this.applied, this.#confState, this.#machine.etcd.save());
    if (snapshot !== 'snapOutOfDate') disk.compact(snapshot.index);
  }

  keepTimeout(): void {
    this.#raft.setRandomizedElectionTimeout(this.#outfit.randomizedTimeout);
  }

  #install(snapshot: Snapshot): void {
    this.#outfit.disk.applySnapshot(snapshot);
    this.#machine = StateMachine.of(snapshot, this.#outfit.dice);
    this.#confState = snapshot.confState;
    this.services.replaced(this.#machine);
  }

  #confirmed(context: Uint8Array, index: LogIndex): void {
    const isOfClient = CLIENT_READ.every((byte, i) => context[i] === byte);
    const text = textOf(isOfClient ? context.subarray(CLIENT_READ.length) : context);
    if (isOfClient) this.#waitingReads.push({ read: Number(text), index });
    else this.reads.push(`${text}@${index}`);
  }

  #apply(entry: Entry): void {
    const applied = this.#machine.apply(entry);
    if (applied !== undefined) {
      this.#hashes.push(applied.hash);
      this.#commands.push(applied);
      this.services.applied(applied, this.#machine);
    } else if (entry.type === 'EntryNormal' && this.isLeader) this.services.lead(this.#machine);
    if (entry.type !== 'EntryNormal') {
      this.#confState = this.#raft.applyConfChange(decodeConfChange(entry.type, entry.data));
    }
  }

  /** For a peer that lags: what this node has applied. */
  #snapshotNow(): Snapshot {
    const { disk } = this.#outfit;
    const term = disk.term(this.applied);
    assert(term !== 'compacted' && term !== 'unavailable', 'what is applied is on disk');
    const data = this.#machine.etcd.save();
    return { index: this.applied, term, confState: this.#confState, data };
  }
}

/** The change a script asks for, in raft's form. No changes: leave the joint configuration. */
export function confChangeOf(
  changes: readonly { readonly type: ConfChange['type']; readonly node: NodeId }[],
  joint: 'implicit' | 'explicit' | undefined,
): ConfChange | ConfChangeV2 {
  const [first] = changes;
  if (joint === undefined) {
    const { type, node } = present(first, 'a plain change is one change');
    return { version: 1, id: 0, type, nodeId: node, context: undefined };
  }
  return {
    version: 2,
    transition: changes.length === 0 ? 'ConfChangeTransitionAuto' : transitions[joint],
    changes: changes.map(({ type, node }) => ({ type, nodeId: node })),
    context: undefined,
  };
}

const transitions = {
  implicit: 'ConfChangeTransitionJointImplicit',
  explicit: 'ConfChangeTransitionJointExplicit',
} as const;

function keptSnapshot(disk: MemoryStorage): Snapshot {
  const kept = disk.snapshot();
  assert(kept !== 'snapshotTemporarilyUnavailable', 'a disk in memory always has its snapshot');
  return kept;
}
