import { describe, expect, it } from 'vitest';
import { memberMs } from '../../src/sim/world/machine.ts';
import { Scenario } from '../explain/why/scenario.ts';

describe('where entries come from', () => {
  it('a call that had to wait for a leader is known by the entry it led to, at the leader and through a follower', async () => {
    const scenario = await Scenario.begin({ bootstrap: 'etcd' });
    const calls = [await scenario.put(1, 'a'), await scenario.put(2, 'b'), await scenario.put(3, 'c')];
    expect(calls.map((call) => scenario.past.timeline.origins.ofRequest(call))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await scenario.until(({ calls: { ended } }) => ended.length === 3);
    const { origins } = scenario.past.timeline;
    const found = calls.map((call) => origins.ofRequest(call));
    for (const [i, origin] of found.entries()) {
      expect(origin).toMatchObject({ node: scenario.leader, request: calls[i] });
      const entry = scenario.world.machine(1).image?.entries(origin?.index ?? 0, origin?.index ?? 0)[0];
      expect(entry?.label).toBe(`${'abc'[i] ?? ''}=1`);
      expect(origins.forwardsOf(calls[i] ?? 0)).toHaveLength(i + 1 === scenario.leader ? 0 : 1);
    }
  });

  it('a proposal that is sent on is known by its messages, doubled ones too', async () => {
    const scenario = await Scenario.led({ duplicate: 1 });
    const [follower = 0] = scenario.followers;
    const call = await scenario.put(follower);
    const [first = 0, ...others] = scenario.past.timeline.origins.forwardsOf(call);
    expect(others).toEqual([first + 1]);
    expect(scenario.past.timeline.arrows.at(first + 1)).toMatchObject({ type: 'MsgProp', from: follower });
  });
});

describe('the time of a member', () => {
  it('is that in which it counts leases, through pauses, ticks by hand and another life', async () => {
    const scenario = await Scenario.led();
    const { leader } = scenario;
    await scenario.act({ type: 'pause', node: leader });
    await scenario.runFor(350);
    await scenario.act({ type: 'resume', node: leader });
    await scenario.act({ type: 'byHand', on: true });
    await scenario.act({ type: 'tick', node: leader });
    await scenario.act({ type: 'byHand', on: false });
    await grantsAtItsTime(scenario, 7n);
    const before = scenario.leader;
    await scenario.act({ type: 'kill', node: before });
    await scenario.until(({ machines }) =>
      [...machines.values()].some(({ status, state }) => status === 'up' && state === 'StateLeader'),
    );
    await scenario.act({ type: 'restart', node: before });
    await scenario.runFor(150);
    await scenario.act({ type: 'transferLeader', to: before });
    await scenario.until(({ machines }) => machines.get(before)?.state === 'StateLeader');
    await grantsAtItsTime(scenario, 8n);
  });
});

/** The leader gives a lease its end in its own time. */
async function grantsAtItsTime(scenario: Scenario, id: bigint): Promise<void> {
  const node = scenario.leader;
  await scenario.until(({ machines }) => machines.get(node)?.image?.storeView(0).countsLeases === true);
  await scenario.call(node, { type: 'leaseGrant', id, ttl: 5 });
  const lease = () =>
    scenario.world
      .machine(node)
      .image?.storeView(9)
      .leases.find((each) => each.id === id);
  await scenario.until(() => lease()?.endsAtMs !== undefined);
  expect(lease()?.endsAtMs).toBe(memberMs(scenario.world.machine(node), 100) + 5000);
}
