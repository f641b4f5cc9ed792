import { describe, expect, it } from 'vitest';
import { Lab } from '../../src/lab/lab.ts';
import type { WorldNode } from '../../src/lab/frame/world-state.ts';
import { Member } from '../../src/node/member.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import * as calls from '../../src/lab/call/operations.ts';
import * as members from '../../src/lab/call/members.ts';
import { ask } from '../lab/ask.ts';

async function makeLab(config: Partial<LabConfig>): Promise<Lab> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ nodes: 3, seed: 5, ...config });
  await lab.step('election');
  await lab.runFor(4000);
  return lab;
}

async function node(lab: Lab, id: number): Promise<WorldNode> {
  const found = (await lab.state()).nodes.find((each) => each.id === id);
  if (found === undefined) throw new Error(`there is no node ${id}`);
  return found;
}

async function put(lab: Lab, key: string, at: number) {
  const outcome = ask(lab, calls.put(key, '1'), at);
  await lab.runFor(1500);
  return outcome;
}

async function killAll(lab: Lab): Promise<void> {
  for (const { id, status } of (await lab.state()).nodes) {
    if (status !== 'killed') await lab.act({ type: 'kill', node: id });
  }
}

async function violationsOf(lab: Lab): Promise<string[]> {
  const { checks } = await lab.frame({
    elapsedMs: 0,
    log: 'tail',
    logColumns: 1,
    timeline: { from: 0, to: 1, maxArrows: 0, hide: [] },
    store: undefined,
  });
  return checks.violations.map(({ property }) => property);
}

async function leaderOf(lab: Lab): Promise<number> {
  return (await lab.state()).nodes.find(({ role, status }) => role === 'leader' && status === 'up')?.id ?? 0;
}

describe.each(['plain', 'etcd'] as const)('a cluster forced anew (%s)', (bootstrap) => {
  it('goes on from what its disk knows to be committed: the others are removed, keys and revision stay', async () => {
    const lab = await makeLab({ bootstrap });
    const leader = await leaderOf(lab);
    for (const key of ['a', 'b', 'c']) expect(await put(lab, key, leader)).toMatchObject({ status: 'ok' });
    const before = await node(lab, leader);
    await killAll(lab);
    await lab.act({ type: 'forceNewCluster', node: leader });
    await lab.runFor(3000);
    const after = await node(lab, leader);
    expect(after).toMatchObject({ status: 'up', role: 'leader', member: 'voter' });
    // The last commit may have been lost with what was buffered, and with it the last put: etcd's too (kill -9).
    expect(before.revision - after.revision).toBeGreaterThanOrEqual(0);
    expect(before.revision - after.revision).toBeLessThanOrEqual(1);
    expect((await lab.state()).nodes.map(({ member }) => member)).toEqual(
      [1, 2, 3].map((id) => (id === leader ? 'voter' : 'none')),
    );
    expect(await put(lab, 'd', leader)).toMatchObject({ status: 'ok', revision: after.revision + 1 });
    // It is a cluster of one from now on, without the flag as well.
    await lab.act({ type: 'kill', node: leader });
    await lab.act({ type: 'restart', node: leader });
    await lab.runFor(3000);
    expect(await put(lab, 'e', leader)).toMatchObject({ status: 'ok', revision: after.revision + 2 });
  });

  it('writes another entry under an index and term that were taken, where the commit on disk lags behind', async () => {
    const lab = await makeLab({ bootstrap });
    const leader = await leaderOf(lab);
    await put(lab, 'a', leader);
    const acknowledged = ask(lab, calls.put('b', '1'), leader);
    await lab.runUntil('answer');
    expect(await acknowledged).toMatchObject({ status: 'ok' });
    const { log, term } = await node(lab, leader);
    await killAll(lab);
    // The last commit index was buffered and is lost: what was answered lies beyond it.
    const killed = await node(lab, leader);
    expect(killed.lastIndex).toBe(log.length);
    expect(killed.commitIndex).toBeLessThan(killed.lastIndex);
    await lab.act({ type: 'forceNewCluster', node: leader });
    const forced = await node(lab, leader);
    const twice = forced.log.filter(({ index }) => index > killed.commitIndex);
    expect(twice.map((entry) => [entry.index, entry.term, entry.type])).toEqual([
      [killed.commitIndex + 1, term, 'EntryConfChange'],
      [killed.commitIndex + 2, term, 'EntryConfChange'],
    ]);
    expect(log[killed.commitIndex]).toMatchObject({
      index: killed.commitIndex + 1,
      term,
      type: 'EntryNormal',
    });
    await lab.runFor(3000);
    expect(await node(lab, leader)).toMatchObject({ role: 'leader', member: 'voter' });
  });

  it('takes others in again', async () => {
    const lab = await makeLab({ bootstrap });
    const leader = await leaderOf(lab);
    await put(lab, 'a', leader);
    await killAll(lab);
    await lab.act({ type: 'forceNewCluster', node: leader });
    await lab.runFor(3000);
    const other = (leader % 3) + 1;
    await lab.act({ type: 'loseDisk', node: other });
    const added = ask(lab, members.memberAdd(other), leader);
    await lab.runFor(1000);
    expect(await added).toMatchObject({ status: 'ok' });
    await lab.act({ type: 'restart', node: other });
    await lab.runFor(3000);
    const [one, two] = [await node(lab, leader), await node(lab, other)];
    expect(two).toMatchObject({ status: 'up', member: 'voter', kvHash: one.kvHash, revision: one.revision });
    expect(await put(lab, 'b', other)).toMatchObject({ status: 'ok' });
    // The disk did not know the last put to be committed. That is all: two histories are not held against each other.
    expect(await violationsOf(lab)).toEqual(['StateMachineSafety']);
  });

  it('loses what its disk does not know to be committed, which is reported once', async () => {
    const lab = await makeLab({ bootstrap });
    const leader = await leaderOf(lab);
    const left = (leader % 3) + 1;
    await put(lab, 'a', leader);
    await lab.act({ type: 'isolate', node: left });
    for (const key of ['b', 'c']) expect(await put(lab, key, leader)).toMatchObject({ status: 'ok' });
    await killAll(lab);
    await lab.act({ type: 'heal' });
    await lab.act({ type: 'forceNewCluster', node: left });
    await lab.runFor(3000);
    for (const key of ['d', 'e', 'f', 'g']) expect(await put(lab, key, left)).toMatchObject({ status: 'ok' });
    expect(await violationsOf(lab)).toEqual(['StateMachineSafety']);
  });
});

describe('forcing a new cluster', () => {
  it('is refused for who runs, who was removed and who has nothing; a learner refuses to start', async () => {
    const lab = await makeLab({ learners: 1 });
    const force = (id: number) => lab.act({ type: 'forceNewCluster', node: id });
    await expect(force(1)).rejects.toThrow('kill it first');
    await lab.act({ type: 'kill', node: 4 });
    await force(4);
    expect((await node(lab, 4)).crashed).toContain('is no voter');
    await lab.act({ type: 'loseDisk', node: 4 });
    await expect(force(4)).rejects.toThrow('nothing on its disk');
  });

  it('leaves a joint configuration first', async () => {
    const lab = await makeLab({});
    const leader = await leaderOf(lab);
    const changes = [{ type: 'voter', member: 4 }] as const;
    const joint = ask(lab, members.memberChange(changes, 'explicit'), leader);
    await lab.runFor(1000);
    expect(await joint).toMatchObject({ status: 'ok' });
    await lab.runFor(1000);
    await killAll(lab);
    await lab.act({ type: 'forceNewCluster', node: leader });
    await lab.runFor(3000);
    expect(await node(lab, leader)).toMatchObject({ role: 'leader', member: 'voter' });
    expect(await put(lab, 'a', leader)).toMatchObject({ status: 'ok' });
  });
});
