import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../src/raft/entry.ts';
import type { Message } from '../../../src/raft/message.ts';
import { confStateOf, configFor, entry, logOf, Network, ofType, Peer, storageWith } from './harness.ts';
import { textBytes } from './text.ts';

const three = confStateOf([1, 2, 3]);

function snapshotAt(index: number, term: number, confState = three): Snapshot {
  return { index, term, confState, data: textBytes(`state ${index}`) };
}

function snapMessage(snapshot: Snapshot, term = 1): Message {
  return { type: 'MsgSnap', to: 1, from: 2, term, snapshot };
}

function ack(index: number): Message {
  return { type: 'MsgAppResp', to: 1, from: 3, term: 1, index, reject: false, rejectHint: 0, logTerm: 0 };
}

/** Node 2 answers a heartbeat that carried this position of reads. */
function answer(position: number): Message {
  const context = Uint8Array.of(position, 0, 0, 0, 0, 0, 0, 0);
  return { type: 'MsgHeartbeatResp', to: 1, from: 2, term: 1, context };
}

/** Node 3 has missed entries that node 1 no longer has. */
function behind(): Network {
  const network = Network.of(3);
  network.elect(1);
  network.isolate(3);
  for (let i = 0; i < 5; i++) network.peer(1).propose(`${i}`);
  network.run();
  network.peer(1).compact();
  return network;
}

describe('paper 7: log compaction', () => {
  it('[R-7] the leader sends a snapshot when it has discarded the next entry to send', () => {
    const network = behind();
    network.heal();
    network.tickAll(2);
    expect(network.count('MsgSnap')).toBe(1);
    expect(network.peer(3).applied).toEqual(['snapshot 6']);
    expect(network.peer(1).progressOf(3)).toMatchObject({ state: 'StateReplicate', match: 6 });
    network.peer(1).propose('next');
    network.run();
    expect(network.peer(3).applied.at(-1)).toBe('next');
  });

  it('[R-7] a snapshot holds the last included index and term, the configuration and the state', () => {
    const network = behind();
    expect(network.peer(1).storage.snapshot()).toEqual({
      index: 6,
      term: 1,
      confState: three,
      data: textBytes('0,1,2,3,4'),
    });
  });

  it('[R-7] a snapshot with new information replaces the whole log and the configuration', () => {
    const peer = new Peer(configFor(1, storageWith(confStateOf([1, 2]), logOf('1 1 2'))));
    peer.node.step(snapMessage(snapshotAt(10, 3), 3));
    expect(peer.node.status()).toMatchObject({
      firstIndex: 11,
      lastIndex: 10,
      lastTerm: 3,
      pendingSnapshotIndex: 10,
    });
    const [answer] = ofType(peer.settle(), 'MsgAppResp');
    expect(answer).toMatchObject({ index: 10, reject: false });
    expect(peer.confState).toEqual(three);
    expect(peer.node.status()).toMatchObject({ applied: 10, pendingSnapshotIndex: 0, confState: three });
    expect(peer.readies.at(-1)?.snapshot?.data).toEqual(textBytes('state 10'));
  });

  it('[R-7] a snapshot of a prefix of the log keeps what follows it: only the commit index moves', () => {
    const peer = new Peer(configFor(1, storageWith(three, logOf('1 1 1 1'))));
    peer.node.step(snapMessage(snapshotAt(3, 1)));
    const [answer] = ofType(peer.settle(), 'MsgAppResp');
    expect(answer).toMatchObject({ index: 3 });
    expect(peer.terms).toBe('1 1 1 1');
    expect(peer.state.commit).toBe(3);
    expect(peer.node.takeTrace()).toContainEqual(
      expect.objectContaining({ type: 'snapshotIgnored', reason: 'fastForwarded' }),
    );
  });

  it('[R-7] an old snapshot changes nothing and is answered with the commit index', () => {
    const peer = new Peer(configFor(1, storageWith(three, logOf('1 1 1'), { term: 1, commit: 3 })));
    peer.settle();
    peer.node.step(snapMessage(snapshotAt(2, 1)));
    expect(ofType(peer.settle(), 'MsgAppResp')).toMatchObject([{ index: 3 }]);
  });

  it('[R-7] a snapshot of a configuration without us is ignored', () => {
    const peer = new Peer(configFor(1, storageWith(three)));
    peer.node.step(snapMessage(snapshotAt(9, 1, confStateOf([2, 3]))));
    expect(peer.node.status().lastIndex).toBe(0);
    expect(peer.node.takeTrace()).toContainEqual(expect.objectContaining({ reason: 'notMember' }));
  });

  it('[R-7] a candidate that gets a snapshot of its term follows and restores', () => {
    const peer = new Peer(configFor(1, storageWith(three)));
    peer.node.campaign();
    peer.node.step(snapMessage(snapshotAt(9, 1)));
    expect(peer.state).toMatchObject({ role: 'StateFollower', lead: 2 });
    expect(peer.node.status().lastIndex).toBe(9);
  });

  it('[R-7] nobody campaigns with a snapshot that is not yet on disk', () => {
    const peer = new Peer(configFor(1, storageWith(three)));
    peer.node.step(snapMessage(snapshotAt(9, 1)));
    peer.node.campaign();
    peer.tick(50);
    expect(peer.state.role).toBe('StateFollower');
    peer.settle();
    peer.node.campaign();
    expect(peer.state.role).toBe('StateCandidate');
  });

  it('[R-7] nothing is sent to a member that waits for a snapshot', () => {
    const network = behind();
    network.delivers = ({ type, to }) => !(type === 'MsgSnap' && to === 3);
    network.tickAll(2);
    expect(network.peer(1).progressOf(3)).toMatchObject({
      state: 'StateSnapshot',
      pendingSnapshot: 6,
      paused: true,
    });
    const before = network.delivered.length;
    network.peer(1).propose('x');
    network.run();
    const later = network.delivered.slice(before);
    expect(later.filter(({ type, to }) => type === 'MsgApp' && to === 3)).toEqual([]);
  });

  it('[R-7] a snapshot that failed is tried again after a heartbeat; one that arrived is probed from its end', () => {
    const network = behind();
    network.delivers = ({ type }) => type !== 'MsgSnap';
    network.tickAll(2);
    const leader = network.peer(1);
    leader.node.reportSnapshot(3, 'failure');
    expect(leader.progressOf(3)).toMatchObject({ state: 'StateProbe', next: 2, paused: true });
    network.tickAll(1);
    expect(leader.progressOf(3).state).toBe('StateSnapshot');
    leader.node.reportSnapshot(3, 'finish');
    expect(leader.progressOf(3)).toMatchObject({ state: 'StateProbe', next: 7, paused: true });
    leader.node.reportSnapshot(3, 'failure');
    expect(leader.progressOf(3).state).toBe('StateProbe');
  });

  it('[R-7] any acknowledgement that reaches the leader’s log ends the wait for a snapshot', () => {
    const network = behind();
    network.delivers = ({ type }) => type !== 'MsgSnap';
    network.tickAll(2);
    const leader = network.peer(1);
    leader.node.step(ack(4));
    expect(leader.progressOf(3).state).toBe('StateSnapshot');
    leader.node.step(ack(6));
    expect(leader.progressOf(3).state).toBe('StateReplicate');
  });

  it('[R-7] no snapshot is sent to a member that has been silent, nor while there is none to send', () => {
    const network = behind();
    const leader = network.peer(1);
    leader.node.campaign(); // refused: it leads
    network.tickAll(0);
    const reasons = (): unknown[] =>
      leader.node.takeTrace().flatMap((one) => (one.type === 'snapshotNotSent' ? [one.reason] : []));
    network.heal();
    leader.node.step({
      type: 'MsgAppResp',
      to: 1,
      from: 3,
      term: 1,
      index: 1,
      reject: true,
      rejectHint: 0,
      logTerm: 0,
    });
    const { storage } = leader;
    const original = storage.snapshot.bind(storage);
    storage.snapshot = () => 'snapshotTemporarilyUnavailable';
    leader.node.takeTrace();
    leader.node.reportUnreachable(3);
    leader.node.step({ type: 'MsgHeartbeatResp', to: 1, from: 3, term: 1, context: undefined });
    expect(reasons()).toEqual(['unavailable']);
    storage.snapshot = original;
  });

  it('[R-7] who has not been heard since the last quorum check is not sent a snapshot', () => {
    const network = Network.of(3, { checkQuorum: true });
    network.elect(1);
    network.isolate(3);
    for (let i = 0; i < 5; i++) network.peer(1).propose(`${i}`);
    network.run();
    network.peer(1).compact();
    network.tickAll(10);
    const leader = network.peer(1);
    leader.node.reportUnreachable(3);
    leader.node.takeTrace();
    leader.propose('x');
    expect(leader.node.takeTrace()).toContainEqual({ type: 'snapshotNotSent', to: 3, reason: 'inactive' });
  });
});

describe('paper 8, thesis 6.4: read-only requests', () => {
  it('[R-8] a leader appends an empty entry at the start of its term', () => {
    const network = Network.withLogs(['1', '1', '1']);
    network.elect(2);
    expect(network.peer(2).node.logEntry(2)).toEqual({
      type: 'EntryNormal',
      term: 2,
      index: 2,
      data: undefined,
    });
  });

  it('[R-8] a leader confirms by a round of heartbeats that it has not been deposed', () => {
    const network = Network.of(3);
    network.elect(1);
    network.peer(1).propose('x');
    network.run();
    network.isolate(2, 3);
    network.peer(1).node.readIndex(textBytes('r'));
    network.run();
    expect(network.peer(1).reads).toEqual([]);
    network.heal();
    network.tickAll(1);
    expect(network.peer(1).reads).toEqual([{ index: 2, context: 'r' }]);
  });

  it('[R-8] a read sees every commit before it, also through a follower', () => {
    const network = Network.of(3);
    network.elect(1);
    for (let i = 0; i < 3; i++) {
      network.peer(1).propose(`${i}`);
      network.run();
      network.peer(2).node.readIndex(textBytes(`r${i}`));
      network.run();
    }
    expect(network.peer(2).reads).toEqual([
      { index: 2, context: 'r0' },
      { index: 3, context: 'r1' },
      { index: 4, context: 'r2' },
    ]);
  });

  it('[R-thesis-6.4] reads wait until the leader has committed an entry of its term', () => {
    const network = Network.withLogs(['1 1', '1 1', '1 1']);
    network.dropType('MsgAppResp');
    network.peer(1).node.campaign();
    network.run();
    network.peer(1).node.readIndex(textBytes('early'));
    network.tickAll(3);
    expect(network.peer(1).reads).toEqual([]);
    network.heal();
    network.tickAll(2);
    expect(network.peer(1).reads).toEqual([{ index: 3, context: 'early' }]);
  });

  it('[R-thesis-6.4] heartbeats carry the position of the reads they confirm, little-endian', () => {
    const network = Network.of(3);
    network.elect(1);
    const leader = network.peer(1);
    leader.tick();
    expect(ofType(leader.settle(), 'MsgHeartbeat').map(({ context }) => context)).toEqual([
      undefined,
      undefined,
    ]);
    for (let i = 0; i < 258; i++) leader.node.readIndex(textBytes('r'));
    const contexts = ofType(leader.settle(), 'MsgHeartbeat').map(({ context }) => Array.from(context ?? []));
    expect(contexts[0]).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
    expect(contexts.at(-1)).toEqual([2, 1, 0, 0, 0, 0, 0, 0]);
    leader.tick();
    const [beat] = ofType(leader.settle(), 'MsgHeartbeat');
    expect([...(beat?.context ?? [])]).toEqual([2, 1, 0, 0, 0, 0, 0, 0]);
  });

  it('[R-thesis-6.4] one answer confirms all reads before its position, an old answer none after it', () => {
    const network = Network.of(3);
    network.elect(1);
    const leader = network.peer(1);
    for (const text of ['a', 'b', 'c']) leader.node.readIndex(textBytes(text));
    leader.node.step(answer(2));
    leader.settle();
    expect(leader.reads.map(({ context }) => context)).toEqual(['a', 'b']);
    leader.node.step(answer(1));
    leader.settle();
    expect(leader.reads).toHaveLength(2);
    leader.node.step(answer(3));
    leader.settle();
    expect(leader.reads.map(({ context }) => context)).toEqual(['a', 'b', 'c']);
    leader.tick();
    expect(ofType(leader.settle(), 'MsgHeartbeat')[0]?.context).toBeUndefined();
  });

  it('[R-thesis-6.4] a follower sends the context back as it came', () => {
    const peer = new Peer(configFor(1, storageWith(three)));
    const context = Uint8Array.of(7, 0, 0, 0, 0, 0, 0, 0);
    peer.node.step({ type: 'MsgHeartbeat', to: 1, from: 2, term: 1, commit: 0, context });
    expect(ofType(peer.settle(), 'MsgHeartbeatResp')[0]?.context).toEqual(context);
  });

  it('[R-thesis-6.4] unconfirmed reads and their count do not outlive the leadership', () => {
    const network = Network.of(3);
    network.elect(1);
    network.isolate(1);
    network.peer(1).node.readIndex(textBytes('lost'));
    network.run();
    network.heal();
    network.elect(2);
    network.elect(1);
    network.peer(1).node.readIndex(textBytes('new'));
    const [beat] = ofType(network.peer(1).settle(), 'MsgHeartbeat');
    expect([...(beat?.context ?? [])][0]).toBe(1);
  });

  it('[R-thesis-6.4] the only voter answers at once', () => {
    const network = Network.of(1);
    network.elect(1);
    network.peer(1).node.readIndex(textBytes('r'));
    network.run();
    expect(network.peer(1).reads).toEqual([{ index: 1, context: 'r' }]);
    expect(network.delivered.filter(({ type }) => type === 'MsgHeartbeat')).toEqual([]);
  });

  it('[R-thesis-6.4.1] a leader with a lease answers without a round of messages', () => {
    const network = Network.of(3, { checkQuorum: true, readOnlyOption: 'leaseBased' });
    network.elect(1);
    network.isolate(1);
    network.peer(1).node.readIndex(textBytes('r'));
    network.run();
    expect(network.peer(1).reads).toEqual([{ index: 1, context: 'r' }]);
  });

  it('[R-thesis-6.4] without a leader a read is dropped, and a strange answer is not for us', () => {
    const peer = new Peer(configFor(1, storageWith(three)));
    peer.node.readIndex(textBytes('r'));
    expect(peer.settle()).toEqual([]);
    expect(peer.node.takeTrace().at(-1)).toEqual({ type: 'readIndexDropped', reason: 'noLeader' });
    const two = [entry(0, 0, 'a'), entry(0, 0, 'b')];
    peer.node.step({ type: 'MsgReadIndexResp', to: 1, from: 2, term: 1, index: 4, entries: two });
    peer.settle();
    expect(peer.reads).toEqual([]);
  });
});

describe('thesis 3.10: leadership transfer', () => {
  it('[R-thesis-3.10] an up-to-date transferee is told to campaign at once, and wins with the mark', () => {
    const network = Network.of(3, { checkQuorum: true, preVote: true });
    network.elect(1);
    network.peer(1).node.transferLeader(3);
    network.run();
    expect(network.peers.map((peer) => peer.state.lead)).toEqual([3, 3, 3]);
    const requests = ofType(network.delivered, 'MsgVote').filter(({ from }) => from === 3);
    expect(requests.map(({ context }) => new TextDecoder().decode(context))).toEqual([
      'CampaignTransfer',
      'CampaignTransfer',
    ]);
    expect(ofType(network.delivered, 'MsgPreVote').filter(({ from }) => from === 3)).toEqual([]);
  });

  it('[R-thesis-3.10] a transferee that is behind is brought up to date first', () => {
    const network = Network.of(3);
    network.elect(1);
    network.isolate(3);
    network.peer(1).propose('x');
    network.run();
    network.heal();
    network.peer(1).node.transferLeader(3);
    network.run();
    network.tickAll(2);
    expect(network.peer(3).state.role).toBe('StateLeader');
    expect(network.peer(3).applied).toEqual(['x']);
  });

  it('[R-thesis-3.10] during a transfer the leader takes no proposals', () => {
    const network = Network.of(3);
    network.elect(1);
    network.isolate(3);
    network.peer(1).node.transferLeader(3);
    network.run();
    expect(network.peer(1).propose('x')).toBe('proposalDropped');
    expect(network.peer(1).node.status().leadTransferee).toBe(3);
  });

  it('[R-thesis-3.10] a transfer that takes an election timeout is given up', () => {
    const network = Network.of(3);
    network.elect(1);
    network.isolate(3);
    network.peer(1).node.transferLeader(3);
    network.peer(1).tick(9);
    expect(network.peer(1).node.status().leadTransferee).toBe(3);
    network.peer(1).tick();
    expect(network.peer(1).node.status().leadTransferee).toBe(0);
    expect(network.peer(1).propose('x')).toBeUndefined();
  });

  it('[R-thesis-3.10] a transfer to a second server replaces the first; the same again changes nothing', () => {
    const network = Network.of(3);
    network.elect(1);
    network.isolate(2, 3);
    const leader = network.peer(1);
    leader.node.transferLeader(3);
    leader.tick(3);
    leader.node.transferLeader(3);
    expect(leader.node.status().electionElapsed).toBe(3);
    leader.node.transferLeader(2);
    expect(leader.node.status()).toMatchObject({ leadTransferee: 2, electionElapsed: 0 });
    leader.node.transferLeader(1);
    expect(leader.node.status().leadTransferee).toBe(0);
  });

  it('[R-thesis-3.10] learners and strangers are never transferees', () => {
    const conf = confStateOf([1, 2], [3]);
    const network = new Network([1, 2, 3].map((id) => new Peer(configFor(id, storageWith(conf)))));
    network.elect(1);
    network.peer(1).node.transferLeader(3);
    network.peer(1).node.transferLeader(9);
    expect(network.peer(1).node.status().leadTransferee).toBe(0);
  });

  it('[R-thesis-3.10] a follower passes the request on to its leader, or refuses without one', () => {
    const network = Network.of(3);
    network.peer(2).node.transferLeader(3);
    expect(network.peer(2).node.takeTrace().at(-1)).toMatchObject({
      type: 'transferRefused',
      reason: 'noLeader',
    });
    network.elect(1);
    network.peer(2).node.transferLeader(3);
    network.run();
    expect(network.peer(3).state.role).toBe('StateLeader');
  });

  it('[R-thesis-3.10] removing the transferee ends the transfer', () => {
    const network = Network.of(3);
    network.elect(1);
    const leader = network.peer(1);
    leader.node.proposeConfChange({
      version: 1,
      id: 1,
      type: 'ConfChangeRemoveNode',
      nodeId: 3,
      context: undefined,
    });
    network.delivers = ({ type }) => type !== 'MsgTimeoutNow';
    const messages = leader.settle();
    leader.node.transferLeader(3);
    expect(leader.node.status().leadTransferee).toBe(3);
    network.queue.push(...messages);
    network.run();
    expect(leader.node.status().leadTransferee).toBe(0);
  });

  it('[R-thesis-3.10] a candidate and a learner ignore the call to campaign', () => {
    const peer = new Peer(configFor(1, storageWith(three)));
    peer.node.campaign();
    peer.node.step({ type: 'MsgTimeoutNow', to: 1, from: 2, term: 1 });
    expect(peer.state.term).toBe(1);
    const learner = new Peer(configFor(4, storageWith(confStateOf([1], [4]))));
    learner.node.step({ type: 'MsgTimeoutNow', to: 4, from: 1, term: 1 });
    expect(learner.state.role).toBe('StateFollower');
  });
});
