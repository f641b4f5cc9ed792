import { describe, expect, it } from 'vitest';
import { runSeed } from './run-seed.ts';
import type { Weights } from './run-options.ts';

/** Members change all the time, and news of it travels slowly. */
const RESTLESS: Partial<Weights> = {
  change: 60,
  cut: 0,
  heal: 0,
  tick: 60,
  campaign: 20,
  crash: 0,
  propose: 5,
  deliver: 300,
  work: 300,
  drop: 60,
  destroy: 0,
  compact: 8,
  snapshotStatus: 5,
};

interface Expectation {
  readonly rule: string;
  /** What breaks, one of these; AssertionError is the core's own: better dead than wrong. */
  readonly breaks: readonly string[];
  /** So many seeds show it, if not fewer. */
  readonly seeds: number;
  readonly weights?: Partial<Weights>;
}

const BROKEN: readonly Expectation[] = [
  { rule: 'voteTwice', breaks: ['VoteOnce', 'VoteDurable', 'ElectionSafety'], seeds: 40 },
  { rule: 'ignoreLogInVote', breaks: ['LeaderCompleteness', 'MatchIsTrue'], seeds: 60 },
  { rule: 'compareLengthOnly', breaks: ['LeaderCompleteness'], seeds: 1500 },
  { rule: 'electedByHalf', breaks: ['QuorumElected', 'ElectionSafety'], seeds: 20 },
  { rule: 'noPreviousCheck', breaks: ['LogMatching'], seeds: 400 },
  {
    rule: 'truncateAlways',
    breaks: ['MatchIsTrue', 'AckDurable', 'QuorumDurability', 'AssertionError'],
    seeds: 40,
  },
  { rule: 'followerCommitsAll', breaks: ['AssertionError', 'StateMachineSafety'], seeds: 40 },
  { rule: 'rawHeartbeatCommit', breaks: ['AssertionError', 'StateMachineSafety'], seeds: 20 },
  { rule: 'commitByHalf', breaks: ['QuorumDurability'], seeds: 20 },
  { rule: 'commitOldTerms', breaks: ['QuorumDurability', 'LeaderCompleteness'], seeds: 2000 },
  {
    rule: 'arbitrary',
    breaks: ['LeaderCompleteness', 'StateMachineSafety', 'ElectionSafety'],
    seeds: 1000,
    weights: RESTLESS,
  },
  { rule: 'readLocally', breaks: ['ReadIndexFresh'], seeds: 1600 },
  { rule: 'readBeforeCommit', breaks: ['ReadIndexFresh'], seeds: 200 },
];

/** The first failure that a rule's breaking leads to. */
function firstFailure({ rule, seeds, weights }: Expectation): string | undefined {
  for (let seed = 1; seed <= seeds; seed++) {
    const { failure } = runSeed(seed, [rule], weights);
    if (failure !== undefined) return failure.property;
  }
  return undefined;
}

describe('with a broken rule', () => {
  it.each(BROKEN)('$rule, a promise is seen to break within $seeds runs', (expectation) => {
    expect(expectation.breaks).toContain(firstFailure(expectation));
  });
});
