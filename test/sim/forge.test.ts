import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { Monitors } from '../../src/check/monitors.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import type { Flight } from '../../src/net/flight.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import type { Command } from '../../src/sim/command/command.ts';
import { forgeable, forgedMessage } from '../../src/sim/command/forged.ts';
import { enabledActions } from '../../src/sim/hand/enabled-actions.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { BusMessage } from '../../src/sim/world/bus-message.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { messageTypes } from '../../src/view/message/message-look.ts';
import { settleNow } from './hand/random-hand.ts';

/** Three nodes by hand, and n1 asks for votes. */
async function campaigning(config = {}): Promise<Cluster> {
  const cluster = await Cluster.create(
    parseConfig({ nodes: 3, seed: 5, preVote: false, ...config }),
    new InProcessHost(Member),
    new Monitors(),
  );
  await act(cluster, { type: 'byHand', on: true });
  await act(cluster, { type: 'elapse', node: 1 });
  await act(cluster, { type: 'finishWrite', node: 1 });
  return cluster;
}

async function act(cluster: Cluster, command: Command): Promise<void> {
  await cluster.act(command);
  await settleNow(cluster);
}

/** Every disk finishes what it has to write. */
async function writeAll(cluster: Cluster): Promise<void> {
  for (;;) {
    const next = enabledActions(cluster.world).find(({ type }) => type === 'finishWrite');
    if (next === undefined) return;
    await act(cluster, next.command);
  }
}

const flightsOf = ({ world }: Cluster, type: BusMessage['type']): Flight<BusMessage>[] =>
  [...world.bus.flights()].filter(({ payload }) => payload.type === type);

const viewOf = ({ world }: Cluster, node: number) =>
  present(world.machine(node).image, 'a member that runs').view();

describe('a forged message', () => {
  it('goes on in the place of the true one, on the same link, says what it was made to say, and is marked', async () => {
    const cluster = await campaigning();
    const [vote] = flightsOf(cluster, 'MsgVote');
    const { id, to } = present(vote, 'a request for a vote');
    await act(cluster, { type: 'hold', message: id });
    await act(cluster, { type: 'forge', message: id, fields: { term: 9 } });
    expect(cluster.world.bus.flight(id)).toBeUndefined();
    const forged = present(
      flightsOf(cluster, 'MsgVote').find((each) => each.forged === id),
      'the forged one',
    );
    expect(forged).toMatchObject({
      from: 1,
      to,
      fate: 'held',
      payload: { type: 'MsgVote', from: 1, to, term: 9 },
    });
    await act(cluster, { type: 'duplicate', message: forged.id });
    expect(flightsOf(cluster, 'MsgVote').filter((each) => each.forged === id)).toHaveLength(2);
    await act(cluster, { type: 'deliver', message: forged.id });
    expect(viewOf(cluster, to)).toMatchObject({ term: 9, vote: 1 });
    expect(enabledActions(cluster.world).map((action) => action.message)).not.toContain(id);
  });

  it('arrives by time when the true one would have', async () => {
    const cluster = await Cluster.create(
      parseConfig({ nodes: 3, seed: 2 }),
      new InProcessHost(Member),
      new Monitors(),
    );
    while (flightsOf(cluster, 'MsgPreVote').length === 0) await cluster.run({ until: Infinity, events: 1 });
    const untouched = present(flightsOf(cluster, 'MsgPreVote')[0], 'one');
    await act(cluster, { type: 'forge', message: untouched.id, fields: { term: 40 } });
    const forged = present(
      [...cluster.world.bus.flights()].find((each) => each.forged === untouched.id),
      'the forged one',
    );
    expect(forged.dueAt).toBe(untouched.dueAt);
    await cluster.run({ until: untouched.dueAt, events: Infinity });
    expect(cluster.world.bus.flight(forged.id)).toBeUndefined();
  });

  it('has the entries that it is given after its index, and a write may be another one', async () => {
    const message: BusMessage = {
      type: 'MsgApp',
      from: 1,
      to: 2,
      term: 3,
      index: 4,
      logTerm: 2,
      commit: 4,
      entries: [{ type: 'EntryNormal', term: 3, index: 5, data: encodeUtf8('x') }],
    };
    const moved = forgedMessage(message, { index: 7 });
    expect(moved).toMatchObject({ index: 7, entries: [{ index: 8, term: 3, data: encodeUtf8('x') }] });
    const other = forgedMessage(
      { ...message, entries: [] },
      { entries: [{ term: 1 }, { term: 3, put: { key: 'a', value: '1' } }] },
    );
    expect(other).toMatchObject({
      entries: [
        { index: 5, term: 1, data: undefined },
        { index: 6, term: 3 },
      ],
    });
  });

  it('is refused where the message has no such field, or nothing would be changed, and says which it has', async () => {
    const cluster = await campaigning();
    const { id } = present(flightsOf(cluster, 'MsgVote')[0], 'a vote');
    const hash = cluster.world.hash.hex();
    for (const [fields, text] of [
      [{ commit: 3 }, /a MsgVote has no commit; what it has is term, index, logTerm/],
      [{}, /nothing would be forged/],
      [{ term: 1 }, /nothing would be forged/],
      [{ term: 0 }, /term is 0, but must be at least 1/],
    ] as const) {
      await expect(cluster.act({ type: 'forge', message: id, fields })).rejects.toMatchObject({
        code: 'badArgument',
        message: text,
      });
    }
    await expect(cluster.act({ type: 'forge', message: 99, fields: { term: 3 } })).rejects.toMatchObject({
      code: 'messageGone',
    });
    expect(cluster.world.hash.hex()).toBe(hash);
    for (const type of messageTypes) {
      const message = { type, from: 1, to: 2, term: 0 } as unknown as BusMessage;
      expect(forgeable(message), type).not.toContain('term');
    }
  });

  it('may break a property, which then says that it may be the forger’s doing; without one nothing says so', async () => {
    // n2 is told by a forged answer that n3 votes for it as well: two leaders of one term.
    const cluster = await campaigning();
    await act(cluster, { type: 'elapse', node: 2 });
    await act(cluster, { type: 'finishWrite', node: 2 });
    const asked = (from: number, to: number) =>
      present(
        flightsOf(cluster, 'MsgVote').find((each) => each.from === from && each.to === to),
        `a vote of n${to}`,
      ).id;
    await act(cluster, { type: 'deliver', message: asked(1, 3) });
    await act(cluster, { type: 'deliver', message: asked(2, 3) });
    await writeAll(cluster);
    const answers = flightsOf(cluster, 'MsgVoteResp').filter(({ from }) => from === 3);
    const [granted, refused] = [1, 2].map((to) =>
      present(
        answers.find((each) => each.to === to),
        `answer to n${to}`,
      ),
    );
    await act(cluster, { type: 'deliver', message: present(granted, 'granted').id });
    expect(viewOf(cluster, 1).state).toBe('StateLeader');
    expect(cluster.world.watcher.violations).toEqual([]);
    const { id } = present(refused, 'refused');
    expect(refused?.payload).toMatchObject({ reject: true });
    await act(cluster, { type: 'forge', message: id, fields: { reject: false } });
    const forged = present(
      [...cluster.world.bus.flights()].find((each) => each.forged === id),
      'forged',
    );
    await act(cluster, { type: 'deliver', message: forged.id });
    const [violation] = cluster.world.watcher.violations;
    expect(violation).toMatchObject({ property: 'ElectionSafety', afterForged: cluster.world.events });
    expect(violation?.detail).toMatch(
      /forged message was taken in event \d+: this may be the forger's doing/,
    );
    expect(cluster.world.clone().watcher.violations).toEqual(cluster.world.watcher.violations);
  });

  it('is shown as forged: in frames, by the inspector with what it had said, in the diagram and its export', async () => {
    const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
    await lab.reset({ nodes: 3, seed: 5, preVote: false });
    await lab.byHand(true);
    await lab.choose('elapse:1');
    await lab.choose('finishWrite:1');
    const [vote] = (await lab.state()).messages;
    const { id } = present(vote, 'a message');
    await lab.act({ type: 'forge', message: id, fields: { term: 7, logTerm: 3 } });
    const request = {
      elapsedMs: 0,
      log: 'tail',
      logColumns: 1,
      timeline: { from: 0, to: 1_000_000, maxArrows: 100, hide: [] },
      store: undefined,
    } as const;
    const frame = await lab.frame(request);
    const forged = present(
      frame.messages.find((each) => each.forged === true),
      'a forged message',
    );
    expect(frame.messages.filter((each) => each.forged === true)).toHaveLength(1);
    expect(frame.timeline.arrows.find((arrow) => arrow.id === id)?.end).toBe('forged');
    expect(frame.timeline.arrows.find((arrow) => arrow.id === forged.id)).toMatchObject({
      forged: true,
      term: 7,
    });
    await lab.choose(`deliver:${forged.id}`);
    const inspection = await lab.inspect({ type: 'message', id: forged.id });
    expect(inspection).toMatchObject({
      message: { term: 7, logTerm: 3 },
      forged: { of: id, was: { term: 1, logTerm: 0 } },
      end: 'delivered',
    });
    expect(await lab.inspect({ type: 'message', id })).toMatchObject({ end: 'forged', message: { term: 1 } });
    const exported = await lab.exportWindow('mermaid', { fromMs: 0, toMs: 1 });
    expect('text' in exported && exported.text).toMatch(/forged MsgVote Term:7/);
    // The run is repeated by its commands: the same forged message, the same fingerprint.
    const hash = await lab.hash();
    const file = await lab.save();
    await lab.reset();
    await lab.open(file);
    expect(await lab.hash()).toBe(hash);
  });
});
