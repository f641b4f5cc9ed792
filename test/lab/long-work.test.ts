import { describe, expect, it } from 'vitest';
import type { Frame, FrameRequest } from '../../src/lab/frame/frame.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import * as calls from '../../src/lab/call/operations.ts';
import { ask } from './ask.ts';

/** A clock that moves with every look, so that slices end after some hundred batches on every machine. */
async function makeLab(config: Partial<LabConfig> = {}, eventsMax?: number): Promise<Lab> {
  let now = 0;
  const lab = new Lab({
    host: new InProcessHost(Member),
    factory: Member,
    clock: () => (now += 0.1),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    ...(eventsMax !== undefined && { eventsMax }),
  });
  await lab.reset(config);
  return lab;
}

const asked: FrameRequest = {
  elapsedMs: 16,
  log: 'tail',
  logColumns: 10,
  timeline: { from: 0, to: 60_000_000, maxArrows: 500, hide: [] },
  store: undefined,
};

/** What a promise came to, as text. */
function ending(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'done',
    (error: unknown) => String(error),
  );
}

describe('long work', () => {
  it('lets frames in, which show how far it is, and pause stops it where it is', async () => {
    const lab = await makeLab({ nodes: 3 });
    const running = ending(lab.runFor(1e12));
    const seen: Frame[] = [];
    for (let i = 0; i < 5; i++) seen.push(await lab.frame(asked));
    expect(seen.map(({ work }) => work?.call)).toEqual(Array<string>(5).fill('runFor'));
    expect(seen.every(({ at }, i) => at > (seen[i - 1]?.at ?? 0))).toBe(true);
    expect(new Set(seen.map(({ version }) => version)).size).toBe(5);
    await lab.pause();
    expect(await running).toMatch(/^CommandError: runFor was stopped at [\d.]+ ms by pause\(\)$/);
    const after = await lab.frame(asked);
    expect(after).toMatchObject({ work: undefined, playing: false, live: true });
    expect(after.at).toBeGreaterThanOrEqual(seen[4]?.at ?? Infinity);
    await lab.runFor(10);
    expect((await lab.frame(asked)).at).toBe(after.at + 10_000);
  });

  it('ends with the end of virtual time, where nothing is due before it', async () => {
    const lab = await makeLab({ nodes: 1 });
    await lab.act({ type: 'kill', node: 1 });
    await lab.runFor(7.9e12);
    expect(await ending(lab.runFor(1e12))).toMatch('can go on for 100000000000 ms at most');
    expect(await ending(lab.runFor(1e300))).toMatch('1e+300');
    await lab.play(1e300);
    await lab.frame(asked);
    expect((await lab.frame(asked)).at).toBe(8e15);
  });

  it('ends, and so does playing, when the record is full; the past is still there', async () => {
    const lab = await makeLab({ nodes: 3 }, 2000);
    expect(await ending(lab.runFor(1e12))).toMatch(/recordFull|this run has 2,0\d\d events/);
    expect(await ending(lab.step('event'))).toMatch('begin another');
    for (const from of ['end', 'past'] as const) {
      if (from === 'past') await lab.back('event', 20);
      await lab.play(Infinity);
      for (let i = 0; i < 5; i++) await lab.frame(asked);
      expect(await lab.frame(asked)).toMatchObject({ playing: false, live: true });
    }
    await lab.seek(500);
    await lab.reset({ nodes: 1 });
    await lab.runFor(100);
  });

  it('is the same run, however it was sliced and stopped', async () => {
    const [sliced, straight] = [await makeLab({ seed: 4 }), await makeLab({ seed: 4 })];
    const running = ending(sliced.runFor(1e12));
    await sliced.frame(asked);
    await sliced.frame(asked);
    await sliced.pause();
    await running;
    const { at } = await sliced.frame(asked);
    await straight.runFor(at / 1000);
    expect(await sliced.hash()).toBe(await straight.hash());
  });

  it('ends for a new run, but not for one that cannot be', async () => {
    const lab = await makeLab();
    const running = ending(lab.runFor(1e12));
    await expect(lab.reset({ nodes: 99 })).rejects.toThrow('nodes');
    await lab.frame(asked);
    await lab.reset({ nodes: 3, seed: 8 });
    expect(await running).toMatch('by reset()');
    expect(await lab.frame(asked)).toMatchObject({ at: 0, playing: false, config: { seed: 8 } });
  });

  it('that is stopped while it searches leaves everything as it was', async () => {
    const lab = await makeLab({ nodes: 3 });
    await lab.runFor(2000);
    for (const node of [1, 2]) await lab.act({ type: 'kill', node });
    const before = [await lab.state(), await lab.hash()];
    const stepping = ending(lab.step('election', 100_000));
    await lab.frame(asked);
    await lab.pause();
    expect(await stepping).toMatch('step was stopped');
    expect([await lab.state(), await lab.hash()]).toEqual(before);
  });

  it('of many steps stops after one of them', async () => {
    const lab = await makeLab();
    await lab.runFor(20_000);
    for (const call of ['back', 'step'] as const) {
      const walking = ending(lab[call]('event', 100_000));
      await lab.frame(asked);
      await lab.frame(asked);
      await lab.pause();
      expect(await walking).toMatch(`${call} was stopped`);
      expect((await lab.state()).events).toBeGreaterThan(0);
    }
  });

  it('settles the calls of clients on its way', async () => {
    const lab = await makeLab();
    await lab.runFor(3000);
    const put = ask(lab, calls.put('a', '1'));
    const running = ending(lab.runFor(1e12));
    expect((await put).status).toBe('ok');
    await lab.pause();
    await running;
  });

  it('stops what was asked for before it, in its order, and nothing after it', async () => {
    const lab = await makeLab();
    const calls = [ending(lab.runFor(1e12)), ending(lab.runFor(1e12))];
    const pause = lab.pause();
    const next = ending(lab.runFor(5000));
    await pause;
    expect(await Promise.all(calls)).toEqual([
      expect.stringMatching('stopped'),
      expect.stringMatching('stopped'),
    ]);
    expect(await next).toBe('done');
  });
});
