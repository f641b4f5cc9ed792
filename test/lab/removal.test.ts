import { describe, expect, it } from 'vitest';
import { Lab } from '../../src/lab/lab.ts';
import type { CallOperation } from '../../src/lab/call/call.ts';
import * as calls from '../../src/lab/call/operations.ts';
import * as members from '../../src/lab/call/members.ts';
import type { Outcome } from '../../src/lab/frame/world-state.ts';
import { Member } from '../../src/node/member.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { ask } from './ask.ts';

/** In virtual time: a reader of a test's clock would be none the wiser. */
async function makeLab(config: Partial<LabConfig> = {}, ms = 4000): Promise<Lab> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ nodes: 3, seed: 5, ...config });
  await lab.runFor(ms);
  return lab;
}

async function settled(lab: Lab, operation: CallOperation, ms = 6000, node?: number): Promise<Outcome> {
  const outcome = ask(lab, operation, node);
  await lab.runFor(ms);
  return outcome;
}

async function leaderOf(lab: Lab): Promise<number> {
  const { nodes } = await lab.state();
  return nodes.find(({ status, role }) => status === 'up' && role === 'leader')?.id ?? 0;
}

/** `1:voter`, `3:none removed`. */
async function standing(lab: Lab): Promise<string[]> {
  const { nodes } = await lab.state();
  return nodes.map(({ id, member, removed }) => `${id}:${member}${removed === true ? ' removed' : ''}`);
}

/** Nobody has fallen by itself, and nothing that Raft promises is broken. */
async function expectSound(lab: Lab): Promise<void> {
  const { nodes, violations } = await lab.state();
  expect(violations).toEqual([]);
  expect(nodes.flatMap(({ crashed }) => crashed ?? [])).toEqual([]);
}

const put = (value: string): CallOperation => calls.put('a', value);

const address = (name: string, ...peerUrls: string[]) => ({ name, peerUrls, clientUrls: [] });

describe('the short forms of changes of members', () => {
  it.each([
    [members.memberPromote(1024), 'etcdserver: member not found'],
    [members.memberPromote(99), 'etcdserver: member not found'],
    [members.memberPromote(2), 'etcdserver: can only promote a learner member'],
    [members.memberRemove(99), 'etcdserver: member not found'],
    [members.memberAdd(2), 'etcdserver: member ID already exist'],
    [members.memberAdd(2, true), 'etcdserver: member ID already exist'],
    [members.memberChange([{ type: 'remove', member: 1024 }]), 'etcdserver: member not found'],
    [
      members.memberChange([1, 2, 3].map((member) => ({ type: 'remove', member }))),
      'etcdserver: unhealthy cluster',
    ],
    [members.leaveJoint(), 'etcdserver: unhealthy cluster'],
  ] as [CallOperation, string][])('change nothing when etcd refuses them: %j', async (call, error) => {
    for (const bootstrap of ['plain', 'etcd'] as const) {
      const lab = await makeLab({ bootstrap }, 7000);
      for (let i = 0; i < 3; i++)
        expect(await settled(lab, call, 1000)).toMatchObject({ status: 'failed', error });
      expect(await standing(lab)).toEqual(['1:voter', '2:voter', '3:voter']);
      expect(await settled(lab, put('1'), 1000)).toMatchObject({ status: 'ok' });
      await expectSound(lab);
    }
  });

  it.each([
    () => members.memberAdd(1024),
    () => members.memberAdd(0),
    () => members.memberAdd(2.5, true),
    () => members.memberChange([4, 5, 6, 7, 8, 9, 10].map((member) => ({ type: 'voter', member }))),
    () => members.memberChange([]),
  ])('reject what no lab can hold, and nothing has happened: %s', async (operation) => {
    const lab = await makeLab();
    const before = await lab.state();
    await expect((async () => ask(lab, operation()))()).rejects.toThrow(/node|member|changes/);
    expect(await lab.state()).toEqual(before);
  });

  it('refuse to add while a voter is not connected, and start no machine for it', async () => {
    const lab = await makeLab();
    const node = await leaderOf(lab);
    await lab.act({ type: 'kill', node: (node % 3) + 1 });
    await lab.runFor(6000);
    expect(await settled(lab, members.memberAdd(4), 6000, node)).toMatchObject({
      status: 'failed',
      error: 'etcdserver: unhealthy cluster',
    });
    expect(await standing(lab)).toHaveLength(3);
  });

  it('promote a learner only once it has caught up', async () => {
    const lab = await makeLab();
    for (let i = 0; i < 20; i++) await settled(lab, put(`${i}`), 300);
    await lab.act({ type: 'addMachine', node: 4 });
    await lab.act({ type: 'kill', node: 4 });
    expect(await settled(lab, members.memberAdd(4, true))).toMatchObject({ status: 'ok' });
    const promote = members.memberPromote(4);
    expect(await settled(lab, promote)).toMatchObject({
      error: 'etcdserver: can only promote a learner member which is in sync with leader',
    });
    await lab.act({ type: 'restart', node: 4 });
    await lab.runFor(3000);
    const follower = ((await leaderOf(lab)) % 3) + 1;
    expect(await settled(lab, promote, 6000, follower)).toMatchObject({ status: 'ok' });
    expect(await standing(lab)).toEqual(['1:voter', '2:voter', '3:voter', '4:voter']);
    await expectSound(lab);
  });

  it.each([
    [{ nodes: 3, learners: 1, bootstrap: 'etcd' }, 3000, members.memberAdd(5)],
    [{ nodes: 5, seed: 736, bootstrap: 'etcd' }, 0, members.memberRemove(2)],
  ] as [Partial<LabConfig>, number, CallOperation][])(
    'fell members of a cluster that etcd bootstraps no more: %j',
    async (config, ms, call) => {
      const lab = await makeLab(config, ms);
      if (ms === 0) await lab.step('election');
      for (const wait of [3000, 6000, 3000]) {
        await settled(lab, call, wait);
        await expectSound(lab);
      }
      expect(await settled(lab, put('1'))).toMatchObject({ status: 'ok' });
    },
  );
});

describe('a run that cannot begin', () => {
  it.each([
    [{ bootstrap: 'etcd', snapshot: Uint8Array.of(1, 2, 3) }, 'snapshot is not what a member has saved'],
    [{ bootstrap: 'etcd', snapshot: new Uint8Array() }, 'snapshot is not what a member has saved'],
    [{ members: [address('a', 'http://a:1'), address('b', 'http://a:1')] }, 'two have the peer URL'],
    [{ members: [address('a')] }, 'has no peer URL'],
  ] as [Partial<LabConfig>, string][])('is refused, and the one before stays: %j', async (config, words) => {
    const lab = await makeLab();
    const hash = await lab.hash();
    await expect(lab.reset(config)).rejects.toThrow(words);
    expect(await lab.hash()).toBe(hash);
  });
});

describe('a member that is removed', () => {
  it('ends, though it led; the others elect another and go on', async () => {
    for (const bootstrap of ['plain', 'etcd'] as const) {
      const lab = await makeLab({ bootstrap }, 7000);
      const leader = await leaderOf(lab);
      expect(await settled(lab, members.memberRemove(leader), 100, leader)).toMatchObject({
        status: 'ok',
      });
      await lab.runFor(5900);
      const { nodes } = await lab.state();
      expect(nodes[leader - 1]).toMatchObject({ status: 'killed', member: 'none', removed: true });
      expect(nodes[leader - 1]).not.toHaveProperty('crashed');
      expect(await settled(lab, put('1'), 1000, (leader % 3) + 1)).toMatchObject({ status: 'ok' });
      await expectSound(lab);
    }
  });

  it('ends again when it is restarted, also when it was killed before it could hear of its removal', async () => {
    const lab = await makeLab();
    const leader = await leaderOf(lab);
    const gone = (leader % 3) + 1;
    await lab.act({ type: 'kill', node: gone });
    await lab.runFor(6000);
    expect(await settled(lab, members.memberRemove(gone))).toMatchObject({ status: 'ok' });
    for (let i = 0; i < 2; i++) {
      await lab.act({ type: 'restart', node: gone });
      expect((await lab.state()).nodes[gone - 1]).toMatchObject({ status: 'up' });
      await lab.runFor(6000);
      expect((await lab.state()).nodes[gone - 1]).toMatchObject({ status: 'killed', removed: true });
    }
    expect(await leaderOf(lab)).toBe(leader);
    await expectSound(lab);
  });

  it('may come back as another: its machine begins with an empty disk and gets everything', async () => {
    for (const bootstrap of ['plain', 'etcd'] as const) {
      for (const snapshotCount of [5, 1000]) {
        const lab = await makeLab({ bootstrap, snapshotCount, snapshotCatchUpEntries: 2 }, 7000);
        for (let i = 0; i < 12; i++) await settled(lab, put(`${i}`), 300);
        const leader = await leaderOf(lab);
        for (const type of ['memberAdd', 'memberAddLearner'] as const) {
          expect(await settled(lab, members.memberRemove(leader))).toMatchObject({ status: 'ok' });
          expect((await lab.state()).nodes[leader - 1]).toMatchObject({ removed: true });
          const add = ask(lab, members.memberAdd(leader, type === 'memberAddLearner'));
          expect((await lab.state()).nodes[leader - 1]).toMatchObject({ status: 'up', lastIndex: 0 });
          await lab.runFor(8000);
          expect(await add).toMatchObject({ status: 'ok' });
          const { nodes } = await lab.state();
          expect(nodes[leader - 1]).toMatchObject({
            status: 'up',
            member: type === 'memberAdd' ? 'voter' : 'learner',
            kvHash: nodes[leader % 3]?.kvHash,
          });
        }
        await expectSound(lab);
      }
    }
  });

  it('and comes back votes for nobody who means the member it was', async () => {
    // 5 and 4 have not heard of the removal of 3: with an empty log it must not help them to a quorum.
    const lab = await makeLab({ nodes: 5, preVote: false, checkQuorum: false }, 7000);
    const leader = await leaderOf(lab);
    const [gone = 0, ...others] = [1, 2, 3, 4, 5].filter((id) => id !== leader);
    const late = others.slice(1);
    for (const from of late) {
      await lab.act({ type: 'cut', from: leader, to: from, oneWay: false });
      for (const to of others.slice(0, 1)) await lab.act({ type: 'cut', from, to, oneWay: false });
    }
    await lab.runFor(200);
    expect(await settled(lab, members.memberRemove(gone), 3000)).toMatchObject({ status: 'ok' });
    expect((await lab.state()).nodes[gone - 1]).toMatchObject({ removed: true });
    await lab.act({ type: 'addMachine', node: gone });
    for (const from of late) await lab.act({ type: 'campaign', node: from });
    await lab.runFor(20_000);
    const { nodes } = await lab.state();
    expect(late.map((id) => nodes[id - 1]?.role)).not.toContain('leader');
    expect(nodes[gone - 1]).toMatchObject({ vote: 0 });
    await expectSound(lab);
  });
});
