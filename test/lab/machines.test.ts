import { describe, expect, it } from 'vitest';
import { Lab } from '../../src/lab/lab.ts';
import type { WorldNode } from '../../src/lab/frame/world-state.ts';
import { Member } from '../../src/node/member.ts';
import { faultNames } from '../../src/sim/command/faults.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import * as calls from '../../src/lab/call/operations.ts';
import * as members from '../../src/lab/call/members.ts';
import { ask } from './ask.ts';

async function makeLab(config: Partial<LabConfig> = {}): Promise<Lab> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ nodes: 3, seed: 5, ...config });
  await lab.step('election');
  await lab.runFor(500);
  return lab;
}

async function nodes(lab: Lab): Promise<readonly WorldNode[]> {
  return (await lab.state()).nodes;
}

async function leaderOf(lab: Lab): Promise<WorldNode> {
  const leader = (await nodes(lab)).find(({ role, status }) => role === 'leader' && status === 'up');
  if (leader === undefined) throw new Error('nobody leads');
  return leader;
}

async function node(lab: Lab, id: number): Promise<WorldNode> {
  const found = (await nodes(lab)).find((each) => each.id === id);
  if (found === undefined) throw new Error(`there is no node ${id}`);
  return found;
}

async function restart(lab: Lab, id: number): Promise<void> {
  await lab.act({ type: 'kill', node: id });
  await lab.act({ type: 'restart', node: id });
  await lab.runFor(3000);
}

describe('one disk', () => {
  it('stuck at the leader: heartbeats go on, nothing of its own is written, and all of it once it is free', async () => {
    const lab = await makeLab();
    const before = await leaderOf(lab);
    await lab.act({ type: 'disk', node: before.id, settings: { stuck: true } });
    const pending = ask(lab, calls.put('a', '1'), before.id);
    await lab.runFor(3000);
    const stuck = await leaderOf(lab);
    expect(stuck).toMatchObject({ id: before.id, term: before.term, diskStuck: true });
    expect(stuck.lastIndex).toBe(before.lastIndex + 1);
    expect(stuck.stableIndex).toBe(before.stableIndex);
    expect(stuck.revision).toBe(before.revision);
    await lab.act({ type: 'disk', node: before.id, settings: { stuck: false } });
    await lab.runFor(1000);
    expect(await pending).toMatchObject({ status: 'ok', revision: before.revision + 1 });
  });

  it('slow at a follower: others commit without it, and it comes after', async () => {
    const lab = await makeLab();
    const follower = (await nodes(lab)).find(({ role }) => role === 'follower')?.id ?? 0;
    await lab.act({ type: 'disk', node: follower, settings: { fsyncMs: 900 } });
    const put = ask(lab, calls.put('a', '1'));
    await lab.runFor(400);
    expect(await put).toMatchObject({ status: 'ok' });
    const { stableIndex, lastIndex } = await node(lab, follower);
    expect(stableIndex).toBeLessThan(lastIndex);
    await lab.runFor(1000);
    expect((await node(lab, follower)).stableIndex).toBe(lastIndex);
  });

  it('refuses what is no disk setting, and the disk of a running node is not lost', async () => {
    const lab = await makeLab();
    const hash = await lab.hash();
    const bad = { stuck: 'yes' } as unknown as { stuck: boolean };
    await expect(lab.act({ type: 'disk', node: 1, settings: bad })).rejects.toThrow('stuck is "yes"');
    await expect(lab.act({ type: 'disk', node: 1, settings: { fsyncMs: -1 } })).rejects.toThrow(
      'fsyncMs is -1',
    );
    await expect(lab.act({ type: 'loseDisk', node: 1 })).rejects.toThrow('kill it first');
    expect(await lab.hash()).toBe(hash);
  });

  it.each(['plain', 'etcd'] as const)(
    'lost (%s): the member falls as etcd does when its leader names what it had; removed and added again it catches up',
    async (bootstrap) => {
      const lab = await makeLab({ bootstrap });
      await lab.runFor(3000);
      const leader = await leaderOf(lab);
      const lost = (leader.id % 3) + 1;
      const put = ask(lab, calls.put('a', '1'), leader.id);
      await lab.runFor(1000);
      await put;
      await lab.act({ type: 'kill', node: lost });
      await lab.act({ type: 'loseDisk', node: lost });
      expect((await node(lab, lost)).lastIndex).toBe(0);
      await lab.act({ type: 'restart', node: lost });
      await lab.runFor(3000);
      expect((await node(lab, lost)).crashed).toContain('is out of range [lastIndex(0)]');

      const removed = ask(lab, members.memberRemove(lost), leader.id);
      await lab.runFor(2000);
      expect(await removed).toMatchObject({ status: 'ok' });
      await lab.act({ type: 'loseDisk', node: lost });
      const added = ask(lab, members.memberAdd(lost), leader.id);
      await lab.runFor(1000);
      expect(await added).toMatchObject({ status: 'ok' });
      await lab.act({ type: 'restart', node: lost });
      await lab.runFor(3000);
      const [one, two] = [await node(lab, lost), await node(lab, leader.id)];
      expect(one).toMatchObject({
        status: 'up',
        member: 'voter',
        appliedIndex: two.appliedIndex,
        revision: two.revision,
        kvHash: two.kvHash,
      });
      expect(one.crashed).toBeUndefined();
    },
  );
});

describe('a member that starts again', () => {
  it('says its name anew, as etcd 3.4.23 does: four entries at first, then one of the new term and one of its name', async () => {
    const lab = await makeLab({ nodes: 1, bootstrap: 'etcd' });
    await lab.runFor(3000);
    expect((await node(lab, 1)).lastIndex).toBe(4);
    await restart(lab, 1);
    expect((await node(lab, 1)).lastIndex).toBe(6);
  });
});

describe('a machine that is replaced', () => {
  it.each(['plain', 'etcd'] as const)(
    'member by member (%s): each removed and added again begins with an empty disk, under a new id, and catches up',
    async (bootstrap) => {
      const lab = await makeLab({ bootstrap });
      await lab.runFor(3000);
      for (const id of [1, 2, 3]) {
        const put = ask(lab, calls.put(`k${id}`, '1'));
        await lab.runFor(6000);
        expect(await put, `before ${id}`).toMatchObject({ status: 'ok' });
        const other = (id % 3) + 1;
        const removed = ask(lab, members.memberRemove(id), other);
        await lab.runFor(8000);
        expect(await removed, `remove ${id}`).toMatchObject({ status: 'ok' });
        expect(await node(lab, id)).toMatchObject({ status: 'killed', member: 'none' });
        const added = ask(lab, members.memberAdd(id), other);
        await lab.runFor(8000);
        expect(await added, `add ${id}`).toMatchObject({ status: 'ok' });
      }
      const { nodes: all, violations } = await lab.state();
      expect(violations).toEqual([]);
      expect(all.map(({ status, member }) => [status, member])).toEqual(all.map(() => ['up', 'voter']));
      expect(new Set(all.map(({ kvHash, revision }) => `${kvHash} ${revision}`)).size).toBe(1);
    },
  );
});

describe('settings of one member', () => {
  it('are in force from its next start on: PreVote switched on member by member in a running cluster', async () => {
    const lab = await makeLab({ preVote: false });
    const terms = async (id: number) => {
      await lab.act({ type: 'isolate', node: id });
      const before = Number((await node(lab, id)).term);
      await lab.runFor(10_000);
      const grown = Number((await node(lab, id)).term) - before;
      await lab.act({ type: 'heal' });
      await lab.runFor(5000);
      return grown;
    };
    const follower = ((await leaderOf(lab)).id % 3) + 1;
    expect(await terms(follower)).toBeGreaterThan(1);
    for (const id of [1, 2, 3]) {
      await lab.act({ type: 'configure', node: id, settings: { preVote: true } });
      expect(await node(lab, id)).toMatchObject({ settings: { preVote: true } });
      await restart(lab, id);
      const put = ask(lab, calls.put('k', String(id)));
      await lab.runFor(2000);
      expect(await put).toMatchObject({ status: 'ok' });
    }
    expect(await terms(((await leaderOf(lab)).id % 3) + 1)).toBe(0);
  });

  it('are checked with the run’s: what cannot be says so and changes nothing', async () => {
    const lab = await makeLab();
    const configure = (settings: object) => lab.act({ type: 'configure', node: 1, settings });
    await expect(configure({ latencyMs: 3 })).rejects.toThrow('latencyMs cannot be set for one member');
    await expect(configure({ heartbeatTicks: 10 })).rejects.toThrow('heartbeatTicks is 10');
    await expect(configure({ checkQuorum: 'no' })).rejects.toThrow('checkQuorum is "no"');
    expect((await node(lab, 1)).settings).toBeUndefined();
  });

  it('travel with the history: a seek finds them as they were', async () => {
    const lab = await makeLab();
    await lab.act({ type: 'configure', node: 2, settings: { electionTicks: 20 } });
    await lab.act({ type: 'disk', node: 3, settings: { stuck: true } });
    await restart(lab, 2);
    const [hash, { timeMs }] = [await lab.hash(), await lab.state()];
    await lab.runFor(2000);
    await lab.seek(timeMs);
    expect(await lab.hash()).toBe(hash);
    expect(await node(lab, 2)).toMatchObject({ settings: { electionTicks: 20 } });
    expect(await node(lab, 3)).toMatchObject({ diskStuck: true });
  });
});

describe('random trouble by the dial', () => {
  const kinds = faultNames.filter((name) => name !== 'membership');

  it('is made of commands of the run, drawn by its seed: at an instant the same comes again', async () => {
    const [one, other] = [await makeLab(), await makeLab()];
    for (let i = 0; i < 25; i++) {
      expect(await one.drawTrouble(kinds)).toEqual(await other.drawTrouble(kinds));
      for (const lab of [one, other]) await lab.runFor(300);
    }
    expect(await one.hash()).toBe(await other.hash());
    expect((await one.state()).violations).toEqual([]);
  });

  it('is there again when the run is sought, without the dial', async () => {
    const lab = await makeLab({ crashLoses: 'torn' });
    const hashes: { readonly atMs: number; readonly hash: string }[] = [];
    for (let i = 0; i < 25; i++) {
      await lab.drawTrouble(kinds);
      await lab.runFor(250);
      hashes.push({ atMs: (await lab.state()).timeMs, hash: await lab.hash() });
      // What is drawn next belongs to a later instant.
      await lab.runFor(1);
    }
    for (const { atMs, hash } of hashes.toReversed()) {
      await lab.seek(atMs);
      expect(await lab.hash()).toBe(hash);
    }
    expect(await lab.drawTrouble([])).toBeUndefined();
  });
});
