import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Frame, FrameRequest } from '../../src/lab/frame/frame.ts';
import { Lab } from '../../src/lab/lab.ts';
import { GLIDE, GLIDE_MAX, paceOf, type Scene } from '../../src/lab/play/pace.ts';
import { Member } from '../../src/node/member.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import * as calls from '../../src/lab/call/operations.ts';
import { ask } from './ask.ts';

const FRAME_MS = 16;
const asked: FrameRequest = {
  elapsedMs: FRAME_MS,
  log: 'tail',
  logColumns: 4,
  timeline: { from: 0, to: 1, maxArrows: 0, hide: [] },
  store: undefined,
};

/** A clock that hardly moves: frames have the time they need, and flat out comes to an end. */
async function makeLab(config: Partial<LabConfig> = {}): Promise<Lab> {
  let now = 0;
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => (now += 0.001) });
  await lab.reset(config);
  return lab;
}

/** Plays frame by frame until it is so, and gives all frames; at most a minute of real time. */
async function playUntil(lab: Lab, isSo: (frame: Frame) => boolean): Promise<Frame[]> {
  const frames: Frame[] = [];
  while (frames.length < 60_000 / FRAME_MS) {
    const frame = await lab.frame(asked);
    frames.push(frame);
    if (isSo(frame)) return frames;
  }
  throw new Error('it did not come in a minute');
}

const seconds = (frames: readonly Frame[]): number => (frames.length * FRAME_MS) / 1000;
const leaderIn = (frame: Frame): number | undefined =>
  frame.nodes.find(({ status, view }) => status === 'up' && view?.state === 'StateLeader')?.id;

const commitOf = (frame: Frame, id: number): number | undefined =>
  frame.nodes.find((node) => node.id === id)?.view?.commit;

async function withLeader(config: Partial<LabConfig> = {}): Promise<{ lab: Lab; leader: number }> {
  const lab = await makeLab(config);
  await lab.step('election');
  await lab.runFor(550);
  const leader = (await lab.state()).nodes.find(({ role }) => role === 'leader')?.id ?? 0;
  await lab.play('meaning');
  return { lab, leader };
}

describe('the pace by meaning', () => {
  const quiet: Scene = { now: 0, underWay: [], lastAt: undefined, nextAt: undefined, flight: 12_000 };

  it('glides over nothing, and says so; faster where the next thing is known and far', () => {
    expect(paceOf(quiet)).toEqual({ speed: GLIDE, gliding: true });
    expect(paceOf({ ...quiet, nextAt: 10_000_000 }).speed).toBe(4);
    expect(paceOf({ ...quiet, nextAt: 1e12 }).speed).toBe(GLIDE_MAX);
  });

  it('shows each thing under way for as long as its kind deserves', () => {
    const { speed, gliding } = paceOf({ ...quiet, underWay: [{ lasts: 10_000, seenMs: 1000 }] });
    expect(speed).toBe(0.01);
    expect(gliding).toBe(false);
    // Over a slow link too: the flight takes its second.
    expect(paceOf({ ...quiet, underWay: [{ lasts: 400_000, seenMs: 1000 }] }).speed).toBe(0.4);
  });

  property.prop([fc.integer({ min: 0, max: 30_000_000 }), fc.integer({ min: 0, max: 30_000_000 })])(
    'never jumps: a step of a frame changes it by a small part, on both sides of what is notable',
    (before, after) => {
      const at = (now: number) => paceOf({ ...quiet, now, lastAt: 0, nextAt: before + after + 1 });
      const one = at(before).speed;
      const next = at(Math.min(before + after, before + Math.round(one * FRAME_MS * 1000))).speed;
      expect(one).toBeGreaterThan(0);
      expect(next / one).toBeGreaterThan(0.85);
      expect(next / one).toBeLessThan(1.2);
    },
  );

  it.each([1, 2, 3])('takes 4 to 8 s from a put to its answer (seed %i)', async (seed) => {
    const { lab, leader } = await withLeader({ seed });
    const put = ask(lab, calls.put('a', '1'), leader);
    const frames = await playUntil(lab, ({ requests }) => requests.at(-1)?.status === 'ok');
    expect(await put).toMatchObject({ status: 'ok' });
    expect(seconds(frames)).toBeGreaterThan(3.5);
    expect(seconds(frames)).toBeLessThan(8);
    expect(frames.slice(2).every(({ pace }) => pace === 'following')).toBe(true);
  });

  it.each([1, 2, 3, 42])('takes at most some 8 s from a kill to the next leader (seed %i)', async (seed) => {
    const { lab, leader } = await withLeader({ seed });
    await lab.act({ type: 'kill', node: leader });
    const frames = await playUntil(lab, (frame) => ![undefined, leader].includes(leaderIn(frame)));
    expect(seconds(frames)).toBeGreaterThan(3);
    expect(seconds(frames)).toBeLessThan(8.5);
    expect(frames.some(({ pace }) => pace === 'gliding')).toBe(true);
  });

  it('glides over an idle cluster, ticks and heartbeats and all', async () => {
    const { lab } = await withLeader();
    await lab.runFor(2000);
    const frames: Frame[] = [];
    for (let i = 0; i < 300; i++) frames.push(await lab.frame(asked));
    expect(new Set(frames.map(({ pace }) => pace))).toEqual(new Set(['gliding']));
    const [first, last] = [frames[0]?.at ?? 0, frames.at(-1)?.at ?? 0];
    expect((last - first) / 1000 / (299 * FRAME_MS)).toBeCloseTo(GLIDE, 1);
  });

  it('is over a lease of 10 s in less than 10, and slow where it ends', async () => {
    const { lab, leader } = await withLeader();
    void lab.call({ operation: { type: 'leaseGrant', ttl: 10, id: 77n }, node: leader });
    await lab.runFor(200);
    await lab.play();
    const frames = await playUntil(lab, ({ messages }) => messages.some(({ entries }) => entries > 0));
    expect((frames.at(-1)?.at ?? 0) - (frames[0]?.at ?? 0)).toBeGreaterThan(9_000_000);
    expect(seconds(frames)).toBeLessThan(10);
    expect(frames.at(-1)?.speed).toBeLessThan(0.05);
  });

  it('shows no two notable events in one frame unless they are of one moment, live and again from the record', async () => {
    const { lab, leader } = await withLeader({ seed: 5 });
    const { timeMs, events } = await lab.state();
    void ask(lab, calls.put('a', '1'));
    await lab.act({ type: 'kill', node: (leader % 5) + 1 });
    const live: Frame[] = [];
    for (let i = 0; i < 700; i++) live.push(await lab.frame(asked));
    await lab.seekEvent(events + 4);
    await lab.play();
    const again: Frame[] = [];
    for (let i = 0; i < 500; i++) again.push(await lab.frame(asked));
    for (const frames of [live, again]) {
      // Whatever a leader commits is seen within a millisecond of its instant.
      frames.forEach((frame, i) => {
        const before = frames[i - 1];
        if (before === undefined || commitOf(frame, leader) === commitOf(before, leader)) return;
        expect(frame.at - before.at).toBeLessThan(1000);
      });
      expect(frames.some((frame) => frame.at / 1000 > timeMs + 20)).toBe(true);
    }
  });

  it('gives the same run frame by frame, whenever it is played', async () => {
    const runs = [];
    for (let run = 0; run < 2; run++) {
      const { lab } = await withLeader({ seed: 9 });
      void ask(lab, calls.put('a', '1'));
      const frames: string[] = [];
      for (let i = 0; i < 400; i++) {
        const { at, events, speed } = await lab.frame(asked);
        frames.push(`${at} ${events} ${speed}`);
      }
      runs.push(frames);
    }
    expect(runs[1]).toEqual(runs[0]);
  });
});

describe('the pace that is chosen', () => {
  it('is by meaning at first, and the last one chosen without a word', async () => {
    const lab = await makeLab();
    expect((await lab.frame(asked)).pace).not.toBe('fixed');
    await lab.play(0.5);
    await lab.pause();
    await lab.play();
    expect(await lab.frame(asked)).toMatchObject({ pace: 'fixed', speed: 0.5 });
    await lab.play(Infinity);
    expect(await lab.frame(asked)).toMatchObject({ pace: 'fixed', speed: Infinity });
    await lab.play('meaning');
    expect((await lab.frame(asked)).speed).toBeLessThan(10);
  });

  it.each([0, -1, Number.NaN, -Infinity, 1e-9, 5e-324, '2', null, {}])(
    'is refused before anything changes: %s',
    async (speed) => {
      const lab = await makeLab();
      await lab.play(0.5);
      await lab.pause();
      await expect(lab.play(speed as number)).rejects.toThrow(
        /^speed is .*, but must be a number from 0\.0001 on/,
      );
      expect(await lab.frame(asked)).toMatchObject({ playing: false, pace: 'fixed', speed: 0.5 });
    },
  );
});
