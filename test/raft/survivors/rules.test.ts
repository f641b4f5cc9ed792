import { emptyTrackerConfig } from '../../../src/raft/confchange/changer.ts';
import { describe, expect, it } from 'vitest';
import { rulesWith } from '../../../src/raft/rules.ts';
import { commitTo, makeRaftLog } from '../../../src/raft/raft-log.ts';
import { confStateOf, configFor, entry, logOf, Network, Peer, storageWith } from '../core/harness.ts';
import { textBytes } from '../core/text.ts';

const log = () => makeRaftLog(storageWith(confStateOf([1]), logOf('1 1 2')), Infinity);

/** Where a broken rule of conflicts finds one, in the log above with its first entry committed. */
function foundBy(rule: string): (...entries: [term: number, index: number][]) => number {
  return (...entries) => {
    const own = log();
    commitTo(own, 1);
    return rulesWith([rule]).conflictIndex(
      own,
      entries.map(([term, index]) => entry(term, index)),
    );
  };
}

describe('the rule of counting', () => {
  it('[R-5.4.2] commits nothing of a term 0, which nobody leads', () => {
    const { commitsByCounting } = rulesWith([]);
    expect(commitsByCounting(0, 0)).toBe(false);
    expect([commitsByCounting(2, 2), commitsByCounting(1, 2), commitsByCounting(undefined, 2)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('commits any term when it is broken, but only what is there', () => {
    const { commitsByCounting } = rulesWith(['commitOldTerms']);
    expect([commitsByCounting(1, 2), commitsByCounting(undefined, 2)]).toEqual([true, false]);
  });
});

describe('the consistency check', () => {
  it('[R-5.3] asks for the very entry before; broken, only for any entry there', () => {
    expect([2, 3, 4].map((index) => rulesWith([]).previousMatches(log(), index, 2))).toEqual([
      false,
      true,
      false,
    ]);
    const broken = rulesWith(['noPreviousCheck']);
    expect([2, 3, 4].map((index) => broken.previousMatches(log(), index, 2))).toEqual([true, true, false]);
  });
});

describe('a leader', () => {
  it('[R-8] asks a quorum before it answers a read; broken, it answers what it has', () => {
    for (const brokenRules of [[], ['readLocally']]) {
      const network = Network.of(3, { brokenRules });
      network.elect(1);
      network.isolate(1);
      network.peer(1).node.readIndex(textBytes('r'));
      network.run();
      expect(network.peer(1).reads).toHaveLength(brokenRules.length);
    }
  });

  it('[R-thesis-4.1] lets a change of members wait for what it found in its log; broken, for nothing', () => {
    for (const [brokenRules, pendingConfIndex] of [
      [[], 2],
      [['changeMembersAtOnce'], 0],
    ] as const) {
      const network = Network.withLogs(['1 1', '', ''], { brokenRules });
      network.elect(1);
      expect(network.peer(1).node.status().pendingConfIndex).toBe(pendingConfIndex);
    }
  });
});

const five = { ...emptyTrackerConfig, incoming: [1, 2, 3, 4, 5] };

/** Of an election among so many voters of whom so many have granted their vote, by half of them. */
function result(voters: number, granted: number): string {
  const { electionResult } = rulesWith(['electedByHalf']);
  const incoming = five.incoming.slice(0, voters);
  return electionResult({ ...five, incoming }, (id) => (id <= granted ? true : undefined));
}

describe('a broken rule', () => {
  it('of elections is content with half of the voters, rounded down, but at least one', () => {
    expect([result(5, 1), result(5, 2), result(4, 1), result(4, 2)]).toEqual([
      'pending',
      'won',
      'pending',
      'won',
    ]);
    expect([result(1, 0), result(1, 1), result(2, 0), result(2, 1)]).toEqual([
      'pending',
      'won',
      'pending',
      'won',
    ]);
  });

  it('of commits is content with half of the voters of each half', () => {
    const { committedIndex } = rulesWith(['commitByHalf']);
    const matches = [5, 1, 4, 2, 3];
    const match = (id: number): number | undefined => matches[id - 1];
    expect(committedIndex(five, match)).toBe(4);
    expect(committedIndex({ ...five, outgoing: [2, 4] }, match)).toBe(2);
    expect(committedIndex({ ...five, incoming: [2, 6] }, match)).toBe(1);
    expect(committedIndex({ ...five, incoming: [1] }, match)).toBe(5);
  });

  describe('of conflicts', () => {
    it('finds one in the first entry that it may replace', () => {
      const found = foundBy('replaceEqual');
      expect([found(), found([1, 1])]).toEqual([0, 0]);
      expect([found([1, 1], [1, 2]), found([1, 2], [2, 3]), found([2, 3])]).toEqual([2, 2, 3]);
      expect([found([1, 1], [9, 2]), found([1, 2], [9, 3]), found([9, 1])]).toEqual([2, 2, 1]);
    });

    it('finds one where the message ends, if the log goes on behind it', () => {
      const found = foundBy('truncateAlways');
      expect([found(), found([1, 1])]).toEqual([0, 0]);
      expect([found([1, 1], [1, 2]), found([1, 2]), found([1, 2], [2, 3]), found([2, 3])]).toEqual([
        2, 2, 0, 0,
      ]);
      expect([found([1, 1], [9, 2]), found([1, 2], [9, 3]), found([9, 1])]).toEqual([2, 3, 1]);
    });
  });

  it('of old messages takes old appends, and nothing else, for new', () => {
    const peer = new Peer(
      configFor(1, storageWith(confStateOf([1, 2]), logOf('1'), { term: 3 }), {
        brokenRules: ['acceptOldAppends'],
      }),
    );
    peer.node.step({ type: 'MsgHeartbeat', to: 1, from: 2, term: 2, commit: 1, context: undefined });
    expect(peer.state).toMatchObject({ term: 3, commit: 0 });
    const append = { type: 'MsgApp', to: 1, from: 2, term: 2, index: 1, logTerm: 1 } as const;
    peer.node.step({ ...append, entries: [entry(2, 2)], commit: 0 });
    expect([peer.state.term, peer.terms]).toEqual([3, '1 2']);
  });
});
