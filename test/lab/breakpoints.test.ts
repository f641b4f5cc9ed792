import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { WorkerHost } from '../../src/host/member/worker-host.ts';
import type { FrameRequest } from '../../src/lab/frame/frame.ts';
import * as calls from '../../src/lab/call/operations.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { NodeHost } from '../../src/sim/node-host.ts';
import { FakeWorker } from '../host/fake-worker.ts';
import { ask } from './ask.ts';

const playing: FrameRequest = {
  elapsedMs: 100,
  log: 'tail',
  logColumns: 1,
  timeline: { from: 0, to: 1, maxArrows: 0, hide: [] },
  store: undefined,
};

async function makeLab(host: NodeHost = new InProcessHost(Member)): Promise<Lab> {
  let now = 0;
  const lab = new Lab({ host, factory: Member, clock: () => (now += 0.001) });
  await lab.reset({ nodes: 3, seed: 4, loss: 0.05 });
  return lab;
}

/** Ten puts, one each 150 ms, as commands of the record. */
async function withPuts(lab: Lab): Promise<void> {
  await lab.step('election');
  for (let i = 0; i < 10; i++) {
    void ask(lab, calls.put(`k${i}`, 'v'), 1).catch(() => undefined);
    await lab.runFor(150);
  }
}

async function play(lab: Lab): Promise<void> {
  await lab.play(10);
  for (let i = 0; i < 300 && (await lab.frame(playing)).playing; i++);
}

const at = async (lab: Lab): Promise<number> => (await lab.state()).events;

describe('a condition', () => {
  const condition = 'commit(2) >= 6';

  it('is run to exactly, beyond the record and along it; where it holds already nothing moves', async () => {
    const known = await makeLab();
    await withPuts(known);
    const { hits, total } = await known.holds(condition);
    const { event } = present(hits[0], 'an instant');
    expect(total).toBe(1);
    await known.seekEvent(1);
    expect(await known.runUntil(condition)).toMatchObject({ end: 'found' });
    expect(await at(known)).toBe(event);
    const hash = await known.hash();
    await known.runFor(0.5);
    expect(await known.runUntil(condition)).toEqual({ end: 'found', ms: 0 });
    for (const host of [new InProcessHost(Member), new WorkerHost(() => new FakeWorker(Member), Member)]) {
      const lab = await makeLab(host);
      await lab.step('election');
      await lab.act({
        type: 'startClient',
        client: 'A',
        endpoints: [1],
        program: { recipe: 'calls', operations: [], gapMs: 1, stays: true },
      });
      expect(await lab.runUntil('term(1) > 7', 500)).toEqual({ end: 'timeOver', ms: 500 });
      if (host instanceof WorkerHost) host.dispose();
    }
    expect(hash).toBe(await known.seekEvent(event).then(() => known.hash()));
  });

  it('that cannot be read is refused with the place, and nothing has moved', async () => {
    const lab = await makeLab();
    await lab.runFor(500);
    const before = await lab.hash();
    await expect(lab.runUntil('commit(2) >=')).rejects.toThrow('character');
    await expect(lab.holds('comit(2) > 3')).rejects.toThrow(/comit.*character 1 /);
    await expect(lab.setBreakpoints([{ id: 1, condition: 'term(1)', on: true }])).rejects.toThrow(
      'breakpoint 1',
    );
    // A script may hand in a list of anything.
    await expect(lab.setBreakpoints([null] as unknown as [])).rejects.toThrow(
      'a breakpoint is { id, condition',
    );
    expect(await lab.hash()).toBe(before);
  });
});

describe('a breakpoint', () => {
  it('halts what goes on exactly at the event in which it begins to hold, live, in workers and in the past', async () => {
    const reference = await makeLab();
    await withPuts(reference);
    const wanted = (await reference.holds('role(3) == leader || commit(3) == 4')).hits.map(
      ({ event }) => event,
    );
    expect(wanted.length).toBeGreaterThan(0);
    const list = [
      { id: 7, condition: 'role(3) == leader || commit(3) == 4', on: true },
      { id: 8, condition: 'true', on: false },
    ];
    // Along the record: playing, running, stepping by another kind.
    await reference.setBreakpoints(list);
    for (const go of [
      () => play(reference),
      () => reference.runFor(100_000),
      () => reference.step('fault', 50),
      () => reference.runUntil('MsgTimeoutNow', 100_000),
    ]) {
      await reference.seekEvent(0);
      for (const event of wanted) {
        await go().catch((error: unknown) => error);
        expect(await at(reference)).toBe(event);
        const { halted } = await reference.frame(playing);
        expect(halted).toEqual({ breakpoint: 7, event });
      }
    }
    // As it goes on for the first time, in process and in workers.
    for (const host of [new InProcessHost(Member), new WorkerHost(() => new FakeWorker(Member), Member)]) {
      const lab = await makeLab(host);
      // Asked right after it, without waiting: a run goes no further than to what stands before it in the queue.
      void lab.setBreakpoints([{ id: 1, condition: 'leader != none', on: true }]);
      await lab.runFor(20_000);
      expect((await lab.frame(playing)).halted).toMatchObject({ breakpoint: 1 });
      await lab.seekEvent(0);
      await play(lab);
      const { halted, playing: isOn, events } = await lab.frame(playing);
      expect(isOn).toBe(false);
      expect(halted).toEqual({ breakpoint: 1, event: events });
      expect((await lab.holds('leader != none')).hits[0]?.event).toBe(events);
      await lab.setBreakpoints([]);
      await lab.runFor(10);
      expect((await lab.frame(playing)).halted).toBeUndefined();
      if (host instanceof WorkerHost) host.dispose();
    }
  });
});
