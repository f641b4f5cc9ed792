import { describe, expect, it } from 'vitest';
import type { MemoryStorage } from '../../../src/raft/memory-storage.ts';
import { appliedTo, commitTo, makeRaftLog, someUnapplied, type RaftLog } from '../../../src/raft/raft-log.ts';
import { confStateOf, entry, logOf, Network, storageWith } from '../core/harness.ts';

/** Three entries, so many committed and applied. */
function logTo(committed: number, applied: number): RaftLog {
  const log = makeRaftLog(storageWith(confStateOf([1]), logOf('1 1 1')), 1);
  commitTo(log, committed);
  appliedTo(log, applied, 0);
  return log;
}

function longStorage(): MemoryStorage {
  const storage = storageWith(confStateOf([1]));
  for (let index = 1; index <= 3000; index++) storage.append([entry(index < 2500 ? 1 : 2, index)]);
  return storage;
}

describe('the search among unapplied entries', () => {
  it('reads up to the last committed one, and no further', () => {
    const log = logTo(2, 0);
    expect(someUnapplied(log, ({ index }) => index === 2)).toBe(true);
    expect(someUnapplied(log, ({ index }) => index === 3)).toBe(false);
  });

  it('begins after what is applied', () => {
    const log = logTo(2, 1);
    expect(someUnapplied(log, ({ index }) => index === 1)).toBe(false);
    expect(someUnapplied(log, ({ index }) => index === 2)).toBe(true);
  });
});

describe('a storage that forgets thousands of entries', () => {
  it('answers for the rest as before, whenever it tidies up', () => {
    const storage = longStorage();
    for (const upTo of [1, 1023, 1024, 1025, 1600, 2600]) {
      expect(storage.compact(upTo)).toBeUndefined();
      expect(storage.compact(upTo)).toBe('compacted');
      expect([storage.firstIndex(), storage.lastIndex()]).toEqual([upTo + 1, 3000]);
      expect(storage.term(upTo)).toBe(upTo < 2500 ? 1 : 2);
      expect(storage.term(2700)).toBe(2);
      expect(storage.term(3001)).toBe('unavailable');
      expect(storage.entries(2700, 2702, Infinity)).toEqual([entry(2, 2700), entry(2, 2701)]);
      expect(storage.clone().entries(upTo + 1, upTo + 2, Infinity)).toHaveLength(1);
    }
  });

  it('ignores entries that end before the first, and takes what follows it of others', () => {
    const storage = longStorage();
    storage.compact(2600);
    storage.append([entry(2, 2599), entry(2, 2600)]);
    expect([storage.firstIndex(), storage.lastIndex()]).toEqual([2601, 3000]);
    storage.append([entry(2, 2600), entry(3, 2601)]);
    expect([storage.lastIndex(), storage.term(2601)]).toEqual([2601, 3]);
  });
});

describe('a member that was sent a snapshot', () => {
  it('is waited for as long as what it acknowledges does not reach the log', () => {
    const network = Network.of(3);
    network.elect(1);
    network.isolate(3);
    for (const text of ['a', 'b', 'c', 'd']) {
      network.peer(1).propose(text);
      network.run();
    }
    const leader = network.peer(1);
    leader.compact();
    network.heal();
    network.dropType('MsgSnap');
    network.tickAll(2);
    expect(leader.progressOf(3)).toMatchObject({
      state: 'StateSnapshot',
      pendingSnapshot: leader.appliedIndex,
    });
    const ack = { to: 1, from: 3, term: 1, reject: false, rejectHint: 0, logTerm: 0 } as const;
    leader.settle();
    leader.node.step({ type: 'MsgAppResp', index: 2, ...ack });
    expect(leader.progressOf(3)).toMatchObject({ state: 'StateSnapshot', match: 2 });
    expect(leader.settle().filter(({ to }) => to === 3)).toEqual([]);
    leader.node.step({ type: 'MsgAppResp', index: leader.appliedIndex, ...ack });
    expect(leader.progressOf(3).state).toBe('StateReplicate');
  });
});
