import { describe, expect, it } from 'vitest';
import { outcomeOf } from './run-text.ts';

/** The paper's figure 8, (a) to (d): n5 overwrites what a majority held. */
const figure8 = [
  'load 1 log=1,2 term=3 commit=1',
  'load 2 log=1,2 term=3 commit=1',
  'load 3 log=1 term=3 vote=5 commit=1',
  'load 4 log=1 term=3 vote=5 commit=1',
  'load 5 log=1,3 term=3 vote=5 commit=1',
  'crash 5',
  'manual',
  'campaign 1',
  'ready 1',
  'deliver 1>2 MsgVote',
  'deliver 1>3 MsgVote',
  'ready 2,3',
  'deliver 2>1 MsgVoteResp',
  'deliver 3>1 MsgVoteResp',
  'ready 1',
  'deliver 1>2 MsgApp',
  'deliver 1>3 MsgApp',
  'ready 2,3',
  'deliver 2>1 MsgAppResp',
  'deliver 3>1 MsgAppResp',
  'ready 1',
  'deliver 1>3 MsgApp',
  'ready 3',
  'deliver 3>1 MsgAppResp',
  'expect 1 pr.2=Replicate:3/4 pr.3=Replicate:2/4',
  'ready 1',
  'crash 1',
  'restart 5',
  'discard 1>2,1>3,1>4,1>5',
  'auto',
  'campaign 5',
  'campaign 5',
];

describe('a run with a rule of raft broken', () => {
  it('fails at the line of the report when no line expects it', async () => {
    expect(
      await outcomeOf(
        'cluster voters=1,2,3 bug=voteTwice',
        'manual',
        'campaign 1',
        'campaign 2',
        'auto',
        'expect 1 term=1',
      ),
    ).toMatch(
      /^5: expected no violation, got violation VoteOnce: in term 1 node 1 has voted for node 1 \(event \d+\) and now for node 2$/,
    );
  });

  it('is reported under the name of the promise, and not under another', async () => {
    const run = ['cluster voters=1,2,3 bug=voteTwice', 'manual', 'campaign 1', 'campaign 2', 'auto'];
    expect(await outcomeOf(...run, 'expect violation ElectionSafety node=1')).toBe('passed');
    // Before two can lead a term, somebody has voted twice in it: that is found first, and nothing else.
    expect(await outcomeOf(...run, 'expect violation StateHashAgreement')).toMatch(
      /^6: expected violation StateHashAgreement, got violation VoteOnce: [^;]*; (violation Vote(Once|Durable): [^;]*; )*violation ElectionSafety: term 1 is led by node 2 since event \d+ and now by node 1/,
    );
    expect(
      await outcomeOf(...run, 'expect violation ElectionSafety', 'expect no-violation ElectionSafety'),
    ).toMatch(/^7: expected no violation of ElectionSafety, got violation ElectionSafety/);
  });

  it('missing where a violation is expected fails too', async () => {
    expect(await outcomeOf('cluster voters=1,2,3', 'campaign 1', 'expect violation ElectionSafety')).toBe(
      '3: expected violation ElectionSafety, got no violation',
    );
  });

  it('shows different states of equal logs only in the hashes', async () => {
    expect(
      await outcomeOf(
        'cluster voters=1,2,3 bug=randomApply@2',
        'campaign 1',
        'propose 1 x=1',
        'propose 1 y=2',
        'expect 1,2,3 commit=3 applied=3',
        'expect violation StateHashAgreement at rev=2 node=2',
        'expect no-violation StateMachineSafety LogMatching ElectionSafety',
      ),
    ).toBe('passed');
  });

  it('overwrites a committed entry once old terms are committed by counting', async () => {
    const options = 'cluster voters=1,2,3,4,5 oneEntryPerMsg';
    expect(
      await outcomeOf(`${options} bug=commitOldTerms`, ...figure8, 'expect violation StateMachineSafety'),
    ).toBe('passed');
    expect(await outcomeOf(options, ...figure8, 'expect no-violation StateMachineSafety')).toBe('passed');
  });
});
