import { describe, expect, it } from 'vitest';
import { LOCAL_APPEND_THREAD, LOCAL_APPLY_THREAD } from '../../../src/raft/message.ts';
import { RawNode } from '../../../src/raft/raw-node.ts';
import { AsyncPeer } from './async-peer.ts';
import { confStateOf, configFor, entry, logOf, ofType, storageWith } from './harness.ts';
import { textBytes } from './text.ts';

const three = confStateOf([1, 2, 3]);

describe('thesis 3.8 and 10.2.1: asynchronous storage', () => {
  it('[R-thesis-3.8] votes and acknowledgements leave only when what they vouch for is on disk', () => {
    const peer = new AsyncPeer();
    peer.node.step({ type: 'MsgVote', to: 1, from: 2, term: 1, index: 0, logTerm: 0, context: undefined });
    peer.ready();
    expect(peer.sent).toEqual([]);
    peer.finishWrite();
    expect(ofType(peer.sent, 'MsgVoteResp')).toMatchObject([{ to: 2, reject: false }]);
    expect(peer.storage.initialState().hardState).toEqual({ term: 1, vote: 2, commit: 0 });
    peer.append(1, { index: 0, term: 0 }, [entry(1, 1)]);
    peer.ready();
    expect(ofType(peer.sent, 'MsgAppResp')).toEqual([]);
    peer.finishWrite();
    expect(ofType(peer.sent, 'MsgAppResp')).toMatchObject([{ index: 1 }]);
  });

  it('[R-thesis-10.2.1] the leader sends entries while it writes them, and counts itself when they are on disk', () => {
    const peer = new AsyncPeer();
    peer.node.campaign();
    peer.ready();
    peer.finishWrite();
    peer.node.step({ type: 'MsgVoteResp', to: 1, from: 2, term: 1, reject: false });
    const messages = peer.ready();
    expect(ofType(messages, 'MsgApp').map(({ to }) => to)).toEqual([2, 3]);
    const [write] = ofType(messages, 'MsgStorageAppend');
    expect(write?.responses.map(({ type, to }) => [type, to])).toEqual([
      ['MsgAppResp', 1],
      ['MsgStorageAppendResp', 1],
    ]);
    expect(peer.node.status().progress[0]?.match).toBe(0);
    peer.finishWrite();
    expect(peer.node.status().progress[0]?.match).toBe(1);
  });

  it('[R-thesis-10.2.1] followers can commit an entry before the leader’s own disk has it', () => {
    const peer = new AsyncPeer();
    peer.node.campaign();
    peer.ready();
    peer.finishWrite();
    peer.node.step({ type: 'MsgVoteResp', to: 1, from: 2, term: 1, reject: false });
    peer.ready();
    for (const from of [2, 3])
      peer.node.step({
        type: 'MsgAppResp',
        to: 1,
        from,
        term: 1,
        index: 1,
        reject: false,
        rejectHint: 0,
        logTerm: 0,
      });
    expect(peer.node.status()).toMatchObject({ hardState: { commit: 1 }, stableIndex: 0 });
    peer.ready();
    expect(peer.applies).toEqual([]);
    peer.finishWrite();
    peer.ready();
    expect(peer.applies.map(({ entries }) => entries.length)).toEqual([1]);
  });

  it('[R-thesis-3.8] the only voter commits when its own write is done, not before', () => {
    const peer = new AsyncPeer(confStateOf([1]));
    peer.node.campaign();
    peer.ready();
    expect(peer.node.status().softState.raftState).toBe('StateCandidate');
    peer.finishWrite();
    expect(peer.node.status().softState.raftState).toBe('StateLeader');
    peer.ready();
    peer.node.propose(textBytes('x'));
    peer.ready();
    expect(peer.node.status().hardState.commit).toBe(0);
    peer.finishWrite();
    expect(peer.node.status().hardState.commit).toBe(1);
    peer.finishWrite();
    expect(peer.node.status().hardState.commit).toBe(2);
  });

  it('[R-etcd] several writes are under way at once, and done in order', () => {
    const peer = new AsyncPeer();
    for (let i = 1; i <= 3; i++) {
      peer.append(1, { index: i - 1, term: i === 1 ? 0 : 1 }, [entry(1, i)]);
      peer.ready();
    }
    expect(peer.appends.map(({ entries }) => entries.map(({ index }) => index))).toEqual([[1], [2], [3]]);
    expect(peer.node.status().stableIndex).toBe(0);
    peer.finishWrite();
    expect(peer.node.status().stableIndex).toBe(1);
    peer.finishWrite();
    peer.finishWrite();
    expect(peer.node.status().stableIndex).toBe(3);
    expect(peer.node.hasReady()).toBe(false);
  });

  it('[R-etcd] an old write’s response does not count for entries that were overwritten and written again (ABA)', () => {
    const peer = new AsyncPeer();
    const a = [entry(1, 1, 'a'), entry(1, 2, 'a')];
    const b = [entry(2, 1, 'b'), entry(2, 2, 'b')];
    peer.append(1, { index: 0, term: 0 }, a);
    peer.ready();
    peer.append(2, { index: 0, term: 0 }, b);
    peer.ready();
    peer.append(3, { index: 0, term: 0 }, a);
    peer.ready();
    expect(peer.appends).toHaveLength(3);
    peer.finishWrite();
    // (2, term 1) is in the log and on disk now, but the second write will still overwrite it there.
    expect(peer.node.status().stableIndex).toBe(0);
    expect(peer.node.takeTrace()).toContainEqual({ type: 'staleAppendResponse', messageTerm: 1, term: 3 });
    peer.finishWrite();
    expect(peer.storage.term(1)).toBe(2);
    expect(peer.node.status().stableIndex).toBe(0);
    expect(peer.node.logEntry(1)).toEqual(a[0]);
    peer.finishWrite();
    expect(peer.node.status().stableIndex).toBe(2);
    expect(peer.storage.term(1)).toBe(1);
  });

  it('[R-etcd] a write without entries vouches for those whose response was lost to a change of term', () => {
    const peer = new AsyncPeer();
    peer.append(1, { index: 0, term: 0 }, [entry(1, 1)]);
    peer.ready();
    peer.node.step({ type: 'MsgHeartbeat', to: 1, from: 3, term: 2, commit: 0, context: undefined });
    peer.ready();
    expect(peer.appends[1]?.entries).toEqual([]);
    peer.finishWrite();
    expect(peer.node.status().stableIndex).toBe(0);
    peer.finishWrite();
    expect(peer.node.status().stableIndex).toBe(1);
  });

  it('[R-etcd] a snapshot that reaches the disk counts in every term', () => {
    const peer = new AsyncPeer();
    const snapshot = { index: 9, term: 1, confState: three, data: undefined };
    peer.node.step({ type: 'MsgSnap', to: 1, from: 2, term: 1, snapshot });
    peer.ready();
    peer.node.step({ type: 'MsgHeartbeat', to: 1, from: 3, term: 2, commit: 0, context: undefined });
    peer.ready();
    expect(peer.node.status().pendingSnapshotIndex).toBe(9);
    peer.finishWrite();
    expect(peer.node.status()).toMatchObject({ pendingSnapshotIndex: 0, applied: 9 });
  });

  it('[R-etcd] entries are applied in pieces of the limit, over all that is outstanding', () => {
    const peer = new AsyncPeer(three, [], { maxCommittedSizePerReady: 1 });
    peer.append(1, { index: 0, term: 0 }, logOf('1 1 1'), 3);
    peer.ready();
    peer.finishWrite();
    peer.ready();
    peer.ready();
    expect(peer.applies.map(({ entries }) => entries.map(({ index }) => index))).toEqual([[1]]);
    peer.finishApply();
    peer.ready();
    expect(peer.applies.map(({ entries }) => entries.map(({ index }) => index))).toEqual([[2]]);
    expect(peer.node.status()).toMatchObject({ applied: 1, applying: 2 });
  });

  it('[R-etcd] committed entries that are not on the own disk are not applied, unlike with synchronous storage', () => {
    const peer = new AsyncPeer();
    peer.append(1, { index: 0, term: 0 }, logOf('1 1'), 2);
    expect(ofType(peer.ready(), 'MsgStorageApply')).toEqual([]);
    const storage = storageWith(three);
    const synchronous = new RawNode(configFor(1, storage));
    synchronous.step({
      type: 'MsgApp',
      to: 1,
      from: 2,
      term: 1,
      index: 0,
      logTerm: 0,
      entries: logOf('1 1'),
      commit: 2,
    });
    const ready = synchronous.ready();
    expect([ready.entries.length, ready.committedEntries.length]).toEqual([2, 2]);
  });

  it('[R-etcd] the threads have ids of their own, and only they may send local messages', () => {
    const peer = new AsyncPeer();
    peer.append(1, { index: 0, term: 0 }, logOf('1'), 1);
    peer.ready();
    expect(peer.appends[0]).toMatchObject({ to: LOCAL_APPEND_THREAD, from: 1 });
    const forged = { type: 'MsgStorageApplyResp', to: 1, from: 2, term: 0, entries: [] } as const;
    expect(peer.node.step(forged)).toBe('stepLocalMsg');
    expect(peer.node.step({ ...forged, from: LOCAL_APPLY_THREAD })).toBeUndefined();
    for (const type of ['MsgHup', 'MsgBeat', 'MsgCheckQuorum', 'MsgUnreachable'] as const)
      expect(peer.node.step({ type, to: 1, from: 2, term: 0 })).toBe('stepLocalMsg');
  });

  it('[R-etcd] advance() belongs to synchronous storage, once for every Ready', () => {
    const peer = new AsyncPeer();
    expect(() => peer.node.advance()).toThrow(/asynchronous/);
    const node = new RawNode(configFor(1, storageWith(three)));
    node.campaign();
    node.ready();
    expect(() => node.ready()).toThrow(/advanced before/);
    node.advance();
    node.advance();
  });
});
