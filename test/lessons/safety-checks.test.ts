import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/raft/entry.ts';
import { SafetyChecks, type Observation } from '../../src/lessons/world/safety-checks.ts';
import { outcomeOf } from './run-text.ts';

/** A log by the terms of its entries, from index 1. */
function log(...terms: number[]): Entry[] {
  return terms.map((term, i) => ({ type: 'EntryNormal', term, index: i + 1, data: undefined }));
}

function seen(id: number, fields: Partial<Observation>): Observation {
  return {
    id,
    term: 1,
    isLeader: false,
    commit: 0,
    first: 1,
    log: [],
    hashes: [],
    ticks: 0,
    step: 0,
    ...fields,
  };
}

/** After revision 2. */
function stateOf(hash: number): Partial<Observation> {
  return { hashes: [{ revision: 2, compactRevision: 0, hash }] };
}

function found(...observations: Observation[]): string[] {
  const checks = new SafetyChecks();
  for (const observation of observations) checks.observe(observation);
  return checks.violations.map(({ name }) => name);
}

describe('a check of safety', () => {
  it('reports two leaders of one term, once', () => {
    const leader = { isLeader: true };
    expect(found(seen(1, leader), seen(2, { ...leader, term: 2 }), seen(1, leader))).toEqual([]);
    expect(found(seen(1, leader), seen(2, leader), seen(2, leader))).toEqual(['ElectionSafety']);
  });

  it('reports a leader that loses an entry, and not one that compacts', () => {
    const leading = { isLeader: true, term: 2 };
    expect(found(seen(1, { ...leading, log: log(1, 2) }), seen(1, { ...leading, log: log(1) }))).toEqual([
      'LeaderAppendOnly',
    ]);
    expect(
      found(
        seen(1, { ...leading, log: log(1, 2) }),
        seen(1, { ...leading, first: 2, log: log(1, 2).slice(1) }),
      ),
    ).toEqual([]);
  });

  it('reports equal entries after different ones', () => {
    expect(found(seen(1, { log: log(1, 3) }), seen(2, { log: log(2, 3) }))).toEqual(['LogMatching']);
    expect(found(seen(1, { log: log(1, 3) }), seen(2, { log: log(2, 4) }))).toEqual([]);
  });

  it('reports an index committed with two contents', () => {
    const first = seen(1, { log: log(1, 1), commit: 2 });
    expect(found(first, seen(2, { log: log(1, 2), commit: 2 }))).toEqual(['StateMachineSafety']);
    expect(found(first, seen(2, { log: log(1, 2), commit: 1 }))).toEqual([]);
  });

  it('reports a leader without what was committed before its term', () => {
    const first = seen(1, { log: log(1, 1), commit: 2 });
    expect(found(first, seen(2, { isLeader: true, term: 2, log: log(1) }))).toEqual(['LeaderCompleteness']);
    expect(found(first, seen(2, { isLeader: true, term: 1, log: log(1) }))).toEqual([]);
  });

  it('reports replicas that differ at one revision', () => {
    expect(found(seen(1, stateOf(7)), seen(2, stateOf(7)))).toEqual([]);
    expect(found(seen(1, stateOf(7)), seen(2, stateOf(8)))).toEqual(['StateHashAgreement']);
  });
});

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
  it('fails at the line of the report when no line expects it', () => {
    expect(
      outcomeOf(
        'cluster voters=1,2,3 bug=voteTwice',
        'manual',
        'campaign 1',
        'campaign 2',
        'auto',
        'expect 1 term=1',
      ),
    ).toMatch(/^5: expected no violation, got violation ElectionSafety: n\d and n\d both lead term 1$/);
  });

  it('is reported under the name of the promise, and not under another', () => {
    const run = ['cluster voters=1,2,3 bug=voteTwice', 'manual', 'campaign 1', 'campaign 2', 'auto'];
    expect(outcomeOf(...run, 'expect violation ElectionSafety node=1')).toBe('passed');
    expect(outcomeOf(...run, 'expect violation StateHashAgreement')).toMatch(
      /^6: expected violation StateHashAgreement, got violation ElectionSafety/,
    );
    expect(
      outcomeOf(...run, 'expect violation ElectionSafety', 'expect no-violation ElectionSafety'),
    ).toMatch(/^7: expected no violation of ElectionSafety, got violation ElectionSafety/);
  });

  it('missing where a violation is expected fails too', () => {
    expect(outcomeOf('cluster voters=1,2,3', 'campaign 1', 'expect violation ElectionSafety')).toBe(
      '3: expected violation ElectionSafety, got no violation',
    );
  });

  it('shows different states of equal logs only in the hashes', () => {
    expect(
      outcomeOf(
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

  it('overwrites a committed entry once old terms are committed by counting', () => {
    const options = 'cluster voters=1,2,3,4,5 oneEntryPerMsg';
    expect(
      outcomeOf(`${options} bug=commitOldTerms`, ...figure8, 'expect violation StateMachineSafety'),
    ).toBe('passed');
    expect(outcomeOf(options, ...figure8, 'expect no-violation StateMachineSafety')).toBe('passed');
  });
});
