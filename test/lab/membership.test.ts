import { describe, expect, it } from 'vitest';
import { Lab } from '../../src/lab/lab.ts';
import type { CallOperation } from '../../src/lab/call/call.ts';
import type { Outcome } from '../../src/lab/frame/world-state.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import * as calls from '../../src/lab/call/operations.ts';
import * as membership from '../../src/lab/call/members.ts';
import { ask } from './ask.ts';

async function makeLab(): Promise<Lab> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ nodes: 3 });
  await lab.step('election');
  await lab.runFor(500);
  return lab;
}

async function settled(lab: Lab, operation: CallOperation, node?: number): Promise<Outcome> {
  const outcome = ask(lab, operation, node);
  await lab.runFor(600);
  return outcome;
}

async function members(lab: Lab): Promise<string[]> {
  return (await lab.state()).nodes.map((node) => `${node.id}:${node.member}`);
}

async function leaderOf(lab: Lab): Promise<number> {
  return (await lab.state()).nodes.find((node) => node.role === 'leader')?.id ?? 0;
}

async function change(lab: Lab, changes: unknown, transition?: unknown): Promise<Outcome> {
  const operation = membership.memberChange(
    changes as readonly membership.MemberChange[],
    transition as membership.Transition,
  );
  return ask(lab, operation);
}

describe('changes of members', () => {
  it('a new machine becomes a learner, then a voter, then nobody', async () => {
    const lab = await makeLab();
    expect(await settled(lab, membership.memberAdd(4, true))).toMatchObject({ status: 'ok' });
    expect(await members(lab)).toEqual(['1:voter', '2:voter', '3:voter', '4:learner']);
    expect(await settled(lab, membership.memberPromote(4))).toMatchObject({ status: 'ok' });
    expect(await members(lab)).toEqual(['1:voter', '2:voter', '3:voter', '4:voter']);
    expect(await settled(lab, membership.memberRemove(4))).toMatchObject({ status: 'ok' });
    expect(await members(lab)).toEqual(['1:voter', '2:voter', '3:voter', '4:none']);
  });

  it('several at once go through a joint configuration, left by itself', async () => {
    const lab = await makeLab();
    const out = ((await leaderOf(lab)) % 3) + 1;
    const changes = [
      { type: 'voter', member: 4 },
      { type: 'voter', member: 5 },
      { type: 'remove', member: out },
    ] as const;
    expect(await settled(lab, membership.memberChange(changes))).toMatchObject({ status: 'ok' });
    await lab.runFor(500);
    const kinds = (await lab.state()).nodes.map((node) => [node.id, node.member]);
    expect(kinds).toEqual([1, 2, 3, 4, 5].map((id) => [id, id === out ? 'none' : 'voter']));
    const types = (await lab.state()).nodes
      .find((node) => node.role === 'leader')
      ?.log.filter(({ type }) => type === 'EntryConfChangeV2');
    expect(types).toHaveLength(2);
  });

  it('an explicit joint configuration needs both halves until it is left', async () => {
    const lab = await makeLab();
    const leader = await leaderOf(lab);
    const others = [1, 2, 3].filter((id) => id !== leader);
    const changes = [
      { type: 'voter', member: 4 },
      { type: 'voter', member: 5 },
      { type: 'remove', member: others[0] ?? 0 },
      { type: 'remove', member: others[1] ?? 0 },
    ] as const;
    expect(await settled(lab, membership.memberChange(changes, 'explicit'))).toMatchObject({
      status: 'ok',
    });
    // The new half {leader, 4, 5} is whole, the old one has only its leader: nothing is committed.
    await lab.act({ type: 'partition', groups: [[leader, 4, 5], others] });
    const put = ask(lab, calls.put('a', '1'), leader);
    await lab.runFor(400);
    expect((await lab.state()).nodes.map((node) => node.revision)).toEqual([1, 1, 1, 1, 1]);
    await lab.act({ type: 'heal' });
    await lab.runFor(600);
    expect(await put).toMatchObject({ status: 'ok', revision: 2 });
    expect(await settled(lab, membership.leaveJoint())).toMatchObject({ status: 'ok' });
    await lab.act({ type: 'partition', groups: [[leader, 4, 5], others] });
    expect(await settled(lab, calls.put('a', '2'), leader)).toMatchObject({
      status: 'ok',
      revision: 3,
    });
  });

  it('a member added by its URLs, as etcd has it, has no machine until one is added', async () => {
    const lab = await makeLab();
    await lab.runFor(5000);
    const add = { type: 'memberAdd', peerUrls: ['http://127.0.0.1:42380'], isLearner: false } as const;
    expect(await settled(lab, add)).toMatchObject({ status: 'ok' });
    await lab.runFor(2000);
    expect(await members(lab)).toEqual(['1:voter', '2:voter', '3:voter']);
    await lab.act({ type: 'addMachine', node: 4 });
    await lab.runFor(2000);
    expect(await members(lab)).toEqual(['1:voter', '2:voter', '3:voter', '4:voter']);
  });

  it('what makes no sense is refused in words, and starts no machine', async () => {
    const lab = await makeLab();
    const before = await lab.hash();
    await expect(change(lab, [])).rejects.toThrow('changes is empty');
    await expect(change(lab, [{ type: 'voter', member: 0 }])).rejects.toThrow('member is 0');
    await expect(change(lab, [{ type: 'king', member: 4 }])).rejects.toThrow('a change is "king"');
    await expect(change(lab, [{ type: 'voter', member: 4 }], 'maybe')).rejects.toThrow(
      'transition is "maybe"',
    );
    expect(await lab.hash()).toBe(before);
    expect(await members(lab)).toHaveLength(3);
  });
});
