import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { LogIndex, NodeId } from '../../../src/base/flavor.ts';
import {
  jointCommitted,
  jointVoteResult,
  majorityCommitted,
  voteResult,
} from '../../../src/raft/quorum/quorum.ts';
import type { VoteResult } from '../../../src/raft/quorum/quorum.ts';

/** By the definition: the largest of the indexes anybody named (or 0) that more than half have reached. */
function naiveCommitted(voters: readonly NodeId[], acked: ReadonlyMap<NodeId, LogIndex>): LogIndex {
  if (voters.length === 0) return Infinity;
  const reached = (index: LogIndex) => voters.filter((id) => (acked.get(id) ?? 0) >= index).length;
  const candidates = [0, ...acked.values()].filter((index) => reached(index) * 2 > voters.length);
  return Math.max(...candidates);
}

/** By enumeration: what can still come out, over every way the missing votes may fall. */
function naiveVote(halves: readonly (readonly NodeId[])[], votes: ReadonlyMap<NodeId, boolean>): VoteResult {
  const missing = [...new Set(halves.flat())].filter((id) => !votes.has(id));
  const outcomes = new Set<boolean>();
  for (let fall = 0; fall < 2 ** missing.length; fall++) {
    const granted = (id: NodeId) => votes.get(id) ?? ((fall >> missing.indexOf(id)) & 1) === 1;
    outcomes.add(halves.every((half) => half.length === 0 || half.filter(granted).length * 2 > half.length));
  }
  if (outcomes.size === 2) return 'pending';
  return outcomes.has(true) ? 'won' : 'lost';
}

const members = (maxLength: number) =>
  fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength }).map((ids) => ids.toSorted((a, b) => a - b));
const acks = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.oneof(fc.nat({ max: 6 }), fc.maxSafeNat())), {
    maxLength: 14,
  })
  .map((pairs) => new Map(pairs));
const ballots = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.boolean()), { maxLength: 14 })
  .map((pairs) => new Map(pairs));
const runs = { numRuns: 2000 };

describe('a majority', () => {
  test.prop([members(12), acks], runs)('has committed what counting says', (voters, acked) => {
    expect(majorityCommitted(voters, (id) => acked.get(id))).toBe(naiveCommitted(voters, acked));
  });

  test.prop([members(9), ballots], runs)(
    'elects as soon as the missing votes cannot matter',
    (voters, votes) => {
      expect(voteResult(voters, (id) => votes.get(id))).toBe(naiveVote([voters], votes));
    },
  );

  it('of nobody has committed everything and has won', () => {
    expect(majorityCommitted([], () => 5)).toBe(Infinity);
    expect(voteResult([], () => false)).toBe('won');
  });

  it('of one is that one', () => {
    expect(majorityCommitted([7], (id) => (id === 7 ? 12 : undefined))).toBe(12);
    expect(majorityCommitted([7], () => undefined)).toBe(0);
  });

  it('of four needs three, and half of the votes is not yet lost', () => {
    const index = new Map([
      [1, 10],
      [2, 20],
      [3, 30],
      [4, 40],
    ]);
    expect(majorityCommitted([1, 2, 3, 4], (id) => index.get(id))).toBe(20);
    const two = new Map([[1, false]]);
    expect(voteResult([1, 2, 3, 4], (id) => two.get(id))).toBe('pending');
    two.set(2, false);
    expect(voteResult([1, 2, 3, 4], (id) => two.get(id))).toBe('lost');
  });
});

describe('two majorities at once', () => {
  test.prop([members(9), members(9), acks], runs)(
    'have committed what both have',
    (incoming, outgoing, acked) => {
      expect(jointCommitted(incoming, outgoing, (id) => acked.get(id))).toBe(
        Math.min(naiveCommitted(incoming, acked), naiveCommitted(outgoing, acked)),
      );
    },
  );

  test.prop([members(5), members(5), ballots], runs)('lose when either does', (incoming, outgoing, votes) => {
    const result = jointVoteResult(incoming, outgoing, (id) => votes.get(id));
    const halves = new Set([naiveVote([incoming], votes), naiveVote([outgoing], votes)]);
    const expected = halves.has('lost') ? 'lost' : halves.has('pending') ? 'pending' : 'won';
    expect(result).toBe(expected);
    expect(jointVoteResult(outgoing, incoming, (id) => votes.get(id))).toBe(expected);
  });

  test.prop([members(5), members(5), ballots], runs)(
    'are never called won or lost while the missing votes can turn it',
    (incoming, outgoing, votes) => {
      const result = jointVoteResult(incoming, outgoing, (id) => votes.get(id));
      const possible = naiveVote([incoming, outgoing], votes);
      if (possible === 'pending') expect(result).toBe('pending');
      if (result !== 'pending') expect(possible).toBe(result);
    },
  );
});
