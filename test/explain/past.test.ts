import { describe, expect, it } from 'vitest';
import { seekEvent } from '../../src/history/replay.ts';
import { RunPast } from '../../src/lab/debug/run-past.ts';
import { Member } from '../../src/node/member.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import { randomRun, work } from './recorded-run.ts';

describe('a run as those see it who explain it', async () => {
  const { run, heard } = await randomRun({ nodes: 3, seed: 7 }, ['kill', 'restart', 'loss', 'pause'], 6000);
  const past = new RunPast(run);

  it('has every event with all that happened in it', async () => {
    expect(run.history.checkpoints.length).toBeGreaterThan(2);
    // Over the bounds of stretches and within them, from the back and again.
    for (const [first, last] of [
      [5800, 5999],
      [1, 3000],
      [2, 2],
      [4700, 5100],
      [1, 1],
    ] as const) {
      expect(await past.events(first, last)).toEqual(heard.slice(first - 1, last));
    }
    expect(await past.events(6, 5)).toEqual([]);
  });

  it('has the state at any instant, to be run on', async () => {
    for (const event of [0, 1, 499, 500, 501, 2750, 5999]) {
      const copy = await past.at(event);
      const truth = await seekEvent(run.history, event, Member);
      expect(copy.world.hash.hex()).toBe(truth.world.hash.hex());
      expect(copy.world.now).toBe(truth.world.now);
      await copy.run({ until: Infinity, events: 20 });
      await truth.run({ until: Infinity, events: 20 });
      expect(copy.world.hash.hex()).toBe(truth.world.hash.hex());
      expect((await past.at(event)).world.events).toBe(event);
    }
  });

  it('may be asked for several things at once', async () => {
    const [a, b, c] = await Promise.all([past.events(3000, 3100), past.at(3050), past.events(2900, 3000)]);
    expect(a).toEqual(heard.slice(2999, 3100));
    expect(b.world.events).toBe(3050);
    expect(c).toEqual(heard.slice(2899, 3000));
  });

  it('says so when there is no such event', async () => {
    const { last } = run.history.events;
    await expect(past.at(last + 1)).rejects.toThrow(CommandError);
    await expect(past.at(1.5)).rejects.toThrow('there is no event 1.5 in this run');
    await expect(past.events(last, last + 1)).rejects.toThrow(CommandError);
  });

  it('is that of the branch where the playhead is', async () => {
    await past.events(2000, 2010);
    await run.seekEvent(2000);
    await run.act({ type: 'kill', node: 2 }, () => undefined);
    await run.goOnTo(2100, work);
    const [event] = await past.events(2001, 2001);
    expect(event?.command).toEqual({ type: 'kill', node: 2 });
    expect((await past.at(2100)).world.hash.hex()).toBe(run.live.world.hash.hex());
  });
});
