import { whyNoLeader } from '../../src/explain/why/no-leader.ts';
import { describe, expect, it } from 'vitest';
import type { Frame, Inspection } from '../../src/lab/frame/frame.ts';
import { whyWaiting } from '../../src/view/say/why-waiting.ts';
import { whyNotCommitted } from '../../src/view/say/why.ts';
import { allLinks, entries, memberView, nodeFrame, openingFrame, splitFrame } from '../ui/fixtures/frame.ts';

type EntryInspection = Extract<Inspection, { type: 'entry' }>;

function inspection(
  index: number,
  stableOn: readonly number[],
  hasOn = stableOn,
  committed = false,
): EntryInspection {
  const [entry] = entries(index, index);
  if (!entry) throw new Error('no entry');
  return {
    type: 'entry',
    entry,
    on: [1, 2, 3, 4, 5].map((id) => ({
      id,
      has: hasOn.includes(id),
      stable: stableOn.includes(id),
      committed,
      applied: false,
      otherTerm: undefined,
    })),
    key: undefined,
    value: undefined,
    origin: undefined,
    call: undefined,
    messages: [],
    committedAt: [],
  };
}

describe('why an entry is not committed', () => {
  it('names who has it on disk, how many it takes, and what keeps each of the others', () => {
    expect(whyNotCommitted(splitFrame(), inspection(11, [1], [1, 4]))).toEqual({
      type: 'noQuorum',
      rule: 'committedIndex',
      have: [1],
      voters: 5,
      need: 3,
      missing: [
        { id: 2, because: 'cutOff' },
        { id: 3, because: 'cutOff' },
        { id: 4, because: 'notSynced' },
        { id: 5, because: 'killed' },
      ],
      leader: 1,
      matches: [11, 11, 10, 10, 8],
      counted: 10,
      commit: 10,
    });
  });

  it('is nothing to ask of one that is committed', () => {
    expect(whyNotCommitted(splitFrame(), inspection(10, [1, 2, 3, 4], [1, 2, 3, 4], true))).toBeUndefined();
  });

  it('is the older term when enough disks have it (§5.4.2)', () => {
    expect(whyNotCommitted(splitFrame(), inspection(9, [1, 2, 4]))).toEqual({
      type: 'olderTerm',
      rule: 'commitsByCounting',
      entryTerm: 3,
      term: 4,
      leader: 1,
    });
  });

  it('speaks of the half of a joint configuration that lacks most', () => {
    const frame = splitFrame();
    const conf = {
      voters: [1, 4, 5],
      votersOutgoing: [1, 2, 3],
      learners: [],
      learnersNext: [],
      autoLeave: true,
    };
    const joint: Frame = {
      ...frame,
      nodes: frame.nodes.map((node) =>
        node.id === 1 && node.view
          ? Object.assign({}, node, { view: { ...node.view, confState: conf } })
          : node,
      ),
    };
    expect(whyNotCommitted(joint, inspection(11, [1, 4]))).toMatchObject({ have: [1], voters: 3, need: 2 });
  });
});

describe('why there is no leader', () => {
  it('is nothing to ask while one leads', () => expect(whyNoLeader(splitFrame())).toBeUndefined());

  it('names the node whose timer runs out first', () => {
    expect(whyNoLeader(openingFrame())).toEqual({
      type: 'waiting',
      rule: 'randomizedTimeout',
      node: 3,
      ticks: 1,
      inMicros: 60_000,
    });
  });

  it('counts the votes of who asks', () => {
    const frame = openingFrame();
    const asking = memberView(3, {
      state: 'StateCandidate',
      term: 1,
      votes: [
        { id: 1, vote: 'granted' },
        { id: 2, vote: 'rejected' },
        { id: 3, vote: 'granted' },
      ],
    });
    const nodes = frame.nodes.map((node) => (node.id === 3 ? nodeFrame(3, asking) : node));
    expect(whyNoLeader({ ...frame, nodes })).toEqual({
      type: 'asking',
      rule: 'electionResult',
      node: 3,
      pre: false,
      term: 1,
      granted: 2,
      need: 3,
    });
  });

  it('is too few up, or too few together', () => {
    const frame = openingFrame();
    const nodes = frame.nodes.map((node) =>
      node.id <= 3 ? Object.assign({}, node, { status: 'killed' as const }) : node,
    );
    expect(whyNoLeader({ ...frame, nodes })).toEqual({
      type: 'tooFewUp',
      rule: 'electionResult',
      up: 2,
      voters: 5,
      need: 3,
    });
    const links = allLinks([1, 2, 3, 4, 5], (from, to) => ({
      cut: Math.ceil(from / 2) !== Math.ceil(to / 2),
    }));
    expect(whyNoLeader({ ...frame, links })).toEqual({
      type: 'split',
      rule: 'electionResult',
      largest: [1, 2],
      need: 3,
    });
  });
});

const voting = (votes: readonly number[], candidates: readonly number[]): Frame => {
  const frame = openingFrame();
  const nodes = frame.nodes.map((node) =>
    nodeFrame(
      node.id,
      memberView(node.id, {
        term: 2,
        vote: votes[node.id - 1] ?? 0,
        state: candidates.includes(node.id) ? 'StateCandidate' : 'StateFollower',
        randomizedElectionTimeout: 10 + node.id,
        electionElapsed: 5,
      }),
    ),
  );
  return { ...frame, nodes };
};

const pending = (kind: 'get' | 'put') => {
  const frame = splitFrame();
  const call = frame.requests.find(({ status }) => status === 'pending');
  if (!call) throw new Error('no pending call');
  return whyWaiting(frame, { ...call, node: 1, kind });
};

describe('why a vote elects nobody', () => {
  it('is a split vote when nobody can get enough any more: who has which votes, and whose timer is next', () => {
    expect(whyNoLeader(voting([1, 1, 3, 3, 5], [1, 3, 5]))).toMatchObject({
      type: 'splitVote',
      term: 2,
      need: 3,
      shares: [
        { candidate: 1, from: [1, 2] },
        { candidate: 3, from: [3, 4] },
        { candidate: 5, from: [5] },
      ],
      next: { node: 1, ticks: 6 },
    });
  });

  it('stays one when the candidates have counted their refusals and are followers again', () => {
    expect(whyNoLeader(voting([1, 1, 3, 3, 5], []))).toMatchObject({ type: 'splitVote', term: 2 });
  });

  it('is none while one of them may still win', () => {
    expect(whyNoLeader(voting([1, 1, 3, 3, 0], [1, 3]))).toMatchObject({ type: 'asking' });
  });
});

describe('why a call waits', () => {
  it('names the quorum that is missing, of a read and of a change, and until when', () => {
    for (const [kind, wants] of [
      ['get', 'read'],
      ['put', 'change'],
    ] as const) {
      const why = pending(kind);
      expect(why).toMatchObject({
        type: 'noQuorum',
        wants,
        leader: 1,
        have: [1, 4],
        voters: 5,
        need: 3,
        missing: [
          { id: 2, because: 'cutOff' },
          { id: 3, because: 'cutOff' },
          { id: 5, because: 'killed' },
        ],
      });
      const call = splitFrame().requests.find(({ status }) => status === 'pending');
      expect(why?.givesUpAt).toBe((call?.invokedAt ?? 0) + 5_000_000);
    }
  });
});

/** The same frame of a run with these rules switched. */
const broken = (frame: Frame, ...brokenRules: string[]): Frame => ({
  ...frame,
  config: { ...frame.config, brokenRules },
});

describe('a rule that is switched to a broken form', () => {
  it('changes how many disks commit an entry', () => {
    const found = inspection(11, [1], [1, 4]);
    expect(whyNotCommitted(broken(splitFrame(), 'commitByHalf'), found)).toMatchObject({
      rule: 'committedIndex',
      need: 2,
      counted: 11,
    });
    expect(whyNotCommitted(broken(splitFrame(), 'commitByHalf'), inspection(11, [1, 4]))).toBeUndefined();
  });

  it('changes whether an entry of an older term waits for one of the own', () => {
    expect(whyNotCommitted(splitFrame(), inspection(9, [1, 2, 4]))).toMatchObject({
      rule: 'commitsByCounting',
    });
    expect(whyNotCommitted(broken(splitFrame(), 'commitOldTerms'), inspection(9, [1, 2, 4]))).toBeUndefined();
  });

  it('changes how many votes elect', () => {
    const frame = openingFrame();
    const nodes = frame.nodes.map((node) =>
      node.id <= 3 ? Object.assign({}, node, { status: 'killed' as const }) : node,
    );
    expect(whyNoLeader({ ...frame, nodes })).toMatchObject({ type: 'tooFewUp', need: 3 });
    expect(whyNoLeader(broken({ ...frame, nodes }, 'electedByHalf'))).toMatchObject({ type: 'waiting' });
  });

  it('changes what a read waits for, and only of the member whose settings switch it', () => {
    const frame = splitFrame();
    const call = frame.requests.find(({ status }) => status === 'pending');
    if (!call) throw new Error('no pending call');
    const read = { ...call, node: 1, kind: 'get' as const };
    expect(whyWaiting(frame, read)).toMatchObject({ type: 'noQuorum', rule: 'confirmsReads' });
    expect(whyWaiting(broken(frame, 'readLocally'), read)).toMatchObject({ type: 'underWay' });
    const ofOne = (id: number): Frame => ({
      ...frame,
      nodes: frame.nodes.map((node) =>
        node.id === id
          ? Object.assign({}, node, { settingsInForce: { brokenRules: ['readLocally'] } })
          : node,
      ),
    });
    expect(whyWaiting(ofOne(1), read)).toMatchObject({ type: 'underWay' });
    expect(whyWaiting(ofOne(2), read)).toMatchObject({ type: 'noQuorum' });
  });
});
