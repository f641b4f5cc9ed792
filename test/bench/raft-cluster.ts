import { assert } from '../../src/base/assert.ts';
import type { NodeId } from '../../src/base/flavor.ts';
import { makeDice } from '../../src/base/random.ts';
import type { Entry } from '../../src/raft/entry.ts';
import { MemoryStorage } from '../../src/raft/memory-storage.ts';
import type { Message } from '../../src/raft/message.ts';
import { emptyQueue, enqueue, makeMessageQueue, type MessageQueue } from '../../src/raft/message-queue.ts';
import { RawNode } from '../../src/raft/raw-node.ts';

const COMPACT_EVERY = 10_000;
const KEEP = 1_000;

/** One node of the bench: its storage, its inbox, and what it has applied. */
export class Replica {
  readonly node: RawNode;
  readonly storage = new MemoryStorage();
  readonly inbox: MessageQueue = makeMessageQueue();
  appliedCount = 0;
  appliedBytes = 0;
  checksum = 0;
  private appliedIndex = 1;
  private sinceCompaction = 0;

  constructor(id: NodeId, voters: readonly NodeId[]) {
    const confState = { voters, votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false };
    this.storage.applySnapshot({ index: 1, term: 1, confState, data: undefined });
    this.node = new RawNode({
      id,
      storage: this.storage,
      electionTick: 10,
      heartbeatTick: 1,
      applied: 1,
      asyncStorageWrites: false,
      maxSizePerMsg: 1024 * 1024,
      maxCommittedSizePerReady: 1024 * 1024,
      maxUncommittedEntriesSize: Infinity,
      maxInflightMsgs: 256,
      maxInflightBytes: Infinity,
      checkQuorum: false,
      preVote: false,
      readOnlyOption: 'safe',
      disableProposalForwarding: false,
      disableConfChangeValidation: false,
      stepDownOnRemoval: false,
      dice: makeDice(1, 'bench', id),
      brokenRules: [],
      trace: false,
    });
  }

  apply(entries: readonly Entry[]): void {
    for (let i = 0; i < entries.length; i++) {
      const { data, index } = entries[i] as Entry;
      this.appliedIndex = index;
      if (data === undefined) continue;
      this.appliedCount++;
      this.appliedBytes += data.length;
      for (let at = 0; at < 8; at++)
        this.checksum = (Math.imul(this.checksum, 31) + (data[at] as number)) | 0;
    }
    this.sinceCompaction += entries.length;
    if (this.sinceCompaction < COMPACT_EVERY) return;
    this.sinceCompaction = 0;
    this.storage.compact(this.appliedIndex - KEEP);
  }
}

/** All nodes of a cluster in one process, with links that lose and delay nothing. */
export class Cluster {
  readonly replicas: readonly Replica[];
  delivered = 0;

  constructor(size: number) {
    const voters = Array.from({ length: size }, (_, i) => i + 1);
    this.replicas = voters.map((id) => new Replica(id, voters));
    this.leader.campaign();
    this.drain();
    assert(this.leader.status().softState.raftState === 'StateLeader', 'node 1 wins');
  }

  get leader(): RawNode {
    return this.replica(1).node;
  }

  /** Visits the nodes in turn until a whole round does nothing. */
  drain(): void {
    let busy = true;
    while (busy) {
      busy = false;
      for (let i = 0; i < this.replicas.length; i++) if (this.visit(this.replicas[i] as Replica)) busy = true;
    }
  }

  /** Everybody has applied the same. */
  verify(count: number): void {
    const first = this.replica(1);
    for (const replica of this.replicas) {
      assert(replica.appliedCount === count, `${replica.appliedCount} of ${count} proposals applied`);
      assert(replica.appliedBytes === first.appliedBytes, 'all have applied as many bytes');
      assert(replica.checksum === first.checksum, 'all have applied the same bytes');
    }
  }

  private visit(replica: Replica): boolean {
    const { node, inbox } = replica;
    const received = inbox.length;
    if (received > 0) {
      this.delivered += received;
      for (let i = 0; i < received; i++) node.step(inbox.items[i] as Message);
      emptyQueue(inbox);
    }
    if (!node.hasReady()) return received > 0;
    const ready = node.ready();
    if (ready.hardState !== undefined) replica.storage.setHardState(ready.hardState);
    replica.storage.append(ready.entries);
    replica.apply(ready.committedEntries);
    const { messages } = ready;
    for (let i = 0; i < messages.length; i++) {
      const message = messages[i] as Message;
      enqueue(this.replica(message.to).inbox, message);
    }
    node.advance();
    return true;
  }

  private replica(id: NodeId): Replica {
    return this.replicas[id - 1] as Replica;
  }
}
