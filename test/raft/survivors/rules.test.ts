import { describe, expect, it } from 'vitest';
import { rulesWith } from '../../../src/raft/rules.ts';
import { makeRaftLog } from '../../../src/raft/raft-log.ts';
import { confStateOf, logOf, Network, storageWith } from '../core/harness.ts';
import { textBytes } from '../core/text.ts';

const log = () => makeRaftLog(storageWith(confStateOf([1]), logOf('1 1 2')), Infinity);

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
