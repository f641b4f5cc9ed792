import { describe, expect, it } from 'vitest';
import type { ConfChange, ConfChangeType, ConfChangeV2 } from '../../src/raft/entry.ts';
import { LittleCluster, put } from './little-cluster.ts';

const one = (type: ConfChangeType, nodeId: number): ConfChange => ({
  version: 1,
  id: 0,
  type,
  nodeId,
  context: undefined,
});

const several = (...changes: [ConfChangeType, number][]): ConfChangeV2 => ({
  version: 2,
  transition: 'ConfChangeTransitionAuto',
  changes: changes.map(([type, nodeId]) => ({ type, nodeId })),
  context: undefined,
});

function led(voters: number[], settings = {}): LittleCluster {
  const cluster = new LittleCluster(voters, settings);
  cluster.elect(1);
  cluster.ask(1, put('a', '1'));
  return cluster;
}

describe('a change of members', () => {
  it('is answered with the configuration when it is applied at the member that was asked', () => {
    const cluster = led([1, 2, 3]);
    const request = cluster.change(2, one('ConfChangeRemoveNode', 3));
    cluster.run();
    expect(cluster.answers.get(request)).toMatchObject({
      status: 'ok',
      result: { type: 'confChange', confState: { voters: [1, 2] } },
    });
    expect(cluster.member(1).entries(3, 3)).toMatchObject([{ kind: 'conf', label: '-3' }]);
  });

  it.each([2n ** 64n - 1n, 2n ** 64n - 2n, 2n ** 63n])(
    'may name any id of 64 bits, those of raft’s local threads, too: %s',
    (id) => {
      const cluster = led([1, 2, 3]);
      const request = cluster.request(1, { type: 'memberUpdate', id, peerUrls: ['http://10.0.0.9:2380'] });
      cluster.run();
      expect(cluster.answers.get(request)).toEqual({ status: 'failed', error: 'memberNotFound' });
      expect(cluster.member(2).entries(1, 9).at(-1)).toMatchObject({ index: 3, kind: 'conf' });
    },
  );

  it('brings in a new machine that is sent the whole log', () => {
    const cluster = led([1, 2, 3]);
    cluster.start(4);
    cluster.tick(30, 4);
    expect(cluster.member(4).view()).toMatchObject({ term: 0, confState: { voters: [] } });
    const request = cluster.change(2, one('ConfChangeAddNode', 4));
    cluster.run();
    cluster.tick(3);
    expect(cluster.answers.get(request)?.status).toBe('ok');
    const [leader, fresh] = [cluster.member(1).view(), cluster.member(4).view()];
    expect(fresh).toMatchObject({
      confState: leader.confState,
      kvHash: leader.kvHash,
      applied: leader.applied,
    });
    expect(fresh.confState.voters).toEqual([1, 2, 3, 4]);
    cluster.tick(3);
    expect(cluster.ask(4, put('b', '2'))).toMatchObject({ status: 'ok' });
    cluster.crash(4);
    cluster.start(4);
    cluster.run();
    cluster.tick();
    expect(cluster.member(4).view().confState.voters).toEqual([1, 2, 3, 4]);
  });

  it('brings in a new machine that is sent a snapshot', () => {
    const cluster = led([1, 2, 3], { snapshotCatchUpEntries: 0 });
    cluster.input(1, { type: 'snapshotNow' });
    cluster.run();
    cluster.start(4);
    cluster.change(1, one('ConfChangeAddLearnerNode', 4));
    cluster.run();
    cluster.tick(2);
    cluster.input(1, { type: 'snapshotStatus', peer: 4, ok: true });
    cluster.tick(2);
    expect(cluster.traceOf(4, 'snapshotInstalled')).toHaveLength(1);
    const [leader, fresh] = [cluster.member(1).view(), cluster.member(4).view()];
    expect(fresh).toMatchObject({
      confState: leader.confState,
      kvHash: leader.kvHash,
      applied: leader.applied,
    });
    expect(fresh.confState.learners).toEqual([4]);
  });

  it('several at once go through a joint configuration and leave it by themselves', () => {
    const cluster = led([1, 2, 3]);
    cluster.start(4);
    cluster.start(5);
    const change = several(['ConfChangeAddNode', 4], ['ConfChangeAddNode', 5], ['ConfChangeRemoveNode', 3]);
    const request = cluster.change(1, change);
    cluster.run();
    cluster.tick(5);
    expect(cluster.answers.get(request)).toMatchObject({
      result: { confState: { voters: [1, 2, 4, 5], votersOutgoing: [1, 2, 3], autoLeave: true } },
    });
    for (const id of [1, 2, 4, 5]) {
      expect(cluster.member(id).view().confState).toMatchObject({ voters: [1, 2, 4, 5], votersOutgoing: [] });
    }
    expect(
      cluster
        .member(5)
        .entries(3, 4)
        .map((entry) => entry.label),
    ).toEqual(['+4 +5 -3', 'leave']);
  });

  it('promotes a learner', () => {
    const cluster = led([1, 2, 3]);
    cluster.start(4);
    cluster.change(1, one('ConfChangeAddLearnerNode', 4));
    cluster.run();
    cluster.tick(3);
    const request = cluster.change(1, one('ConfChangeAddNode', 4));
    cluster.run();
    cluster.tick(3);
    expect(cluster.answers.get(request)?.status).toBe('ok');
    expect(cluster.member(4).view().confState).toMatchObject({ voters: [1, 2, 3, 4], learners: [] });
  });

  it('leaves a removed member running, a member no more', () => {
    const cluster = led([1, 2, 3]);
    cluster.change(1, one('ConfChangeRemoveNode', 3));
    cluster.run();
    cluster.tick(2);
    cluster.ask(1, put('b', '2'));
    cluster.tick(40, 3);
    const view = cluster.member(3).view();
    expect(view.state).not.toBe('StateLeader');
    expect(cluster.member(1).view()).toMatchObject({ state: 'StateLeader', confState: { voters: [1, 2] } });
  });

  it.each([
    ['a voter that is there', one('ConfChangeAddNode', 2), 'memberExists'],
    ['a learner that is a voter', one('ConfChangeAddLearnerNode', 2), 'memberExists'],
    ['the removal of a stranger', one('ConfChangeRemoveNode', 9), 'memberNotFound'],
    [
      'a removal of all',
      several(['ConfChangeRemoveNode', 1], ['ConfChangeRemoveNode', 2], ['ConfChangeRemoveNode', 3]),
      'unhealthy',
    ],
    ['leaving no joint configuration', several(), 'unhealthy'],
  ])('is refused when plainly wrong: %s', (_, change, error) => {
    const cluster = led([1, 2, 3]);
    const request = cluster.change(2, change);
    expect(cluster.answers.get(request)).toEqual({ status: 'failed', error });
    expect(cluster.member(2).view().pendingProposals).toBe(0);
  });

  it('certainly fails while another one is not applied, and without a leader', () => {
    const cluster = led([1, 2, 3]);
    cluster.stalled.add(1);
    const first = cluster.change(1, one('ConfChangeRemoveNode', 3));
    const second = cluster.change(1, one('ConfChangeRemoveNode', 2));
    expect(cluster.answers.get(second)).toEqual({ status: 'failed', error: 'proposalDropped' });
    cluster.stalled.clear();
    cluster.run();
    expect(cluster.answers.get(first)?.status).toBe('ok');
    const leaderless = new LittleCluster();
    const request = leaderless.change(1, one('ConfChangeRemoveNode', 3));
    expect(leaderless.answers.get(request)).toEqual({ status: 'failed', error: 'noLeader' });
  });

  it('that has become impossible meanwhile is made by nobody', () => {
    const cluster = led([1, 2]);
    cluster.isolated.add(2);
    const late = cluster.change(2, one('ConfChangeRemoveNode', 1)); // asked while {1,2}; its message is kept
    const kept = cluster.flying.filter((message) => message.type === 'MsgProp');
    cluster.flying = [];
    cluster.isolated.clear();
    cluster.change(1, one('ConfChangeRemoveNode', 2));
    cluster.run();
    cluster.tick(2);
    expect(cluster.member(1).view().confState.voters).toEqual([1]);
    cluster.flying.push(...kept);
    cluster.run();
    expect(cluster.member(1).view()).toMatchObject({ confState: { voters: [1] }, last: 4, applied: 4 });
    expect(cluster.answers.has(late)).toBe(false); // 2 is no member any more and hears nothing
  });
});
