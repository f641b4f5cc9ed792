import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { drawInt, makeDice } from '../../../src/base/random.ts';
import { stepToCause, stepToEffect } from '../../../src/lab/debug/beside.ts';
import { RunPast } from '../../../src/lab/debug/run-past.ts';
import type { Selection } from '../../../src/lab/frame/frame.ts';
import { Run } from '../../../src/lab/play/run.ts';
import { Member } from '../../../src/node/member.ts';
import { CommandError, type Command } from '../../../src/sim/command/command.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import type { WorldEvent } from '../../../src/sim/record/world-event.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';
import { drawCommand } from '../../sim/random-commands.ts';
import { longWork } from '../journey.ts';

const seed = 83;

/** A run of faults and calls, every event of it as it was told, and in which each entry first stood in a log. */
async function toldRun() {
  const config = parseConfig({ nodes: 3, seed, loss: 0.02 });
  const run = await Run.begin(config, new InProcessHost(Member), Member);
  const told: WorldEvent[] = [];
  const appended = new Map<string, number>();
  run.listen((event) => {
    told.push(event);
    const image = run.live.world.machines.get(event.node)?.image;
    if (!image) return;
    for (const { index, term } of image.entries(1, image.view().last)) {
      const name = `${index} of ${term}`;
      if (!appended.has(name)) appended.set(name, event.number);
    }
  });
  const dice = makeDice(seed, 'beside');
  for (let i = 0; i < 200; i++) {
    await run.advance(run.cluster.world.now + drawInt(dice, 0, 100_000));
    try {
      await run.act(drawCommand(dice, run.cluster.world), () => undefined);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
    }
  }
  return { run, told, appended };
}

describe('a step to the cause, and to the first effect', () => {
  it('goes to where a naive reading of all events finds them', async () => {
    const { run, told, appended } = await toldRun();
    const end = told.length;
    const goes = async (of: Selection, cause: number | undefined, effect: number | undefined) => {
      const where = `seed ${seed}: ${JSON.stringify(of)}`;
      for (const [step, wanted] of [
        [stepToCause, cause],
        [stepToEffect, effect],
      ] as const) {
        if (wanted === undefined) continue;
        await run.seekEvent(end);
        expect(await step(run, of, longWork()), where).toBe(wanted);
        expect(run.cluster.world.events, where).toBe(wanted);
      }
    };
    let [messages, calls, entries, events] = [0, 0, 0, 0];
    const endOf = (ids: ReadonlySet<number>) =>
      told.find(({ ended }) => ended.some(({ message }) => ids.has(message)))?.number;
    for (const event of told) {
      // Of messages, every twentieth; of events with an answer to come, too.
      const [sent] = event.sent;
      if (sent !== undefined && event.number % 20 === 0) {
        messages++;
        await goes({ type: 'message', id: sent.id }, event.number, endOf(new Set([sent.id])));
      }
      for (const call of event.calls) {
        if (call.status !== 'invoked' || call.isOfLoad) continue;
        calls++;
        await goes({ type: 'request', id: call.request }, event.number, undefined);
      }
      const output = event.output;
      if (output && event.number % 15 === 0) {
        const flying = new Set(event.sent.map(({ id }) => id));
        const writes = new Set(output.writes.map(({ id }) => id));
        const applies = new Set(output.applies.map(({ id }) => id));
        const first = told.find(
          ({ number, node, input, ended }) =>
            number > event.number &&
            (ended.some(({ message }) => flying.has(message)) ||
              (node === event.node &&
                ((input?.type === 'writeDone' && writes.has(input.write)) ||
                  (input?.type === 'applyDone' && applies.has(input.apply))))),
        );
        const asked =
          event.input?.type === 'message' && !event.waits ? sentIn(told, event.message) : undefined;
        events++;
        await goes({ type: 'event', number: event.number }, asked, first?.number);
      }
    }
    await run.seekEvent(end);
    for (const [node, { image }] of run.cluster.world.machines) {
      if (!image) continue;
      const { last: lastIndex } = image.view();
      for (const { index, term } of image.entries(Math.max(1, lastIndex - 5), lastIndex)) {
        entries++;
        await goes({ type: 'entry', node, index }, appended.get(`${index} of ${term}`), undefined);
        await run.seekEvent(end);
      }
    }
    for (const count of [messages, calls, entries, events])
      expect(count, `seed ${seed}: ${messages} ${calls} ${entries} ${events}`).toBeGreaterThan(4);
  });

  it('runs on where the effect is still to come, and refuses where there is no cause', async () => {
    const run = await Run.begin(parseConfig({ nodes: 3, seed }), new InProcessHost(Member), Member);
    await run.act({ type: 'campaign', node: 2 }, () => undefined);
    // The command has no cause; what the member was told by it has.
    const campaign = run.history.events.last;
    expect(run.history.events.typeOf(campaign)).toBe('campaign');
    const command = await stepToCause(run, { type: 'event', number: campaign }, longWork());
    expect(run.history.events.typeOf(command)).toBe('command');
    await run.seekEvent(campaign);
    await expect(stepToCause(run, { type: 'event', number: command }, longWork())).rejects.toThrow(
      `event ${command} has no cause in the run: it is an input of its own`,
    );
    await expect(
      stepToCause(run, { type: 'event', number: run.history.events.last + 9 }, longWork()),
    ).rejects.toThrow('has not happened yet');
    await run.advance(run.cluster.world.now + 1000);
    while (run.timeline.arrows.last === 0) await run.advance(run.cluster.world.now + 1000);
    const id = run.timeline.arrows.last;
    expect(run.timeline.arrows.at(id)?.endEvent).toBeUndefined();
    const { last } = run.history.events;
    const effect = await stepToEffect(run, { type: 'message', id }, longWork());
    expect(effect).toBeGreaterThan(last);
    expect(run.timeline.arrows.at(id)?.endEvent).toBe(effect);
  });

  it('goes to where a call that waits was taken up', async () => {
    const run = await Run.begin(parseConfig({ nodes: 3, seed }), new InProcessHost(Member), Member);
    const does = (command: Command) => run.act(command, () => undefined);
    await does({ type: 'campaign', node: 2 });
    await run.advance(run.cluster.world.now + 500_000);
    await does({ type: 'partition', groups: [[1], [2], [3]] });
    await does({ type: 'pause', node: 2 });
    const id = 7;
    const consistency = 'linearizable';
    const operation = { type: 'range', key: encodeUtf8('a'), revision: 0, consistency } as const;
    await does({ type: 'request', request: id, node: 2, operation });
    await does({ type: 'resume', node: 2 });
    // Nobody confirms that node 2 still leads: it waits on.
    await run.advance(run.cluster.world.now + 200_000);
    expect(run.cluster.world.calls.get(id)?.result).toBeUndefined();
    const effect = await stepToEffect(run, { type: 'request', id }, longWork());
    expect(run.cluster.world.events).toBe(effect);
    const [taken] = await new RunPast(run).events(effect, effect);
    expect(taken).toMatchObject({ node: 2, waits: false, input: { type: 'request', request: id } });
    await expect(stepToEffect(run, { type: 'request', id: 99 }, longWork())).rejects.toThrow(
      'nothing has come of request 99',
    );
  });
});

function sentIn(told: readonly WorldEvent[], message: number): number | undefined {
  return told.find(({ sent }) => sent.some(({ id }) => id === message))?.number;
}
