import { describe, expect, it } from 'vitest';
import { isTransferMark } from '../../../src/raft/election.ts';
import type { MsgReadIndex } from '../../../src/raft/message.ts';
import {
  ackedPosition,
  cloneReadOnly,
  decodePosition,
  encodePosition,
  makeReadOnly,
  recordAck,
  takeConfirmed,
} from '../../../src/raft/read-only.ts';
import { countVotes, makeTracker, recordVote, switchMembers, voteOf } from '../../../src/raft/tracker.ts';
import { Network } from '../core/harness.ts';
import { textBytes } from '../core/text.ts';

const request: MsgReadIndex = { type: 'MsgReadIndex', to: 0, from: 0, term: 0, entries: [] };

describe('reads that wait for a quorum', () => {
  it('are none at first', () => {
    expect(makeReadOnly()).toEqual({ confirmed: 0, unconfirmed: [], acks: [] });
  });

  it('have positions that survive their way through a heartbeat', () => {
    for (const position of [0, 1, 255, 256, 65_535, 70_000, 2 ** 40 + 7])
      expect(decodePosition(encodePosition(position))).toBe(position);
  });

  it('are taken up to the confirmed position and no further, each once', () => {
    const reads = makeReadOnly();
    for (const index of [5, 6, 7, 8]) reads.unconfirmed.push({ request, index });
    expect(takeConfirmed(reads, 1).map(({ index }) => index)).toEqual([5]);
    expect(takeConfirmed(reads, 1)).toEqual([]);
    expect(takeConfirmed(reads, 0)).toEqual([]);
    expect(takeConfirmed(reads, 3).map(({ index }) => index)).toEqual([6, 7]);
    expect([reads.confirmed, reads.unconfirmed.length]).toEqual([3, 1]);
  });

  it('are not unconfirmed by an older answer, and a copy counts its own', () => {
    const reads = makeReadOnly();
    recordAck(reads, 2, 3);
    recordAck(reads, 2, 1);
    expect(ackedPosition(reads, 2)).toBe(3);
    const copy = cloneReadOnly(reads);
    expect(copy).toEqual(reads);
    recordAck(copy, 2, 9);
    copy.unconfirmed.push({ request, index: 1 });
    expect([ackedPosition(copy, 2), ackedPosition(reads, 2), reads.unconfirmed.length]).toEqual([9, 3, 0]);
  });
});

describe('votes', () => {
  it('are none at first, of nobody', () => {
    const window = { messages: 1, bytes: Infinity };
    const config = { incoming: [], outgoing: [], learners: [], learnersNext: [], autoLeave: false };
    expect(makeTracker(window)).toEqual({ config, progress: [], votes: [], window });
  });

  it('count once a member, the first, and not those of learners', () => {
    const tracker = makeTracker({ messages: 1, bytes: Infinity });
    const config = { incoming: [1, 2, 3], outgoing: [], learners: [4], learnersNext: [], autoLeave: false };
    const members = [1, 2, 3, 4].map((id) => ({ id, learner: id === 4, fresh: true }));
    switchMembers(tracker, config, members, 1);
    recordVote(tracker, 2, false);
    recordVote(tracker, 2, true);
    recordVote(tracker, 3, true);
    recordVote(tracker, 4, true);
    recordVote(tracker, 9, true);
    expect(voteOf(tracker, 2)).toBe(false);
    expect([countVotes(tracker, true), countVotes(tracker, false)]).toEqual([1, 1]);
  });

  it('are told: who asked, who was refused and why, who was counted', () => {
    const network = Network.withLogs(['1', '1 1', '1']);
    for (const peer of network.peers) peer.node.takeTrace();
    network.peer(1).node.campaign();
    network.run();
    const own = { term: 1, index: 2 };
    const theirs = { term: 1, index: 1 };
    const common = { pre: false, candidate: 1, term: 2, theirs };
    expect(network.peer(2).node.takeTrace()).toContainEqual({
      ...common,
      type: 'voteRejected',
      rule: 'isUpToDate',
      reason: 'logBehind',
      vote: 0,
      lead: 0,
      own,
    });
    expect(network.peer(3).node.takeTrace()).toContainEqual({
      ...common,
      type: 'voteGranted',
      rule: 'isUpToDate',
      own: theirs,
    });
    const told = network.peer(1).node.takeTrace();
    expect(told).toContainEqual({ type: 'becameCandidate', term: 2, transfer: false });
    const counted = told.filter((trace) => trace.type === 'voteCounted');
    expect(counted).toEqual([
      {
        type: 'voteCounted',
        rule: 'electionResult',
        pre: false,
        from: 1,
        granted: true,
        grantedCount: 1,
        rejectedCount: 0,
        result: 'pending',
      },
      {
        type: 'voteCounted',
        rule: 'electionResult',
        pre: false,
        from: 2,
        granted: false,
        grantedCount: 1,
        rejectedCount: 1,
        result: 'pending',
      },
      {
        type: 'voteCounted',
        rule: 'electionResult',
        pre: false,
        from: 3,
        granted: true,
        grantedCount: 2,
        rejectedCount: 1,
        result: 'won',
      },
    ]);
  });

  it('override a lease only by the very mark of a transfer', () => {
    expect(isTransferMark(textBytes('CampaignTransfer'))).toBe(true);
    for (const other of ['CampaignTransfeR', 'campaignTransfer', 'CampaignTransfe', ''])
      expect(isTransferMark(textBytes(other))).toBe(false);
    expect(isTransferMark(undefined)).toBe(false);
  });
});
