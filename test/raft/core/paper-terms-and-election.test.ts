import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/raft/message.ts';
import { confStateOf, configFor, logOf, Network, ofType, Peer, storageWith } from './harness.ts';

const three = confStateOf([1, 2, 3]);

function vote(from: number, term: number, index = 0, logTerm = 0): Message {
  return { type: 'MsgVote', to: 1, from, term, index, logTerm, context: undefined };
}

function appendFrom(from: number, term: number): Message {
  return { type: 'MsgApp', to: 1, from, term, index: 0, logTerm: 0, entries: [], commit: 0 };
}

describe('paper 5.1: terms', () => {
  for (const type of ['MsgVote', 'MsgApp', 'MsgAppResp', 'MsgHeartbeat', 'MsgHeartbeatResp'] as const) {
    it(`[R-5.1] a follower that hears of a higher term in a ${type} updates its own`, () => {
      const peer = new Peer(configFor(1, storageWith(three)));
      peer.node.step(ofAnyType(type, 7));
      expect(peer.state.term).toBe(7);
      expect(peer.state.role).toBe('StateFollower');
    });
  }

  it('[R-5.1] a candidate or a leader that discovers a higher term becomes a follower at once', () => {
    const network = Network.of(3);
    network.elect(1);
    network.peer(1).node.step(appendFrom(2, 5));
    expect(network.peer(1).state).toMatchObject({ role: 'StateFollower', term: 5, lead: 2 });
    const candidate = new Peer(configFor(1, storageWith(three)));
    candidate.node.campaign();
    expect(candidate.state.role).toBe('StateCandidate');
    candidate.node.step(vote(2, 9));
    expect(candidate.state).toMatchObject({ role: 'StateFollower', term: 9 });
  });

  it('[R-5.1] a request with a stale term is rejected: here, ignored', () => {
    const peer = new Peer(configFor(1, storageWith(three, logOf('1 3'), { term: 3 })));
    peer.node.step({ ...appendFrom(2, 2), commit: 2 } as Message);
    peer.node.step(vote(2, 2, 9, 9));
    expect(peer.settle()).toEqual([]);
    expect(peer.state).toMatchObject({ term: 3, lead: 0, commit: 0, vote: 0 });
    expect(peer.node.takeTrace().filter((one) => one.type === 'messageIgnored')).toHaveLength(2);
  });

  it('[R-5.1] a term has at most one leader', () => {
    const network = Network.of(5);
    for (const id of [1, 2, 3, 4, 5]) network.peer(id).node.campaign();
    network.run();
    const leaders = network.peers.filter((peer) => peer.state.role === 'StateLeader');
    expect(leaders.length).toBeLessThanOrEqual(1);
  });

  it('[R-5.1] terms only grow, each by one campaign', () => {
    const peer = new Peer(configFor(1, storageWith(three)));
    for (let term = 1; term <= 5; term++) {
      peer.node.campaign();
      peer.settle();
      expect(peer.state.term).toBe(term);
    }
  });
});

function ofAnyType(
  type: 'MsgVote' | 'MsgApp' | 'MsgAppResp' | 'MsgHeartbeat' | 'MsgHeartbeatResp',
  term: number,
): Message {
  const envelope = { to: 1, from: 2, term };
  switch (type) {
    case 'MsgVote':
      return vote(2, term);
    case 'MsgApp':
      return appendFrom(2, term);
    case 'MsgAppResp':
      return { type, ...envelope, index: 0, reject: false, rejectHint: 0, logTerm: 0 };
    case 'MsgHeartbeat':
      return { type, ...envelope, commit: 0, context: undefined };
    default:
      return { type, ...envelope, context: undefined };
  }
}

describe('paper 5.2: leader election', () => {
  it('[R-5.2] when servers start up, they begin as followers', () => {
    const peer = new Peer(configFor(1, storageWith(three, logOf('1 2'), { term: 2, vote: 1 })));
    expect(peer.state).toEqual({ role: 'StateFollower', lead: 0, term: 2, vote: 1, commit: 0 });
  });

  it('[R-5.2] a server remains follower as long as it hears a leader', () => {
    const peer = new Peer(configFor(1, storageWith(three)));
    for (let i = 0; i < 100; i++) {
      peer.tick(9);
      peer.node.step({ type: 'MsgHeartbeat', to: 1, from: 2, term: 1, commit: 0, context: undefined });
    }
    expect(peer.state).toMatchObject({ role: 'StateFollower', lead: 2, term: 1 });
  });

  it('[R-5.2] a leader sends heartbeats to all followers every heartbeat interval', () => {
    const network = Network.of(3, { heartbeatTick: 2 });
    network.elect(1);
    const leader = network.peer(1);
    leader.tick();
    expect(leader.settle()).toEqual([]);
    leader.tick();
    expect(ofType(leader.settle(), 'MsgHeartbeat').map(({ to }) => to)).toEqual([2, 3]);
  });

  it('[R-5.2] a follower that hears nothing over the election timeout begins an election', () => {
    const peer = new Peer(configFor(1, storageWith(three)));
    const timeout = peer.node.status().randomizedElectionTimeout;
    peer.tick(timeout - 1);
    expect(peer.state.role).toBe('StateFollower');
    peer.tick();
    expect(peer.state).toMatchObject({ role: 'StateCandidate', term: 1, vote: 1 });
  });

  it('[R-5.2] a candidate increments its term, votes for itself and asks all others', () => {
    const peer = new Peer(configFor(1, storageWith(confStateOf([1, 2, 3, 4]), logOf('1 1'), { term: 1 })));
    peer.node.campaign();
    const requests = ofType(peer.settle(), 'MsgVote');
    expect(peer.state).toMatchObject({ term: 2, vote: 1 });
    expect(requests.map(({ to, term, index, logTerm }) => [to, term, index, logTerm])).toEqual([
      [2, 2, 2, 1],
      [3, 2, 2, 1],
      [4, 2, 2, 1],
    ]);
  });

  const elections: [size: number, granted: number[], rejected: number[], role: string][] = [
    [1, [], [], 'StateLeader'],
    [3, [2], [], 'StateLeader'],
    [3, [], [2], 'StateCandidate'],
    [3, [], [2, 3], 'StateFollower'],
    [5, [2, 3], [], 'StateLeader'],
    [5, [2], [3], 'StateCandidate'],
    [5, [2], [3, 4, 5], 'StateFollower'],
    [4, [2], [], 'StateCandidate'],
    [4, [2, 3], [], 'StateLeader'],
    [4, [], [2, 3], 'StateFollower'],
  ];
  for (const [size, granted, rejected, role] of elections) {
    it(`[R-5.2] of ${size} servers, votes of ${1 + granted.length} and refusals of ${rejected.length} make a ${role}`, () => {
      const ids = Array.from({ length: size }, (_, i) => i + 1);
      const peer = new Peer(configFor(1, storageWith(confStateOf(ids))));
      peer.node.campaign();
      peer.settle();
      for (const from of granted)
        peer.node.step({ type: 'MsgVoteResp', to: 1, from, term: 1, reject: false });
      for (const from of rejected)
        peer.node.step({ type: 'MsgVoteResp', to: 1, from, term: 1, reject: true });
      expect(peer.state.role).toBe(role);
    });
  }

  it('[R-5.2] a second answer of the same server does not count', () => {
    const peer = new Peer(configFor(1, storageWith(confStateOf([1, 2, 3, 4, 5]))));
    peer.node.campaign();
    peer.settle();
    const answer: Message = { type: 'MsgVoteResp', to: 1, from: 2, term: 1, reject: false };
    for (let i = 0; i < 5; i++) peer.node.step(answer);
    peer.node.step({ ...answer, reject: true });
    expect(peer.state.role).toBe('StateCandidate');
    expect(peer.node.status().votes.map(({ vote: one }) => one)).toEqual([
      'granted',
      'granted',
      'missing',
      'missing',
      'missing',
    ]);
  });

  it('[R-5.2] each server votes for at most one candidate in a term, first come first served', () => {
    const peer = new Peer(configFor(1, storageWith(three)));
    peer.node.step(vote(2, 1));
    peer.node.step(vote(3, 1));
    const answers = ofType(peer.settle(), 'MsgVoteResp');
    expect(answers.map(({ to, reject }) => [to, reject])).toEqual([
      [2, false],
      [3, true],
    ]);
    expect(peer.state.vote).toBe(2);
  });

  it('[R-5.2] the same candidate that asks again gets the same vote again', () => {
    const peer = new Peer(configFor(1, storageWith(three)));
    for (let i = 0; i < 3; i++) peer.node.step(vote(2, 1));
    expect(ofType(peer.settle(), 'MsgVoteResp').map(({ reject }) => reject)).toEqual([false, false, false]);
  });

  it('[R-5.2] votes of an older campaign do not count for the new one', () => {
    const peer = new Peer(configFor(1, storageWith(three)));
    peer.node.campaign();
    peer.settle();
    peer.node.campaign();
    peer.settle();
    peer.node.step({ type: 'MsgVoteResp', to: 1, from: 2, term: 1, reject: false });
    expect(peer.state).toMatchObject({ role: 'StateCandidate', term: 2 });
  });

  for (const type of ['MsgApp', 'MsgHeartbeat'] as const) {
    it(`[R-5.2] a candidate that hears a leader of its term by ${type} returns to follower state`, () => {
      const peer = new Peer(configFor(1, storageWith(three)));
      peer.node.campaign();
      peer.settle();
      peer.node.step(ofAnyType(type, 1));
      expect(peer.state).toMatchObject({ role: 'StateFollower', lead: 2, term: 1 });
    });
  }

  it('[R-5.2] a candidate goes on when a leader of an older term claims to be one', () => {
    const peer = new Peer(configFor(1, storageWith(three)));
    peer.node.campaign();
    peer.node.campaign();
    peer.node.step(appendFrom(2, 1));
    expect(peer.state).toMatchObject({ role: 'StateCandidate', term: 2 });
  });

  it('[R-5.2] after a split vote each candidate times out and starts a new election', () => {
    const network = Network.of(4);
    network.peer(1).node.campaign();
    network.peer(2).node.campaign();
    network.delivers = ({ to, from }) => (from <= 2 ? to === from + 2 : true);
    network.run();
    expect(network.peers.filter((peer) => peer.state.role === 'StateLeader')).toEqual([]);
    network.heal();
    const before = network.peer(1).state.term;
    network.tickAll(40);
    expect(network.peers.filter((peer) => peer.state.role === 'StateLeader')).toHaveLength(1);
    expect(network.peer(1).state.term).toBeGreaterThan(before);
  });

  it('[R-5.2] election timeouts are chosen randomly from [T, 2T-1], all of them, anew for each election', () => {
    const peer = new Peer(configFor(1, storageWith(three), { seed: 4 }));
    const seen = new Set<number>();
    for (let i = 0; i < 1000; i++) {
      peer.node.campaign();
      peer.settle();
      seen.add(peer.node.status().randomizedElectionTimeout);
    }
    expect([...seen].sort((a, b) => a - b)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  });

  it('[R-5.2] servers with different dice rarely time out together', () => {
    let together = 0;
    for (let seed = 0; seed < 300; seed++) {
      const ids = [1, 2, 3, 4, 5];
      const timeouts = ids.map(
        (id) =>
          new Peer(configFor(id, storageWith(confStateOf(ids)), { seed })).node.status()
            .randomizedElectionTimeout,
      );
      const first = Math.min(...timeouts);
      if (timeouts.filter((timeout) => timeout === first).length > 1) together++;
    }
    expect(together / 300).toBeLessThan(0.45);
    expect(together).toBeGreaterThan(0);
  });

  it('[R-5.2] who votes restarts its own election clock', () => {
    const peer = new Peer(configFor(1, storageWith(three)));
    peer.tick(9);
    peer.node.step(vote(2, 1));
    expect(peer.node.status().electionElapsed).toBe(0);
  });

  it('[R-5.2] a server that is not a voter never campaigns by its clock', () => {
    const outsider = new Peer(configFor(4, storageWith(three)));
    const learner = new Peer(configFor(4, storageWith(confStateOf([1, 2, 3], [4]))));
    for (const peer of [outsider, learner]) {
      peer.tick(100);
      expect(peer.state).toMatchObject({ role: 'StateFollower', term: 0 });
      peer.node.campaign();
      expect(peer.node.takeTrace().at(-1)).toMatchObject({
        type: 'campaignRefused',
        reason: 'notPromotable',
      });
    }
  });
});

describe('paper 5.4.1: election restriction', () => {
  const cases: [own: string, theirs: { term: number; index: number }, granted: boolean][] = [
    ['1', { term: 1, index: 1 }, true],
    ['1', { term: 1, index: 2 }, true],
    ['1 1', { term: 1, index: 1 }, false],
    ['1 1 1', { term: 2, index: 1 }, true],
    ['1', { term: 2, index: 2 }, true],
    ['2', { term: 1, index: 1 }, false],
    ['2', { term: 1, index: 5 }, false],
    ['1 2', { term: 1, index: 9 }, false],
    ['', { term: 0, index: 0 }, true],
  ];
  for (const [own, theirs, granted] of cases) {
    it(`[R-5.4.1] a voter with log "${own}" ${granted ? 'grants' : 'denies'} its vote to a log that ends at ${theirs.index} of term ${theirs.term}`, () => {
      const peer = new Peer(configFor(1, storageWith(three, logOf(own))));
      peer.node.step(vote(2, 3, theirs.index, theirs.term));
      expect(ofType(peer.settle(), 'MsgVoteResp').map(({ reject }) => reject)).toEqual([!granted]);
      const trace = peer.node.takeTrace().at(-1);
      if (!granted) expect(trace).toMatchObject({ type: 'voteRejected', reason: 'logBehind' });
    });
  }

  it('[R-5.4.1] a candidate without a committed entry cannot win', () => {
    const network = Network.withLogs(['1 1', '1 1', '1']);
    network.peer(3).node.campaign();
    network.run();
    expect(network.peer(3).state.role).not.toBe('StateLeader');
    expect(network.peer(1).state.term).toBe(2);
  });

  it('[R-5.4.1] log entries flow from leaders to followers only, never back', () => {
    const network = Network.withLogs(['1', '1 2 2', '1']);
    network.peer(2).node.campaign();
    network.run();
    expect(network.peers.map((peer) => peer.terms)).toEqual(['1 2 2 3', '1 2 2 3', '1 2 2 3']);
  });
});
