import { whyNoLeader } from '../../src/explain/why/no-leader.ts';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../src/lab/frame/frame.ts';
import { allLinks, memberView, nodeFrame, openingFrame, splitFrame } from '../ui/fixtures/frame.ts';

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

const broken = (frame: Frame, ...brokenRules: string[]): Frame => ({
  ...frame,
  config: { ...frame.config, brokenRules },
});

describe('a rule that is switched to a broken form', () => {
  it('changes how many votes elect', () => {
    const frame = openingFrame();
    const nodes = frame.nodes.map((node) =>
      node.id <= 3 ? Object.assign({}, node, { status: 'killed' as const }) : node,
    );
    expect(whyNoLeader({ ...frame, nodes })).toMatchObject({ type: 'tooFewUp', need: 3 });
    expect(whyNoLeader(broken({ ...frame, nodes }, 'electedByHalf'))).toMatchObject({ type: 'waiting' });
  });
});
