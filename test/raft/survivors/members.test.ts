import { describe, expect, it } from 'vitest';
import { MemoryStorage } from '../../../src/raft/memory-storage.ts';
import type { Message, MsgAppResp } from '../../../src/raft/message.ts';
import { becomeProbe, makeProgress } from '../../../src/raft/progress.ts';
import type { StorageError } from '../../../src/raft/storage.ts';
import { confStateOf, configFor, Network, ofType, Peer, type Options } from '../core/harness.ts';

/** A storage whose entries are compacted just when they are asked for. */
class CompactingStorage extends MemoryStorage {
  compacting = false;

  override entries(lo: number, hi: number, maxSize: number): ReturnType<MemoryStorage['entries']> {
    const compacted: StorageError = 'compacted';
    return this.compacting ? compacted : super.entries(lo, hi, maxSize);
  }
}

function ack(index: number, rest: Partial<MsgAppResp> = {}): Message {
  return {
    type: 'MsgAppResp',
    to: 1,
    from: 2,
    term: 1,
    index,
    reject: false,
    rejectHint: 0,
    logTerm: 0,
    ...rest,
  };
}

const beat: Message = { type: 'MsgHeartbeatResp', to: 1, from: 2, term: 1, context: undefined };

/** Node 1 leads node 2, has so many entries that node 2 has not acknowledged, and nothing more to send. */
function leaderOfTwo(entries: number, options: Options = {}): Peer {
  const network = Network.of(2, options);
  network.elect(1);
  const leader = network.peer(1);
  for (let i = 0; i < entries; i++) leader.propose('x');
  leader.settle();
  leader.node.takeTrace();
  return leader;
}

describe('a leader and a member that misses something', () => {
  it('asks again after a sign of life, though all has been sent: the answer tells what was lost', () => {
    const leader = leaderOfTwo(3);
    expect(leader.progressOf(2)).toMatchObject({ state: 'StateReplicate', match: 1, next: 5 });
    leader.node.step(beat);
    expect(ofType(leader.settle(), 'MsgApp')).toMatchObject([{ index: 4, entries: [] }]);
    leader.node.step(ack(4));
    leader.settle();
    leader.node.step(beat);
    expect(ofType(leader.settle(), 'MsgApp')).toEqual([]);
  });

  it('sends nothing into a window that an acknowledgement has not opened', () => {
    const network = Network.of(5, { maxInflightMsgs: 2 });
    network.elect(1);
    const leader = network.peer(1);
    const sent = (): Message[] => leader.settle().filter(({ type, to }) => type === 'MsgApp' && to === 2);
    const entries = [1, 2, 3].map(
      () => ({ type: 'EntryNormal', term: 0, index: 0, data: undefined }) as const,
    );
    for (let times = 0; times < 3; times++)
      leader.node.step({ type: 'MsgProp', to: 1, from: 1, term: 0, entries });
    expect(sent()).toHaveLength(2);
    leader.node.step(ack(2));
    expect(leader.progressOf(2)).toMatchObject({ match: 2, inflight: 2 });
    expect(sent()).toEqual([]);
    leader.node.step(ack(4));
    expect(sent()).toHaveLength(1);
  });

  it('probes at the very hint of a rejection that names no term', () => {
    const leader = leaderOfTwo(6);
    leader.node.step(ack(3));
    leader.node.reportUnreachable(2);
    leader.node.step(beat);
    leader.settle();
    expect(leader.progressOf(2)).toMatchObject({ state: 'StateProbe', next: 4 });
    const behind = leaderOfTwo(6);
    behind.node.step(ack(7, { reject: true, rejectHint: 5, logTerm: 0 }));
    expect(behind.progressOf(2)).toMatchObject({ state: 'StateProbe', match: 1, next: 2 });
    expect(ofType(behind.settle(), 'MsgApp').map(({ index }) => index)).toEqual([1]);
    const network = Network.withLogs(['1 1 1 1 1 1', '1']);
    network.dropType('MsgApp');
    network.peer(1).node.campaign();
    network.run();
    const fresh = network.peer(1);
    fresh.node.step(ack(6, { term: 2, reject: true, rejectHint: 3, logTerm: 0 }));
    expect(fresh.progressOf(2)).toMatchObject({ state: 'StateProbe', match: 0, next: 4 });
  });

  it('probes one that has everything, too, until it answers', () => {
    const leader = leaderOfTwo(1);
    leader.node.step(ack(2));
    leader.settle();
    leader.node.reportUnreachable(2);
    leader.node.step(beat);
    expect(ofType(leader.settle(), 'MsgApp')).toMatchObject([{ index: 2, entries: [] }]);
    leader.node.step(ack(2));
    expect(leader.progressOf(2).state).toBe('StateReplicate');
  });

  it('believes one that answers a probe before what there is of the log, and sends it a snapshot', () => {
    const network = Network.of(3);
    network.elect(1);
    const leader = network.peer(1);
    network.isolate(2);
    for (const text of ['a', 'b', 'c', 'd']) {
      leader.propose(text);
      network.run();
    }
    leader.node.reportUnreachable(2);
    leader.compact();
    leader.node.takeTrace();
    leader.node.step(ack(3));
    const told = leader.node.takeTrace();
    expect(told.flatMap((one) => (one.type === 'progressChanged' ? [[one.before, one.after]] : []))).toEqual([
      ['StateProbe', 'StateReplicate'],
      ['StateReplicate', 'StateSnapshot'],
    ]);
  });

  it('takes no acknowledgement from before the probe for its answer', () => {
    const leader = leaderOfTwo(3);
    leader.node.step(ack(3));
    leader.node.reportUnreachable(2);
    leader.node.step(ack(2));
    expect(leader.progressOf(2)).toMatchObject({ state: 'StateProbe', match: 3 });
    leader.node.step(ack(3));
    expect(leader.progressOf(2)).toMatchObject({ state: 'StateReplicate', match: 3 });
  });

  it('sends a snapshot when the entries go while it reads them, but not only to fill a window', () => {
    const storage = new CompactingStorage(confStateOf([1, 2]));
    const leader = new Peer(configFor(1, storage));
    leader.node.campaign();
    leader.settle();
    leader.node.step({ type: 'MsgVoteResp', to: 1, from: 2, term: 1, reject: false });
    leader.settle();
    leader.node.step(ack(1));
    leader.settle();
    leader.propose('x');
    leader.settle();
    leader.node.step(ack(2));
    leader.settle();
    leader.compact();
    leader.node.reportUnreachable(2);
    leader.propose('y');
    leader.settle();
    leader.node.reportUnreachable(2);
    storage.compacting = true;
    leader.node.step(beat);
    expect(ofType(leader.settle(), 'MsgSnap')).toMatchObject([{ to: 2, snapshot: { index: 2 } }]);
    expect(leader.progressOf(2).state).toBe('StateSnapshot');
  });
});

describe('the commit index that a member was told', () => {
  it('is at most what a probe can use', () => {
    const window = { messages: 8, bytes: Infinity };
    for (const [sentCommit, after] of [
      [7, 3],
      [2, 2],
    ] as const) {
      const progress = { ...makeProgress(2, 9, false, true, window), match: 3, sentCommit };
      becomeProbe(progress);
      expect(progress).toMatchObject({ next: 4, sentCommit: after });
    }
  });
});
