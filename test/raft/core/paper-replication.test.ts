import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/raft/entry.ts';
import type { Message } from '../../../src/raft/message.ts';
import { confStateOf, configFor, entry, logOf, Network, ofType, Peer, storageWith } from './harness.ts';

const three = confStateOf([1, 2, 3]);

function appendTo(
  peer: Peer,
  term: number,
  previous: { index: number; term: number },
  entries: readonly Entry[],
  commit = 0,
): Message[] {
  peer.node.step({
    type: 'MsgApp',
    to: peer.config.id,
    from: 2,
    term,
    index: previous.index,
    logTerm: previous.term,
    entries,
    commit,
  });
  return peer.settle();
}

describe('paper 5.3: log replication', () => {
  it('[R-5.3] the leader appends a command to its log and issues AppendEntries to all others in parallel', () => {
    const network = Network.of(3);
    network.elect(1);
    const leader = network.peer(1);
    leader.propose('x');
    const sent = ofType(leader.settle(), 'MsgApp');
    expect(sent.map(({ to, index, logTerm, entries }) => [to, index, logTerm, entries.length])).toEqual([
      [2, 1, 1, 1],
      [3, 1, 1, 1],
    ]);
    expect(leader.terms).toBe('1 1');
  });

  for (const [size, acks, committed] of [
    [1, [], true],
    [3, [], false],
    [3, [2], true],
    [5, [2], false],
    [5, [2, 3], true],
    [4, [2], false],
    [4, [2, 3], true],
  ] as [number, number[], boolean][]) {
    it(`[R-5.3] of ${size} servers, an entry on ${acks.length + 1} is ${committed ? '' : 'not '}committed`, () => {
      const network = Network.of(size);
      network.elect(1);
      const leader = network.peer(1);
      const before = leader.state.commit;
      leader.propose('x');
      leader.settle();
      for (const from of acks)
        leader.node.step({
          type: 'MsgAppResp',
          to: 1,
          from,
          term: 1,
          index: 2,
          reject: false,
          rejectHint: 0,
          logTerm: 0,
        });
      leader.settle();
      expect(leader.state.commit).toBe(committed ? before + 1 : before);
      expect(leader.applied).toEqual(committed ? ['x'] : []);
    });
  }

  it('[R-5.3] committing an entry commits all that precede it', () => {
    const network = Network.withLogs(['1 2 2', '1', '1 2']);
    network.elect(1);
    expect(network.peer(1).state.commit).toBe(4);
    expect(network.peers.map((peer) => peer.applied.length)).toEqual([3, 3, 3]);
  });

  it('[R-5.3] followers learn the commit index and apply in log order', () => {
    const network = Network.of(3);
    network.elect(1);
    for (const text of ['a', 'b', 'c']) network.peer(1).propose(text);
    network.run();
    expect(network.peers.map((peer) => peer.applied.join(''))).toEqual(['abc', 'abc', 'abc']);
  });

  it('[R-5.3] a follower that was away gets everything when it returns', () => {
    const network = Network.of(3);
    network.elect(1);
    network.isolate(3);
    for (let i = 0; i < 20; i++) network.peer(1).propose(`${i}`);
    network.run();
    network.heal();
    network.tickAll(2);
    expect(network.peer(3).applied).toEqual(network.peer(1).applied);
    expect(network.peer(3).applied).toHaveLength(20);
  });

  it('[R-5.3] entries with the same index and term store the same command: a leader creates one per index', () => {
    const network = Network.of(3);
    network.elect(1);
    for (let i = 0; i < 5; i++) network.peer(1).propose(`${i}`);
    network.run();
    for (let index = 1; index <= 6; index++)
      expect(new Set(network.peers.map((peer) => peer.node.logEntry(index)?.data?.join())).size).toBe(1);
  });

  const checks: [name: string, own: string, previous: { index: number; term: number }, accepted: boolean][] =
    [
      ['matches', '1 2', { index: 2, term: 2 }, true],
      ['has another term', '1 2', { index: 2, term: 1 }, false],
      ['is missing', '1 2', { index: 3, term: 2 }, false],
      ['is the beginning', '1 2', { index: 0, term: 0 }, true],
    ];
  for (const [name, own, previous, accepted] of checks) {
    it(`[R-5.3] a follower ${accepted ? 'accepts' : 'refuses'} entries when the one before ${name}`, () => {
      const peer = new Peer(configFor(1, storageWith(three, logOf(own))));
      const [answer] = ofType(appendTo(peer, 3, previous, [entry(3, previous.index + 1, 'x')]), 'MsgAppResp');
      expect(answer?.reject).toBe(!accepted);
      if (accepted) expect(answer?.index).toBe(previous.index + 1);
    });
  }

  const repairs: [own: string, previous: { index: number; term: number }, entries: Entry[], after: string][] =
    [
      ['1 2 3', { index: 2, term: 2 }, [entry(3, 3)], '1 2 3'],
      ['1 2 3', { index: 1, term: 1 }, [entry(3, 2), entry(4, 3)], '1 3 4'],
      ['1 2 2', { index: 1, term: 1 }, [entry(2, 2)], '1 2 2'],
      ['1 2 2', { index: 1, term: 1 }, [entry(3, 2)], '1 3'],
      ['', { index: 0, term: 0 }, [entry(1, 1)], '1'],
      ['1', { index: 1, term: 1 }, [entry(2, 2), entry(2, 3)], '1 2 2'],
    ];
  for (const [own, previous, entries, after] of repairs) {
    it(`[R-5.3] conflicting entries are deleted with all that follow, others stay: "${own}" becomes "${after}"`, () => {
      const peer = new Peer(configFor(1, storageWith(three, logOf(own))));
      appendTo(peer, 4, previous, entries);
      expect(peer.terms).toBe(after);
    });
  }

  it('[R-5.3] an old, shorter message removes nothing that a newer one brought', () => {
    const peer = new Peer(configFor(1, storageWith(three, logOf('1'))));
    appendTo(peer, 1, { index: 1, term: 1 }, [entry(1, 2), entry(1, 3)]);
    appendTo(peer, 1, { index: 1, term: 1 }, [entry(1, 2)]);
    expect(peer.terms).toBe('1 1 1');
  });

  it('[R-5.3] a new leader brings followers with every kind of log to its own (figure 7)', () => {
    const leaderLog = '1 1 1 4 4 5 5 6 6 6';
    const followers = [
      '1 1 1 4 4 5 5 6 6',
      '1 1 1 4',
      '1 1 1 4 4 5 5 6 6 6 6',
      '1 1 1 4 4 5 5 6 6 6 7 7',
      '1 1 1 4 4 4 4',
      '1 1 1 2 2 2 3 3 3 3 3',
    ];
    const network = Network.withLogs([leaderLog, ...followers]);
    network.peer(1).node.campaign(); // term 7 has had its leader: the next one is 8
    network.queue = [];
    network.peer(1).settle();
    network.elect(1);
    network.tickAll(2);
    expect(new Set(network.peers.map((peer) => peer.terms))).toEqual(new Set([`${leaderLog} 8`]));
  });

  it('[R-5.3] nextIndex begins after the leader’s last entry', () => {
    const network = Network.withLogs(['1 1 1', '1', '1']);
    const leader = network.peer(1);
    leader.node.campaign();
    leader.settle();
    leader.node.step({ type: 'MsgVoteResp', to: 1, from: 2, term: 2, reject: false });
    expect(leader.progressOf(2)).toMatchObject({ next: 4, match: 0, state: 'StateProbe' });
    expect(leader.progressOf(1)).toMatchObject({ state: 'StateReplicate', recentActive: true });
  });

  it('[R-5.3] a rejection names where the logs may agree, so that one probe a term suffices', () => {
    const follower = new Peer(configFor(1, storageWith(three, logOf('1 3 3 4 4 5 5 5 6'))));
    const [answer] = ofType(appendTo(follower, 9, { index: 8, term: 3 }, []), 'MsgAppResp');
    expect(answer).toMatchObject({ reject: true, index: 8, rejectHint: 3, logTerm: 3 });
    const network = Network.withLogs(['1 3 3 3 5 5 5 5 5', '1 1 1 1 2 2']);
    network.elect(1);
    const probes = network.delivered.filter(({ type, to }) => type === 'MsgApp' && to === 2);
    expect(ofType(probes, 'MsgApp').map(({ index }) => index)).toEqual([9, 1, 10]);
    expect(network.peer(2).terms).toBe(network.peer(1).terms);
  });

  it('[R-5.3] a leader never overwrites or deletes entries in its own log', () => {
    const network = Network.withLogs(['1 1', '1 2']);
    network.elect(2);
    const before = network.peer(2).terms;
    network.peer(2).node.step({
      type: 'MsgApp',
      to: 2,
      from: 1,
      term: network.peer(2).state.term as number,
      index: 0,
      logTerm: 0,
      entries: [entry(9, 1)],
      commit: 1,
    });
    expect(network.peer(2).terms).toBe(before);
  });

  it('[R-5.3] a follower commits min(leaderCommit, index of the last new entry)', () => {
    const cases: [entries: number, commit: number, expected: number][] = [
      [2, 1, 1],
      [2, 2, 2],
      [2, 9, 2],
      [0, 9, 0],
    ];
    for (const [count, commit, expected] of cases) {
      const peer = new Peer(configFor(1, storageWith(three, logOf('1 1 1').slice(0, 0))));
      appendTo(peer, 1, { index: 0, term: 0 }, logOf('1 1 1').slice(0, count), commit);
      expect(peer.state.commit).toBe(expected);
    }
  });

  it('[R-5.3] a stale suffix is not committed by a message that does not reach it', () => {
    const peer = new Peer(configFor(1, storageWith(three, logOf('1 2'))));
    appendTo(peer, 3, { index: 1, term: 1 }, [], 2);
    expect(peer.state.commit).toBe(1);
  });

  it('[R-5.3] a heartbeat carries no more of the commit index than the follower is known to hold', () => {
    const network = Network.of(3);
    network.elect(1);
    network.isolate(3);
    network.peer(1).propose('x');
    network.run();
    network.peer(1).tick();
    const beats = ofType(network.peer(1).settle(), 'MsgHeartbeat');
    expect(beats.map(({ to, commit }) => [to, commit])).toEqual([
      [2, 2],
      [3, 1],
    ]);
  });

  it('[R-5.3] an append below the commit index is answered with the commit index', () => {
    const peer = new Peer(configFor(1, storageWith(three, logOf('1 1 1'), { term: 1, commit: 2 })));
    const [answer] = ofType(appendTo(peer, 1, { index: 1, term: 1 }, [entry(9, 2)]), 'MsgAppResp');
    expect(answer).toMatchObject({ index: 2, reject: false });
    expect(peer.terms).toBe('1 1 1');
    expect(peer.node.takeTrace().at(-1)).toMatchObject({ type: 'appendStale', commit: 2 });
  });

  it('[R-5.3] a commit index beyond the log breaks an assertion: entries have been lost', () => {
    const peer = new Peer(configFor(1, storageWith(three, logOf('1 1'), { term: 1, commit: 2 })));
    expect(() =>
      peer.node.step({
        type: 'MsgHeartbeat',
        to: 1,
        from: 2,
        term: 1,
        commit: 9,
        context: undefined,
      }),
    ).toThrow(/out of range/);
  });
});

describe('paper 5.4.2: committing entries from previous terms', () => {
  it('[R-5.4.2] a leader commits only entries of its own term by counting', () => {
    const network = Network.withLogs(['1 2', '1 2', '1']);
    const leader = network.peer(1);
    leader.node.campaign();
    leader.settle();
    leader.node.step({ type: 'MsgVoteResp', to: 1, from: 2, term: 3, reject: false });
    leader.settle();
    const ack = (index: number): void => {
      leader.node.step({
        type: 'MsgAppResp',
        to: 1,
        from: 2,
        term: 3,
        index,
        reject: false,
        rejectHint: 0,
        logTerm: 0,
      });
    };
    ack(2);
    expect(leader.state.commit).toBe(0);
    expect(leader.node.takeTrace()).toContainEqual({
      type: 'notCommitted',
      rule: 'commitsByCounting',
      index: 2,
      commit: 0,
      reason: 'olderTerm',
      entryTerm: 2,
      term: 3,
    });
    ack(3);
    expect(leader.state.commit).toBe(3);
  });

  it('[R-5.4.2] once an entry of the own term is committed, all before it are, indirectly', () => {
    const network = Network.withLogs(['1 2 2', '', '']);
    network.elect(1);
    expect(network.peer(2).state.commit).toBe(4);
    expect(network.peer(2).applied).toEqual(['1/1', '2/2', '2/3']);
  });

  it('[R-5.4.2] entries keep their original term when a later leader replicates them', () => {
    const network = Network.withLogs(['1 2', '1', '1']);
    network.elect(1);
    expect(network.peer(3).terms).toBe('1 2 3');
  });
});

describe('paper 5.5 and figure 2: retries', () => {
  it('[R-5.5] the same request twice does the same as once', () => {
    const network = Network.of(3);
    network.elect(1);
    network.peer(1).propose('x');
    const [message] = ofType(network.peer(1).settle(), 'MsgApp');
    const follower = network.peer(2);
    for (let i = 0; i < 3; i++) if (message !== undefined) follower.node.step(message);
    const answers = ofType(follower.settle(), 'MsgAppResp');
    expect(answers.map(({ index, reject }) => [index, reject])).toEqual([
      [2, false],
      [2, false],
      [2, false],
    ]);
    expect(follower.terms).toBe('1 1');
  });

  it('[R-5.5] the leader retries AppendEntries until all followers store all entries', () => {
    const network = Network.of(3);
    network.elect(1);
    let lost = 0;
    network.delivers = ({ type }) => type !== 'MsgApp' || ++lost > 6;
    for (let i = 0; i < 3; i++) network.peer(1).propose(`${i}`);
    network.run();
    expect(network.peer(2).applied).toEqual([]);
    network.heal();
    network.tickAll(2);
    expect(network.peers.map((peer) => peer.applied)).toEqual([
      ['0', '1', '2'],
      ['0', '1', '2'],
      ['0', '1', '2'],
    ]);
  });
});
