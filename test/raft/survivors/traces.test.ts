import { describe, expect, it } from 'vitest';
import type { RaftTrace } from '../../../src/raft/trace.ts';
import { Network } from '../core/harness.ts';

/** What node 1 (a follower with another log than the leader's) and node 2, the leader, say about its repair. */
function repair(): { follower: RaftTrace[]; leader: RaftTrace[] } {
  const network = Network.withLogs(['1 1 2', '1 1 3 3', '1 1 3 3']);
  for (const peer of network.peers) peer.node.takeTrace();
  network.elect(2);
  network.tickAll(1);
  return { follower: network.peer(1).node.takeTrace(), leader: network.peer(2).node.takeTrace() };
}

describe('a node that is not to record its decisions', () => {
  it('tells none, also while logs are repaired and snapshots sent', () => {
    const network = Network.withLogs(['1 1 2', '1 1 3 3', '1 1 3 3'], { trace: false });
    network.elect(2);
    network.tickAll(1);
    network.peer(1).propose('forwarded');
    network.run();
    network.isolate(1);
    for (const text of ['a', 'b']) {
      network.peer(2).propose(text);
      network.run();
    }
    network.peer(2).compact();
    network.heal();
    network.peer(2).node.reportUnreachable(1);
    network.tickAll(3);
    expect(network.peer(1).applied.at(-1)).toMatch(/^snapshot/);
    for (const id of [2, 3]) network.peer(2).node.transferLeader(id);
    network.run();
    network.peer(1).node.readIndex(new Uint8Array(1));
    network.run();
    network.isolate(1, 2);
    for (const id of [1, 2]) network.peer(3).node.transferLeader(id);
    for (const peer of network.peers) peer.node.forgetLeader();
    for (const peer of network.peers) expect(peer.node.takeTrace()).toEqual([]);
  });
});

describe('the decisions about appended entries', () => {
  it('are told by a follower: what it refuses and why, removes, accepts and knows to be committed', () => {
    const told = repair().follower.filter(({ type }) => /^(append|log|commit)/.test(type));
    expect(told).toEqual([
      {
        type: 'appendRejected',
        rule: 'previousMatches',
        from: 2,
        prev: { index: 4, term: 3 },
        reason: 'mismatch',
        own: { index: 4, term: 0 },
        hint: { index: 3, term: 2 },
      },
      { type: 'logTruncated', rule: 'conflictIndex', from: 3, oldTerm: 2, newTerm: 3 },
      { type: 'appendAccepted', rule: 'previousMatches', from: 2, prev: { index: 2, term: 1 }, last: 5 },
      { type: 'appendAccepted', rule: 'previousMatches', from: 2, prev: { index: 5, term: 4 }, last: 5 },
      { type: 'committed', rule: 'followerCommit', from: 0, to: 5, by: 'leaderCommit' },
    ]);
  });

  it('are told by the leader: what it appends, commits, and thinks of its members', () => {
    const told = repair().leader.filter(({ type }) => /^(entries|commit|progress)/.test(type));
    expect(told).toContainEqual({ type: 'entriesAppended', first: 5, last: 5, term: 4 });
    expect(told).toContainEqual(
      expect.objectContaining({ type: 'committed', rule: 'committedIndex', from: 0, to: 5, by: 'quorum' }),
    );
    const ofFollower = told.filter((trace) => trace.type === 'progressChanged' && trace.peer === 1);
    expect(ofFollower.map((trace) => (trace.type === 'progressChanged' ? trace.reason : ''))).toEqual([
      'rejected',
      'accepted',
    ]);
  });
});
