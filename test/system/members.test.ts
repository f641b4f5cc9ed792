import { describe, expect, it } from 'vitest';
import { EtcdLab, get, put, watchAll } from './etcd-lab.ts';

/** So long a connection must have lasted before it counts. */
const HEALTHY_MS = 6000;
const url = 'http://127.0.0.1:42380';

const addressOfFour = { type: 'memberAdd', peerUrls: [url] } as const;

describe('members, by the API', () => {
  it('have the ids that etcd computes from their URLs, and tell their names through the log', async () => {
    const lab = await EtcdLab.start({ clusterToken: 'etcd-cluster-1' });
    const { members } = await lab.must('memberList', 2, { type: 'memberList' });
    expect(members.map(({ id, name, clientUrls }) => [id.toString(16), name, clientUrls])).toEqual([
      ['8211f1d0f64f3269', 'infra1', ['http://127.0.0.1:2379']],
      ['91bc3c398fb3c146', 'infra2', ['http://127.0.0.1:22379']],
      ['fd422379fda50e48', 'infra3', ['http://127.0.0.1:32379']],
    ]);
    const status = await lab.must('status', lab.leader, { type: 'status' });
    expect(status).toMatchObject({ version: '3.4.23', raftTerm: 2, isLearner: false });
    for (const node of [1, 2, 3]) {
      expect(await lab.page(node, '/version')).toBe('200 {"etcdserver":"3.4.23","etcdcluster":"3.4.0"}');
      expect(await lab.page(node, '/health')).toBe('200 {"health":"true"}');
    }
  });

  it('begin, when there is one, with the log that etcd writes: raft index 4 when it is ready', async () => {
    const lab = await EtcdLab.start({ nodes: 1 });
    const status = await lab.must('status', 1, { type: 'status' });
    expect(status).toMatchObject({ revision: 1, raftIndex: 4, raftAppliedIndex: 4, raftTerm: 2 });
    const labels = lab.cluster
      .members()[0]
      ?.entries(1, 4)
      .map(({ term, type, kind }) => `${term} ${type} ${kind}`);
    expect(labels).toEqual([
      '1 EntryConfChange conf',
      '2 EntryNormal empty',
      '2 EntryNormal other',
      '2 EntryNormal other',
    ]);
  });

  it('grow by one that is added, started and catches up; it serves then', async () => {
    const lab = await EtcdLab.start();
    await lab.run(HEALTHY_MS);
    await lab.must('put', 1, put('a', '1'));
    const { member } = await lab.must('memberAdd', lab.follower, addressOfFour);
    expect(member).toMatchObject({ name: '', peerUrls: [url], isLearner: false });
    await lab.act({ type: 'addMachine', node: 4 });
    await lab.run(5000);
    const { members } = await lab.must('memberList', 4, { type: 'memberList' });
    expect(members.find(({ id }) => id === member.id)).toMatchObject({
      name: 'infra4',
      clientUrls: ['http://127.0.0.1:42379'],
    });
    expect(await lab.read(4, 'a')).toBe('a=1');
    expect(lab.cluster.members().map((each) => each.view().confState.voters)).toEqual(
      lab.cluster.members().map(() => [1, 2, 3, 4]),
    );
    expect(new Set(lab.hashes()).size).toBe(1);
  });

  it('are not added while too few of them have ever started', async () => {
    const lab = await EtcdLab.start({ nodes: 1 });
    await lab.must('memberAdd', 1, { type: 'memberAdd', peerUrls: ['http://127.0.0.1:22380'] });
    expect(await lab.ask(1, addressOfFour)).toBe('failed: memberNotEnoughStarted');
  });

  it('are not added while one is not connected, unless that check is off', async () => {
    for (const strictReconfigCheck of [true, false]) {
      const lab = await EtcdLab.start({ strictReconfigCheck });
      await lab.run(HEALTHY_MS);
      await lab.act({ type: 'kill', node: lab.follower });
      await lab.run(HEALTHY_MS);
      const answer = await lab.ask(lab.leader, addressOfFour);
      if (strictReconfigCheck) expect(answer).toBe('failed: unhealthy');
      else expect(answer).toMatchObject({ type: 'memberAdd' });
    }
  });

  it('are not added or removed right after the start, when connections are young', async () => {
    const lab = await EtcdLab.start();
    expect(await lab.ask(lab.leader, addressOfFour)).toBe('failed: unhealthy');
    await lab.run(HEALTHY_MS);
    expect(await lab.ask(lab.leader, addressOfFour)).toMatchObject({ type: 'memberAdd' });
  });

  it('refuse what etcd refuses, in its order', async () => {
    const lab = await EtcdLab.start();
    await lab.run(HEALTHY_MS);
    const { leader } = lab;
    const add = (...peerUrls: string[]) => lab.ask(leader, { type: 'memberAdd', peerUrls });
    expect(await add('nonsense')).toBe('failed: memberBadUrls');
    expect(await add('http://127.0.0.1:12380')).toBe('failed: peerUrlExists');
    expect(await lab.ask(leader, { type: 'memberRemove', id: 99n })).toBe('failed: memberNotFound');
    expect(await lab.ask(leader, { type: 'memberUpdate', id: 99n, peerUrls: [url] })).toBe(
      'failed: memberNotFound',
    );
    const { members } = await lab.must('memberList', 1, { type: 'memberList' });
    const id = members[0]?.id ?? 0n;
    expect(await lab.ask(leader, { type: 'memberPromote', id })).toBe('failed: notLearner');
    expect(await lab.ask(leader, { type: 'memberUpdate', id, peerUrls: [url] })).toMatchObject({
      members: [{ id, peerUrls: [url] }, {}, {}],
    });
  });

  it('learn before they vote: a learner serves little, is promoted when it is ready, also through a follower', async () => {
    const lab = await EtcdLab.start();
    await lab.run(HEALTHY_MS);
    for (let i = 0; i < 20; i++) await lab.must('put', 1, put('a', `${i}`));
    const { member } = await lab.must('memberAdd', lab.leader, { ...addressOfFour, isLearner: true });
    const promote = { type: 'memberPromote', id: member.id } as const;
    expect(await lab.ask(lab.follower, promote)).toBe('failed: learnerNotReady');
    await lab.act({ type: 'addMachine', node: 4 });
    await lab.run(5000);
    expect(await lab.read(4, 'a', 'serializable')).toBe('a=19');
    expect(await lab.ask(4, get('a'))).toBe('failed: notSupportedForLearner');
    expect(await lab.ask(4, put('a', 'x'))).toBe('failed: notSupportedForLearner');
    expect(await lab.must('status', 4, { type: 'status' })).toMatchObject({ isLearner: true });
    await lab.must('memberPromote', lab.follower === 4 ? 1 : lab.follower, promote);
    await lab.run(1000);
    expect(await lab.read(4, 'a')).toBe('a=19');
    expect(lab.violations).toEqual([]);
  });

  it('shrink: the leader itself may be removed; it ends a second later, and the others go on', async () => {
    const lab = await EtcdLab.start();
    await lab.run(HEALTHY_MS);
    const { leader } = lab;
    const { leader: id } = await lab.must('status', leader, { type: 'status' });
    const { members } = await lab.must('memberRemove', leader, { type: 'memberRemove', id });
    expect(members).toHaveLength(2);
    const watch = await lab.openWatch(leader, watchAll(0));
    await lab.run(4000);
    expect(lab.world.machine(leader)).toMatchObject({
      status: 'killed',
      crashed: undefined,
      removed: id,
    });
    expect(lab.received(watch).at(-1)).toEqual({ type: 'end', error: 'stopped' });
    expect(lab.leader).not.toBe(leader);
    await lab.must('put', lab.leader, put('a', '1'));
    expect(await lab.ask(lab.leader, { type: 'memberRemove', id })).toBe('failed: memberNotFound');
  });

  it('hand the leadership over on demand, and say who cannot', async () => {
    const lab = await EtcdLab.start();
    const { leader, follower } = lab;
    const idOf = async (node: number) =>
      (await lab.must('memberList', node, { type: 'memberList' })).members[node - 1]?.id ?? 0n;
    const target = await idOf(follower);
    expect(await lab.ask(follower, { type: 'moveLeader', target })).toBe('failed: notLeader');
    expect(await lab.ask(leader, { type: 'moveLeader', target: 5n })).toBe('failed: badLeaderTransferee');
    expect(await lab.ask(leader, { type: 'moveLeader', target })).toMatchObject({ type: 'moveLeader' });
    expect(lab.leader).toBe(follower);
  });
});
