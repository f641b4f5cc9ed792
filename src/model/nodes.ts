import { AssertionError, present } from '../base/assert.ts';
import type { NodeId } from '../base/flavor.ts';
import type { RaftId } from '../protobuf/raftpb.ts';
import { makeDice } from '../base/random.ts';
import type { RaftConfig } from '../raft/config.ts';
import type { ConfState, Entry, HardState } from '../raft/entry.ts';
import { MemoryStorage } from '../raft/memory-storage.ts';
import {
  LOCAL_APPEND_THREAD,
  LOCAL_APPLY_THREAD,
  type Message,
  type MsgStorageAppend,
  type MsgStorageApply,
} from '../raft/message.ts';
import { decodeConfChange } from '../raft/raftpb/conf-change.ts';
import { SAME_IDS, type IdMap } from '../raft/raftpb/id-map.ts';
import { RawNode } from '../raft/raw-node.ts';
import { memberRulesWith, type MemberRules } from '../node/core/rules.ts';
import { storageRulesWith, type StorageRules } from '../storage/rules.ts';
import type { Ready, StateType } from '../raft/ready.ts';
import { assertNumber } from '../raft/term.ts';
import { BEAT, CAMPAIGN, CRASH, DELIVER, PROPOSE, READ, WRITE } from './action.ts';
import { lanesOf } from './lanes.ts';
import { Logs, type LogNumber } from './logs.ts';
import { Messages, wordsOf, type MessageNumber } from './messages.ts';
import { PairMap } from './pair-map.ts';
import type { ModelNode, ModelSettings, ModelSetup } from './setup.ts';
import { renamed, type Renaming } from './symmetry.ts';

/** A state of one node by its number: equal states have equal ones. */
export type NodeNumber = number;

/** A write that its disk has not done. `told`: others have been told of it before, by a broken rule. */
interface PendingWrite {
  readonly message: MsgStorageAppend;
  readonly told: boolean;
}

/** One node as it can be. Never changed: a step works on a copy. */
export interface NodeState {
  /** Its place among the nodes, from 0. */
  readonly place: number;
  readonly raft: RawNode;
  readonly storage: MemoryStorage;
  readonly writes: readonly PendingWrite[];
  readonly role: StateType;
  readonly term: number;
  readonly vote: NodeId;
  readonly lead: NodeId;
  readonly commit: number;
  readonly applied: number;
  /** The log that it has, and the one on its disk. */
  readonly log: LogNumber;
  readonly disk: LogNumber;
  /** Voters, by their places: of both halves while they are joint. */
  readonly halves: readonly (readonly number[])[];
}

/** What a step of one node comes to. */
export interface Outcome {
  /** What it is then; -1: it has fallen by itself. */
  readonly to: NodeNumber;
  readonly sent: readonly MessageNumber[];
  /** The term that it has begun to lead in this step; 0: none. */
  readonly elected: number;
  /** It led before and after, and its log has not only grown. */
  readonly editsLog: boolean;
  readonly reads: readonly { readonly number: number; readonly index: number }[];
  /** What all must remember of a run may change. */
  readonly isNotable: boolean;
  readonly diskChanged: boolean;
  readonly logChanged: boolean;
  /** Why it has fallen. */
  readonly reason?: string;
}

const ELECTION_TICKS = 10;

/**
 * All states that nodes are ever found in, and what each comes to by each input. A node is a function of its state and its input, so
 * each value of that function is computed once, by the RawNode that members run; a search asks for most of them thousands of times.
 */
export class Nodes {
  readonly ids: readonly NodeId[];
  readonly logs = new Logs();
  readonly messages: Messages;
  readonly #settings: ModelSettings;
  readonly #confState: ConfState;
  readonly #ids: IdMap;
  readonly #renamings: readonly Renaming[];
  readonly #states: NodeState[] = [];
  readonly #numbers = new Map<string, NodeNumber>();
  readonly #outcomes: Outcome[] = [];
  readonly #known = new PairMap();
  /** Of each outcome from which state and by which input it comes: whoever has the same beginning can compute it again. */
  readonly derivations: { readonly from: NodeNumber; readonly input: number }[] = [];
  /** Of state n as renaming r names it: at (n * renamings + r) * 2 the one lane, behind it the other. */
  lanes = new Int32Array(1024);

  constructor(setup: ModelSetup, renamings: readonly Renaming[]) {
    this.ids = setup.nodes.map(({ id }) => id);
    this.#settings = setup.settings;
    this.#confState = setup.confState;
    this.#ids = setup.wireIds === undefined ? SAME_IDS : idsOf(setup.wireIds);
    this.#renamings = renamings;
    this.messages = new Messages(renamings);
  }

  get count(): number {
    return this.#states.length;
  }

  get outcomes(): number {
    return this.#outcomes.length;
  }

  at(number: NodeNumber): NodeState {
    return this.#states[number] as NodeState;
  }

  outcome(number: number): Outcome {
    return this.#outcomes[number] as Outcome;
  }

  /** A node as it begins. What it has to say at once is `sent`. */
  begin(node: ModelNode): { readonly number: NodeNumber; readonly sent: readonly MessageNumber[] } {
    const storage =
      node.storage === undefined ? new MemoryStorage(this.#confState) : MemoryStorage.load(node.storage);
    const config = this.#configOf(node.id, storage);
    const raft = node.raft === undefined ? new RawNode(config) : RawNode.load(node.raft, config);
    const writes = (node.writes ?? []).map((message): PendingWrite => ({ message, told: false }));
    const scene = this.#sceneOf(raft, storage, writes);
    for (const apply of node.applies ?? []) scene.finishApply(apply);
    scene.settle();
    if (this.#settings.disks === 'atOnce') while (scene.writes.length > 0) scene.finishOldest();
    scene.settle();
    return {
      number: this.#numberOf(this.ids.indexOf(node.id), scene),
      sent: scene.sent.map((message) => this.messages.number(message)),
    };
  }

  /** `input`: an action's code. The number of the outcome. */
  step(from: NodeNumber, kind: number, argument: number, input: number): number {
    const known = this.#known.get(from, input);
    if (known >= 0) return known;
    const number = this.#outcomes.length;
    this.#outcomes.push(this.#compute(this.at(from), kind, argument));
    this.derivations.push({ from, input });
    this.#known.set(from, input, number);
    return number;
  }

  /** The step itself, without looking whether it is known: what a search would do without a memory. */
  compute(from: NodeNumber, kind: number, argument: number): Outcome {
    return this.#compute(this.at(from), kind, argument);
  }

  #compute(before: NodeState, kind: number, argument: number): Outcome {
    const storage = before.storage.clone();
    const scene = kind === CRASH ? this.#restarted(before, storage) : this.#copied(before, storage);
    try {
      this.#act(scene, kind, argument);
      scene.settle();
    } catch (error) {
      // A member that breaks an assertion falls, and that is a finding: MemberSoundness. Whatever else is thrown is a fault of this program.
      if (!(error instanceof AssertionError)) throw error;
      return { ...FALLEN, reason: error.message };
    }
    const to = this.#numberOf(before.place, scene);
    const after = this.at(to);
    const leads = after.role === 'StateLeader';
    const elected = leads && (before.role !== 'StateLeader' || before.term !== after.term) ? after.term : 0;
    const editsLog =
      leads && elected === 0 && after.log !== before.log && !this.logs.beginsWith(after.log, before.log);
    return {
      to,
      sent: scene.sent.map((message) => this.messages.number(message)),
      elected,
      editsLog,
      reads: scene.reads,
      isNotable: elected > 0 || after.commit !== before.commit || scene.reads.length > 0 || kind === READ,
      diskChanged: after.disk !== before.disk,
      logChanged: after.log !== before.log,
    };
  }

  #copied(before: NodeState, storage: MemoryStorage): Scene {
    return this.#sceneOf(before.raft.clone(storage), storage, before.writes);
  }

  #sceneOf(raft: RawNode, storage: MemoryStorage, writes: readonly PendingWrite[]): Scene {
    return new Scene(this.#settings, this.#ids, raft, storage, writes);
  }

  /** What was not written is gone, and so is all that it knew beside its disk. */
  #restarted(before: NodeState, storage: MemoryStorage): Scene {
    const raft = new RawNode(this.#configOf(this.ids[before.place] ?? 0, storage));
    return this.#sceneOf(raft, storage, []);
  }

  #act(scene: Scene, kind: number, argument: number): void {
    const { raft } = scene;
    switch (kind) {
      case DELIVER:
        raft.step(this.messages.at(argument));
        return;
      case CAMPAIGN:
        raft.campaign();
        return;
      case BEAT:
        raft.beat();
        return;
      case WRITE:
        scene.finishOldest();
        return;
      case PROPOSE:
        raft.propose(Uint8Array.of(PROPOSAL_MARK, argument));
        return;
      case READ:
        raft.readIndex(Uint8Array.of(argument));
        return;
      default:
        return;
    }
  }

  #configOf(id: NodeId, storage: MemoryStorage): RaftConfig {
    const { preVote, checkQuorum, readOnly, stepDownOnRemoval, maxSizePerMsg, maxInflightMsgs } =
      this.#settings;
    const snapshot = storage.snapshot();
    return {
      id,
      electionTick: ELECTION_TICKS,
      heartbeatTick: 1,
      storage,
      applied: typeof snapshot === 'string' ? 0 : snapshot.index,
      asyncStorageWrites: this.#settings.storage === 'async',
      maxSizePerMsg,
      maxCommittedSizePerReady: Infinity,
      maxUncommittedEntriesSize: Infinity,
      maxInflightMsgs,
      maxInflightBytes: 0,
      checkQuorum,
      preVote,
      readOnlyOption: readOnly,
      disableProposalForwarding: false,
      disableConfChangeValidation: false,
      stepDownOnRemoval,
      // The same after every reset: the timers are not part of the small world, and no dice are thrown.
      fixedElectionTimeout: ELECTION_TICKS,
      dice: makeDice(0, 'model'),
      brokenRules: this.#settings.brokenRules,
      trace: false,
    };
  }

  #numberOf(place: number, { raft, storage, writes }: Scene): NodeNumber {
    const essence = raft.essence();
    const log = this.#logOf(raft, storage);
    const disk = this.#diskOf(storage);
    const { hardState } = storage.initialState();
    const queue = writes.flatMap(({ message, told }) => [
      told ? 1 : 0,
      ...wordsOf(message),
      message.responses.length,
      ...message.responses.flatMap((response) => [
        response.to === message.from ? 0 : 1,
        ...wordsOf(response),
      ]),
    ]);
    const queueIds = writes.flatMap(({ message }) => [
      message.vote,
      ...message.responses.map(({ to }) => to),
    ]);
    const facts = [...essence.facts, assertNumber(hardState.term), hardState.commit, ...queue];
    const ids = [...essence.ids, hardState.vote, ...queueIds];
    const peers = essence.peers.map((peer) => `${peer.id}:${peer.facts.join(',')}`).join(';');
    const key = `${place} ${log} ${disk} ${facts.join(',')} ${ids.join(',')} ${peers}`;
    const before = this.#numbers.get(key);
    if (before !== undefined) return before;
    const number = this.#states.length;
    this.#numbers.set(key, number);
    const { softState, hardState: known, confState, applied } = raft.status();
    this.#states.push({
      place,
      raft,
      storage,
      writes,
      role: softState.raftState,
      term: assertNumber(raft.term),
      vote: known.vote,
      lead: softState.lead,
      commit: raft.commit,
      applied,
      log,
      disk,
      halves: [confState.voters, confState.votersOutgoing]
        .filter((half) => half.length > 0)
        .map((half) => half.map((id) => this.ids.indexOf(id))),
    });
    const [logLanes, diskLanes] = [this.logs.lanes(log), this.logs.lanes(disk)];
    const logs = [logLanes.a, logLanes.b, diskLanes.a, diskLanes.b];
    const id = this.ids[place] ?? 0;
    this.#addLanes(number, (renaming) => {
      // Members in whatever order: each is mixed by itself, and the sum is what counts.
      let [a, b] = [0, 0];
      for (const peer of essence.peers) {
        const lanes = lanesOf([renamed(renaming, peer.id), ...peer.facts]);
        a = (a + lanes.a) | 0;
        b = (b + lanes.b) | 0;
      }
      return [
        0x6e,
        renamed(renaming, id),
        ...logs,
        ...facts,
        ...ids.map((one) => renamed(renaming, one)),
        a,
        b,
      ];
    });
    return number;
  }

  #addLanes(number: NodeNumber, words: (renaming: Renaming) => number[]): void {
    const width = this.#renamings.length * 2;
    if ((number + 1) * width > this.lanes.length) {
      const larger = new Int32Array(Math.max(this.lanes.length * 2, (number + 1) * width));
      larger.set(this.lanes);
      this.lanes = larger;
    }
    this.#renamings.forEach((renaming, r) => {
      const { a, b } = lanesOf(words(renaming));
      this.lanes[number * width + r * 2] = a;
      this.lanes[number * width + r * 2 + 1] = b;
    });
  }

  #logOf(raft: RawNode, storage: MemoryStorage): LogNumber {
    const { firstIndex, lastIndex, pendingSnapshotIndex } = raft.status();
    if (pendingSnapshotIndex > 0) return this.logs.rootedAt(pendingSnapshotIndex, 0);
    let log = this.#rootOf(storage);
    for (let index = firstIndex; index <= lastIndex; index++) {
      log = this.logs.extend(log, present(raft.logEntry(index), 'an entry within the log is there'));
    }
    return log;
  }

  #diskOf(storage: MemoryStorage): LogNumber {
    const entries = storage.entries(storage.firstIndex(), storage.lastIndex() + 1, Infinity);
    const root = this.#rootOf(storage);
    return typeof entries === 'string' ? root : this.logs.extendAll(root, entries);
  }

  #rootOf(storage: MemoryStorage): LogNumber {
    const before = storage.firstIndex() - 1;
    const term = storage.term(before);
    return this.logs.rootedAt(before, typeof term === 'string' ? 0 : assertNumber(term));
  }
}

const FALLEN: Outcome = {
  to: -1,
  sent: [],
  elected: 0,
  editsLog: false,
  reads: [],
  isNotable: false,
  diskChanged: false,
  logChanged: false,
};

function idsOf(pairs: readonly (readonly [RaftId, NodeId])[]): IdMap {
  return {
    toWire: (node) => pairs.find(([, one]) => one === node)?.[0] ?? node,
    fromWire: (id) => {
      const pair = pairs.find(([wire]) => BigInt(wire) === BigInt(id));
      return pair === undefined ? SAME_IDS.fromWire(id) : pair[1];
    },
  };
}

const NO_MESSAGES: readonly Message[] = [];

/** Client commands are told from other entries by their first byte. */
export const PROPOSAL_MARK = 0x70;

/** A node in the middle of a step. */
class Scene {
  readonly raft: RawNode;
  readonly storage: MemoryStorage;
  readonly sent: Message[] = [];
  readonly reads: { number: number; index: number }[] = [];
  writes: readonly PendingWrite[];
  readonly #settings: ModelSettings;
  readonly #ids: IdMap;
  readonly #member: MemberRules;
  readonly #disk: StorageRules;

  constructor(
    settings: ModelSettings,
    ids: IdMap,
    raft: RawNode,
    storage: MemoryStorage,
    writes: readonly PendingWrite[],
  ) {
    this.#settings = settings;
    this.#ids = ids;
    this.#member = memberRulesWith(settings.brokenRules);
    this.#disk = storageRulesWith(settings.brokenRules);
    this.raft = raft;
    this.storage = storage;
    this.writes = writes;
  }

  /** Everything that follows at once: Readys are taken until there is none, and what goes to the disk is done or waits. */
  settle(): void {
    const { raft } = this;
    while (raft.hasReady()) {
      const ready = raft.ready();
      for (const { requestCtx, index } of ready.readStates)
        this.reads.push({ number: requestCtx[0] ?? 0, index });
      if (this.#settings.storage === 'sync') this.#workOff(ready);
      else for (const message of ready.messages) this.#handOut(message);
    }
  }

  /** The oldest write is done, and what waited for it leaves. */
  finishOldest(): void {
    const [oldest, ...rest] = this.writes;
    if (oldest === undefined) return;
    this.writes = rest;
    this.#finish(oldest.message);
  }

  finishApply({ entries, responses }: MsgStorageApply): void {
    this.#apply(entries);
    for (const response of responses) this.raft.step(response);
  }

  /** Synchronous storage: all of a Ready is written before anything of it is sent (etcd's loop, which lets a leader send first). */
  #workOff({ snapshot, hardState, entries, messages, committedEntries }: Ready): void {
    if (snapshot !== undefined) this.storage.applySnapshot(snapshot);
    if (hardState !== undefined) this.#keep(hardState);
    this.storage.append(entries);
    this.sent.push(...messages);
    this.#apply(committedEntries);
    this.raft.advance();
  }

  #handOut(message: Message): void {
    if (message.to === LOCAL_APPEND_THREAD && message.type === 'MsgStorageAppend') this.#write(message);
    else if (message.to === LOCAL_APPLY_THREAD && message.type === 'MsgStorageApply') {
      this.finishApply(message);
    } else this.sent.push(message);
  }

  #write(message: MsgStorageAppend): void {
    const { disks } = this.#settings;
    const early = this.#toldEarly(message);
    for (const response of early) this.sent.push(response);
    const rest =
      early.length === 0
        ? message
        : { ...message, responses: message.responses.filter((response) => !early.includes(response)) };
    this.writes = [...this.writes, { message: rest, told: early.length > 0 }];
    if (disks === 'steps' || early.length > 0) return;
    // In order: whatever others have been told of too early is written with it.
    while (this.writes.length > 0) this.finishOldest();
  }

  /** What others are told before the write that it vouches for is done: nothing, unless a rule is broken (node/server/ready.ts). */
  #toldEarly({ responses, from }: MsgStorageAppend): readonly Message[] {
    if (this.#member.waitsForDisk('MsgAppResp')) return NO_MESSAGES;
    return responses.filter(({ to, type }) => to !== from && type === 'MsgAppResp');
  }

  #finish({ snapshot, term, vote, commit, entries, responses, from }: MsgStorageAppend): void {
    if (snapshot !== undefined) this.storage.applySnapshot(snapshot);
    if (term !== 0 || vote !== 0 || commit !== 0) this.#keep({ term, vote, commit });
    this.storage.append(entries);
    for (const response of responses) {
      if (response.to === from) this.raft.step(response);
      else this.sent.push(response);
    }
  }

  #keep(next: HardState): void {
    const { hardState } = this.storage.initialState();
    const written = this.#disk.writtenState(next, hardState);
    this.storage.setHardState({ ...written, vote: Number(written.vote) });
  }

  #apply(entries: readonly Entry[]): void {
    for (const { type, data } of entries) {
      if (type !== 'EntryNormal') this.raft.applyConfChange(decodeConfChange(type, data, this.#ids));
    }
  }
}
