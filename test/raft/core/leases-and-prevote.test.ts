import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/raft/message.ts';
import { confStateOf, configFor, logOf, Network, ofType, Peer, storageWith } from './harness.ts';
import { textBytes } from './text.ts';

const three = confStateOf([1, 2, 3]);
const hear: Message = { type: 'MsgHeartbeat', to: 1, from: 2, term: 1, commit: 0, context: undefined };

function request(type: 'MsgVote' | 'MsgPreVote', term: number, context?: string): Message {
  return {
    type,
    to: 1,
    from: 3,
    term,
    index: 9,
    logTerm: 9,
    context: context === undefined ? undefined : textBytes(context),
  };
}

describe('thesis 6.2 and 4.2.3: CheckQuorum and the lease of the voters', () => {
  it('[R-thesis-6.2] a leader that hears no quorum for an election timeout steps down', () => {
    const network = Network.of(3, { checkQuorum: true });
    network.elect(1);
    network.isolate(1);
    network.peer(1).tick(20);
    expect(network.peer(1).state).toMatchObject({ role: 'StateFollower', lead: 0, term: 1 });
  });

  it('[R-thesis-6.2] a leader that hears a quorum goes on', () => {
    const network = Network.of(3, { checkQuorum: true });
    network.elect(1);
    network.isolate(3);
    network.tickAll(100);
    expect(network.peer(1).state).toMatchObject({ role: 'StateLeader', term: 1 });
  });

  it('[R-thesis-6.2] without CheckQuorum an isolated leader leads on for itself', () => {
    const network = Network.of(3);
    network.elect(1);
    network.isolate(1);
    network.peer(1).tick(100);
    expect(network.peer(1).state.role).toBe('StateLeader');
  });

  for (const type of ['MsgVote', 'MsgPreVote'] as const) {
    it(`[R-thesis-4.2.3] who has heard a leader within an election timeout ignores a ${type}`, () => {
      const peer = new Peer(configFor(1, storageWith(three, logOf('1')), { checkQuorum: true }));
      peer.node.step(hear);
      peer.settle();
      peer.tick(4);
      peer.node.step(request(type, 5));
      expect(peer.settle()).toEqual([]);
      expect(peer.state).toMatchObject({ term: 1, vote: 0, lead: 2 });
      expect(peer.node.takeTrace().at(-1)).toMatchObject({
        type: 'voteIgnored',
        reason: 'inLease',
        remainingTicks: 6,
      });
    });

    it(`[R-thesis-4.2.3] after an election timeout of silence a ${type} is answered`, () => {
      const peer = new Peer(configFor(1, storageWith(three, logOf('1')), { checkQuorum: true }));
      peer.node.step(hear);
      peer.settle();
      peer.node.setRandomizedElectionTimeout(99);
      peer.tick(10);
      peer.node.step(request(type, 5));
      expect(peer.settle()).toHaveLength(1);
    });
  }

  it('[R-thesis-3.10] the mark of a transfer overrides the lease, no other context does', () => {
    const marked = new Peer(configFor(1, storageWith(three), { checkQuorum: true }));
    const forged = new Peer(configFor(1, storageWith(three), { checkQuorum: true }));
    for (const peer of [marked, forged]) {
      peer.node.step(hear);
      peer.settle();
    }
    marked.node.step(request('MsgVote', 2, 'CampaignTransfer'));
    forged.node.step(request('MsgVote', 2, 'CampaignTransfe'));
    expect(ofType(marked.settle(), 'MsgVoteResp').map(({ reject }) => reject)).toEqual([false]);
    expect(forged.settle()).toEqual([]);
  });

  for (const [checkQuorum, preVote, answered] of [
    [true, false, true],
    [false, true, true],
    [false, false, false],
  ] as const) {
    it(`[R-thesis-4.2.3] an old leader is ${answered ? '' : 'not '}told the term, checkQuorum ${checkQuorum}, preVote ${preVote}`, () => {
      const peer = new Peer(
        configFor(1, storageWith(three, logOf('1'), { term: 4 }), { checkQuorum, preVote }),
      );
      peer.node.step(hear);
      const answers = peer.settle();
      expect(answers).toEqual(
        answered
          ? [
              {
                type: 'MsgAppResp',
                to: 2,
                from: 1,
                term: 4,
                index: 0,
                reject: false,
                rejectHint: 0,
                logTerm: 0,
              },
            ]
          : [],
      );
    });
  }

  it('[R-thesis-6.2] a leader counts itself as active, and learners not at all', () => {
    const ids = [1, 2, 3];
    const conf = confStateOf([1, 2], [3]);
    const network = new Network(
      ids.map((id) => new Peer(configFor(id, storageWith(conf), { checkQuorum: true }))),
    );
    network.elect(1);
    network.isolate(2);
    network.tickAll(20);
    expect(network.peer(1).state.role).toBe('StateFollower');
  });

  it('[R-etcd] a follower forgets its leader on demand, unless reads rely on the lease', () => {
    for (const readOnlyOption of ['safe', 'leaseBased'] as const) {
      const peer = new Peer(configFor(1, storageWith(three), { checkQuorum: true, readOnlyOption }));
      peer.node.step(hear);
      peer.settle();
      peer.node.forgetLeader();
      expect(peer.state.lead).toBe(readOnlyOption === 'safe' ? 0 : 2);
      expect(peer.state.term).toBe(1);
    }
  });

  it('[R-etcd] a leader and a candidate do not forget themselves', () => {
    const network = Network.of(3);
    network.elect(1);
    network.peer(1).node.forgetLeader();
    expect(network.peer(1).state.lead).toBe(1);
    network.peer(2).node.campaign();
    network.peer(2).node.forgetLeader();
    expect(network.peer(2).state.role).toBe('StateCandidate');
  });
});

describe('thesis 9.6: PreVote', () => {
  const options = { preVote: true };

  it('[R-thesis-9.6] a pre-candidate asks for the next term without entering it', () => {
    const peer = new Peer(configFor(1, storageWith(three, logOf('1'), { term: 3, vote: 2 }), options));
    peer.node.campaign();
    const asked = ofType(peer.settle(), 'MsgPreVote');
    expect(asked.map(({ term, to }) => [term, to])).toEqual([
      [4, 2],
      [4, 3],
    ]);
    expect(peer.state).toMatchObject({ role: 'StatePreCandidate', term: 3, vote: 2, lead: 0 });
  });

  it('[R-thesis-9.6] it campaigns only after a majority says it would win', () => {
    const network = Network.of(3, options);
    network.dropType('MsgPreVoteResp');
    network.peer(1).node.campaign();
    network.run();
    expect(network.peer(1).state).toMatchObject({ role: 'StatePreCandidate', term: 0 });
    network.heal();
    network.elect(1);
    expect(network.peer(1).state.term).toBe(1);
  });

  it('[R-thesis-9.6] asking changes neither term nor vote nor clock of who is asked', () => {
    const peer = new Peer(configFor(1, storageWith(three), options));
    peer.tick(5);
    peer.node.step(request('MsgPreVote', 7));
    peer.settle();
    expect(peer.state).toMatchObject({ term: 0, vote: 0 });
    expect(peer.node.status().electionElapsed).toBe(5);
  });

  it('[R-thesis-9.6] a pre-vote may be given to several', () => {
    const peer = new Peer(configFor(1, storageWith(three), options));
    peer.node.step(request('MsgPreVote', 7));
    peer.node.step({ ...request('MsgPreVote', 7), from: 2 });
    expect(ofType(peer.settle(), 'MsgPreVoteResp').map(({ reject, term }) => [reject, term])).toEqual([
      [false, 7],
      [false, 7],
    ]);
  });

  it('[R-thesis-9.6] a grant carries the term asked for, a refusal the own term', () => {
    const peer = new Peer(configFor(1, storageWith(three, logOf('1 9'), { term: 9 }), options));
    peer.node.step({ ...request('MsgPreVote', 12), logTerm: 1 } as Message);
    peer.node.step({ ...request('MsgPreVote', 12), logTerm: 9 } as Message);
    expect(ofType(peer.settle(), 'MsgPreVoteResp').map(({ reject, term }) => [reject, term])).toEqual([
      [true, 9],
      [false, 12],
    ]);
  });

  it('[R-thesis-9.6] a pre-candidate of an older term is told the newer one, and follows it', () => {
    const asked = new Peer(configFor(1, storageWith(three, logOf('1'), { term: 5 }), options));
    asked.node.step(request('MsgPreVote', 3));
    const [refusal] = ofType(asked.settle(), 'MsgPreVoteResp');
    expect(refusal).toMatchObject({ reject: true, term: 5, to: 3 });
    const asking = new Peer(configFor(3, storageWith(three, logOf('1'), { term: 2 }), options));
    asking.node.campaign();
    asking.settle();
    if (refusal !== undefined) asking.node.step(refusal);
    expect(asking.state).toMatchObject({ term: 5, role: 'StateFollower' });
  });

  it('[R-thesis-9.6] who would lose becomes a follower of its own term', () => {
    const peer = new Peer(configFor(1, storageWith(three), options));
    peer.node.campaign();
    peer.settle();
    for (const from of [2, 3]) peer.node.step({ type: 'MsgPreVoteResp', to: 1, from, term: 0, reject: true });
    expect(peer.state).toMatchObject({ role: 'StateFollower', term: 0 });
  });

  it('[R-thesis-9.6] late answers to the other kind of campaign count for nothing', () => {
    const peer = new Peer(configFor(1, storageWith(confStateOf([1, 2, 3, 4, 5])), options));
    peer.node.campaign();
    peer.settle();
    for (const from of [2, 3])
      peer.node.step({ type: 'MsgPreVoteResp', to: 1, from, term: 1, reject: false });
    expect(peer.state).toMatchObject({ role: 'StateCandidate', term: 1 });
    peer.settle();
    for (const from of [4, 5])
      peer.node.step({ type: 'MsgPreVoteResp', to: 1, from, term: 1, reject: false });
    expect(peer.state.role).toBe('StateCandidate');
  });

  it('[R-thesis-9.6] a server that was cut off does not disturb when it returns', () => {
    const network = Network.of(3, { preVote: true, checkQuorum: true });
    network.elect(1);
    network.isolate(3);
    network.tickAll(100);
    expect(network.peer(3).state).toMatchObject({ role: 'StatePreCandidate', term: 1 });
    network.heal();
    network.tickAll(30);
    expect(network.peers.map((peer) => peer.state.term)).toEqual([1, 1, 1]);
    expect(network.peer(1).state.role).toBe('StateLeader');
  });

  it('[R-5.2] without PreVote a server that was cut off brings a higher term', () => {
    const network = Network.of(3);
    network.elect(1);
    network.isolate(3);
    network.tickAll(60);
    network.heal();
    network.tickAll(30);
    expect(network.peer(1).state.term).toBeGreaterThan(1);
  });
});
