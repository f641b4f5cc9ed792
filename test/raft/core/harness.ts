import { assert, present } from '../../../src/base/assert.ts';
import type { LogIndex, NodeId, Term } from '../../../src/base/flavor.ts';
import { makeDice } from '../../../src/base/random.ts';
import { textBytes, bytesText } from './text.ts';
import type { RaftConfig } from '../../../src/raft/config.ts';
import type { ConfState, Entry, HardState, Snapshot } from '../../../src/raft/entry.ts';
import { MemoryStorage } from '../../../src/raft/memory-storage.ts';
import type { Message, MessageType } from '../../../src/raft/message.ts';
import { decodeConfChange } from '../../../src/raft/raftpb/conf-change.ts';
import { RawNode } from '../../../src/raft/raw-node.ts';
import type { Ready } from '../../../src/raft/ready.ts';

export type Options = Partial<Omit<RaftConfig, 'id' | 'storage' | 'dice'>> & { readonly seed?: number };

export function confStateOf(voters: readonly NodeId[], learners: readonly NodeId[] = []): ConfState {
  return { voters, votersOutgoing: [], learners, learnersNext: [], autoLeave: false };
}

export function configFor(id: NodeId, storage: MemoryStorage, options: Options = {}): RaftConfig {
  const { seed = 1, ...rest } = options;
  return {
    id,
    storage,
    electionTick: 10,
    heartbeatTick: 1,
    applied: 0,
    asyncStorageWrites: false,
    maxSizePerMsg: Infinity,
    maxCommittedSizePerReady: Infinity,
    maxUncommittedEntriesSize: Infinity,
    maxInflightMsgs: 256,
    maxInflightBytes: Infinity,
    checkQuorum: false,
    preVote: false,
    readOnlyOption: 'safe',
    disableProposalForwarding: false,
    disableConfChangeValidation: false,
    stepDownOnRemoval: false,
    dice: makeDice(seed, 'node', id),
    brokenRules: [],
    trace: true,
    ...rest,
  };
}

export function entry(term: Term, index: LogIndex, text?: string): Entry {
  return { type: 'EntryNormal', term, index, data: text === undefined ? undefined : textBytes(text) };
}

/** A log written as its terms: "1 1 2" has three entries, the last of term 2. */
export function logOf(terms: string): Entry[] {
  const list = terms.trim() === '' ? [] : terms.trim().split(/\s+/).map(Number);
  return list.map((term, i) => entry(term, i + 1, `${term}/${i + 1}`));
}

/** A storage with a log from index 1, and a hard state. */
export function storageWith(
  confState: ConfState,
  entries: readonly Entry[] = [],
  hardState?: Partial<HardState>,
): MemoryStorage {
  const storage = new MemoryStorage(confState);
  storage.append(entries);
  if (hardState !== undefined || entries.length > 0)
    storage.setHardState({ term: entries.at(-1)?.term ?? 0, vote: 0, commit: 0, ...hardState });
  return storage;
}

/** One node with its application: a list of applied texts. Persists and applies synchronously. */
export class Peer {
  readonly node: RawNode;
  readonly storage: MemoryStorage;
  readonly applied: string[] = [];
  readonly readies: Ready[] = [];
  readonly reads: { index: LogIndex; context: string }[] = [];
  appliedIndex: LogIndex = 0;
  confState: ConfState;

  constructor(
    readonly config: RaftConfig,
    node?: RawNode,
  ) {
    assert(config.storage instanceof MemoryStorage, 'tests keep their log in memory');
    this.storage = config.storage;
    this.node = node ?? new RawNode(config);
    this.confState = this.storage.initialState().confState;
    this.appliedIndex = config.applied;
  }

  /** Handles one Ready and gives its messages. */
  process(): Message[] {
    const ready = this.node.ready();
    this.readies.push(ready);
    if (ready.hardState !== undefined) this.storage.setHardState(ready.hardState);
    if (ready.snapshot !== undefined) this.install(ready.snapshot);
    this.storage.append(ready.entries);
    for (const one of ready.committedEntries) this.apply(one);
    for (const read of ready.readStates)
      this.reads.push({ index: read.index, context: bytesText(read.requestCtx) });
    this.node.advance();
    return [...ready.messages];
  }

  /** Handles Readies until there is none. */
  settle(): Message[] {
    const messages: Message[] = [];
    while (this.node.hasReady()) messages.push(...this.process());
    return messages;
  }

  propose(text: string): ReturnType<RawNode['propose']> {
    return this.node.propose(textBytes(text));
  }

  tick(times = 1): void {
    for (let i = 0; i < times; i++) this.node.tick();
  }

  /** What the application does now and then: a snapshot of all that is applied, and the log before it forgotten. */
  compact(): void {
    this.storage.createSnapshot(this.appliedIndex, this.confState, textBytes(this.applied.join()));
    this.storage.compact(this.appliedIndex);
  }

  get state() {
    const status = this.node.status();
    return { ...status.hardState, lead: status.softState.lead, role: status.softState.raftState };
  }

  /** The terms of the whole log, as logOf() writes them. */
  get terms(): string {
    const { firstIndex, lastIndex } = this.node.status();
    const terms: string[] = [];
    for (let i = firstIndex; i <= lastIndex; i++) terms.push(String(this.node.logEntry(i)?.term));
    return terms.join(' ');
  }

  get lastIndex(): LogIndex {
    return this.node.status().lastIndex;
  }

  progressOf(id: NodeId) {
    return present(
      this.node.status().progress.find((progress) => progress.id === id),
      `progress of ${id}`,
    );
  }

  private install(snapshot: Snapshot): void {
    this.storage.applySnapshot(snapshot);
    this.appliedIndex = snapshot.index;
    this.confState = snapshot.confState;
    this.applied.push(`snapshot ${snapshot.index}`);
  }

  private apply(one: Entry): void {
    this.appliedIndex = one.index;
    if (one.type !== 'EntryNormal')
      this.confState = this.node.applyConfChange(decodeConfChange(one.type, one.data));
    else if (one.data !== undefined) this.applied.push(bytesText(one.data));
  }
}

export type Fate = (message: Message) => boolean;

/** Peers and the messages between them, delivered in order unless `delivers` says no. */
export class Network {
  readonly peers: readonly Peer[];
  readonly delivered: Message[] = [];
  delivers: Fate = () => true;
  queue: Message[] = [];

  constructor(peers: readonly Peer[]) {
    this.peers = peers;
  }

  static of(size: number, options: Options = {}): Network {
    const ids = Array.from({ length: size }, (_, i) => i + 1);
    return new Network(ids.map((id) => new Peer(configFor(id, storageWith(confStateOf(ids)), options))));
  }

  /** Peers with these logs, as logOf() writes them. */
  static withLogs(logs: readonly string[], options: Options = {}): Network {
    const ids = logs.map((_, i) => i + 1);
    return new Network(
      logs.map(
        (terms, i) => new Peer(configFor(i + 1, storageWith(confStateOf(ids), logOf(terms)), options)),
      ),
    );
  }

  peer(id: NodeId): Peer {
    return present(
      this.peers.find((peer) => peer.config.id === id),
      `peer ${id}`,
    );
  }

  /** Readies and deliveries until nothing is left to do. */
  run(): void {
    for (let round = 0; ; round++) {
      assert(round < 10_000, 'the network comes to rest');
      for (const peer of this.peers) this.queue.push(...peer.settle());
      const messages = this.queue;
      if (messages.length === 0) return;
      this.queue = [];
      for (const message of messages) this.deliver(message);
    }
  }

  elect(id: NodeId): void {
    this.peer(id).node.campaign();
    this.run();
    assert(this.peer(id).state.role === 'StateLeader', `node ${id} wins`);
  }

  tickAll(times = 1): void {
    for (let i = 0; i < times; i++) {
      for (const peer of this.peers) peer.tick();
      this.run();
    }
  }

  isolate(...ids: NodeId[]): void {
    this.delivers = (message) => !ids.includes(message.to) && !ids.includes(message.from);
  }

  heal(): void {
    this.delivers = () => true;
  }

  dropType(...types: MessageType[]): void {
    this.delivers = (message) => !types.includes(message.type);
  }

  count(type: MessageType): number {
    return this.delivered.filter((message) => message.type === type).length;
  }

  private deliver(message: Message): void {
    if (!this.delivers(message)) return;
    const to = this.peers.find((peer) => peer.config.id === message.to);
    if (to === undefined) return;
    this.delivered.push(message);
    to.node.step(message);
  }
}

export function ofType<Type extends MessageType>(
  messages: readonly Message[],
  type: Type,
): Extract<Message, { type: Type }>[] {
  return messages.filter((message) => message.type === type) as Extract<Message, { type: Type }>[];
}
