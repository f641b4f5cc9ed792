import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { inspectEvent } from '../../src/lab/debug/inspect-event.ts';
import { Run } from '../../src/lab/play/run.ts';
import type { MemberView } from '../../src/node/report/view.ts';
import { Member } from '../../src/node/member.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { WorldEvent } from '../../src/sim/record/world-event.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { drawCommand } from '../sim/random-commands.ts';

describe('an event that is looked into', () => {
  const seed = 41;

  it('is the event as it happened, with its node just before and just after', async () => {
    const run = await Run.begin(parseConfig({ nodes: 3, seed }), new InProcessHost(Member), Member);
    const told: { event: WorldEvent; before: MemberView | undefined; after: MemberView | undefined }[] = [];
    let views = viewsOf(run);
    run.listen((event) => {
      const now = viewsOf(run);
      told.push({ event, before: views.get(event.node), after: now.get(event.node) });
      views = now;
    });
    const dice = makeDice(seed, 'looked into');
    for (let i = 0; i < 250; i++) {
      await run.advance(run.cluster.world.now + drawInt(dice, 0, 100_000));
      try {
        await run.act(drawCommand(dice, run.cluster.world), () => undefined);
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
      }
    }
    expect(told.length).toBeGreaterThan(500);
    const types = new Set<string>();
    for (let i = 0; i < 60; i++) {
      const { event, before, after } = present(told[drawInt(dice, 0, told.length - 1)], 'an event');
      const found = present(await inspectEvent(run, event.number), `event ${event.number}, seed ${seed}`);
      types.add(found.what);
      expect(found).toMatchObject({
        number: event.number,
        at: event.at,
        what: event.type,
        node: event.node,
        message: event.message,
        calls: event.calls,
        answers: event.output?.answers ?? [],
        leases: event.output?.changes.leases ?? [],
      });
      expect([found.input, found.command, found.heard]).toEqual([event.input, event.command, event.heard]);
      expect([found.before, found.after], `event ${event.number}, seed ${seed}`).toEqual([before, after]);
      expect(found.sent.map(({ id }) => id)).toEqual(event.sent.map(({ id }) => id));
      expect(found.ended.map(({ id, end }) => ({ message: id, end }))).toEqual(event.ended);
      const own = found.nodes.find(({ node }) => node === event.node);
      expect(own?.decisions ?? []).toEqual(event.output?.trace ?? []);
    }
    expect(types.size).toBeGreaterThan(4);
    await run.seekEvent(100);
    expect(await inspectEvent(run, 101)).toBeUndefined();
    expect(await inspectEvent(run, 100)).toBeDefined();
  });
});

function viewsOf(run: Run): Map<number, MemberView | undefined> {
  return new Map([...run.live.world.machines].map(([id, { image }]) => [id, image?.view()]));
}
