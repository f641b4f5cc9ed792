import { describe, expect, it } from 'vitest';
import type { RunTarget } from '../../src/lab/lab-port.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import * as calls from '../../src/lab/call/operations.ts';
import { ask } from './ask.ts';

/** Others are let in after every `sliceLooks` looks at the clock. */
async function makeLab(config: Partial<LabConfig> = {}, moves = 0.1): Promise<Lab> {
  let now = 0;
  const parts = { host: new InProcessHost(Member), factory: Member, clock: () => (now += moves) };
  const lab = new Lab({ ...parts, breathe: () => new Promise((resolve) => setTimeout(resolve)) });
  await lab.reset(config);
  return lab;
}

async function leaderOf(lab: Lab): Promise<number> {
  return (await lab.state()).nodes.find(({ role, status }) => role === 'leader' && status === 'up')?.id ?? 0;
}

const asked = {
  elapsedMs: 0,
  log: 'tail',
  logColumns: 1,
  timeline: { from: 0, to: 1e9, maxArrows: 2000, hide: [] },
  store: undefined,
} as const;

describe('run until', () => {
  it('stops right after the event: an election, a commit, an answer, a message of a type', async () => {
    const lab = await makeLab();
    expect(await lab.runUntil('election')).toMatchObject({ end: 'found' });
    const leader = await leaderOf(lab);
    expect(leader).toBeGreaterThan(0);
    await lab.back('event');
    expect(await leaderOf(lab)).toBe(0);
    await lab.live();
    await lab.runUntil('commit');
    const commits = async () => Math.max(...(await lab.state()).nodes.map(({ commitIndex }) => commitIndex));
    expect(await commits()).toBe(1);
    await lab.back('event');
    expect(await commits()).toBe(0);
    await lab.live();

    await lab.runFor(300);
    void ask(lab, calls.put('a', '1'));
    await lab.runUntil('answer');
    const { requests, timeline } = await lab.frame(asked);
    const answered = timeline.marks.find((mark) => mark.type === 'request' && mark.status === 'ok');
    expect(requests.at(-1)).toMatchObject({ status: 'ok', returnedAt: (await lab.frame(asked)).at });
    expect(answered?.at).toBe((await lab.frame(asked)).at);

    await lab.runUntil('MsgHeartbeatResp');
    const { at, timeline: now } = await lab.frame(asked);
    const arrived = now.arrows.filter(({ type, end }) => type === 'MsgHeartbeatResp' && end === 'delivered');
    expect(arrived.map(({ endedAt }) => endedAt)).toContain(at);
    expect((await lab.frame(asked)).playing).toBe(false);
  });

  it('stops where a lease runs out', async () => {
    const lab = await makeLab();
    await lab.runUntil('election');
    await lab.runFor(500);
    const leader = await leaderOf(lab);
    void lab.call({ operation: { type: 'leaseGrant', ttl: 5, id: 77n }, node: leader });
    await lab.runFor(200);
    const { timeMs } = await lab.state();
    expect(await lab.runUntil('lease')).toMatchObject({ end: 'found' });
    const after = (await lab.state()).timeMs - timeMs;
    expect(after).toBeGreaterThan(4000);
    expect(after).toBeLessThan(6500);
    expect((await lab.frame(asked)).messages.some(({ entries }) => entries > 0)).toBe(true);
  });

  it('stops at a rejection: who misses entries gets no votes', async () => {
    const lab = await makeLab({ preVote: false, checkQuorum: false });
    await lab.runUntil('election');
    await lab.runFor(500);
    const leader = await leaderOf(lab);
    const apart = (leader % 5) + 1;
    await lab.act({ type: 'kill', node: apart });
    void ask(lab, calls.put('a', '1'), leader);
    await lab.runFor(500);
    await lab.act({ type: 'restart', node: apart });
    await lab.act({ type: 'campaign', node: apart });
    expect(await lab.runUntil('reject', 5000)).toMatchObject({ end: 'found' });
    const { at, timeline } = await lab.frame(asked);
    expect(timeline.arrows.filter(({ reject }) => reject).map(({ endedAt }) => endedAt)).toContain(at);
  });

  it('that finds nothing in its time says so, and stands where it was', async () => {
    const lab = await makeLab();
    await lab.runUntil('election');
    await lab.runFor(1000);
    const { timeMs } = await lab.state();
    expect(await lab.runUntil('election', 700)).toEqual({ end: 'timeOver', ms: 700 });
    expect((await lab.state()).timeMs).toBe(timeMs);
    // In the past too: what comes later than its time is not gone to.
    await lab.seekEvent(0);
    expect(await lab.runUntil('election', 10)).toEqual({ end: 'timeOver', ms: 10 });
    expect((await lab.state()).timeMs).toBe(0);
    expect(await lab.runUntil('election')).toMatchObject({ end: 'found' });
    expect((await lab.state()).timeMs).toBeLessThan(timeMs);
  });

  it('ends at once where nothing is due any more', async () => {
    const lab = await makeLab({ nodes: 1 });
    await lab.act({ type: 'kill', node: 1 });
    expect(await lab.runUntil('commit')).toEqual({ end: 'nothingDue', ms: 0 });
  });

  it.each(['', 'commits', 'toString', 'notable', undefined])(
    'refuses what is no target: %s',
    async (target) => {
      const lab = await makeLab();
      await expect(lab.runUntil(target as RunTarget)).rejects.toThrow('is no target');
      await expect(lab.runUntil('commit', Number.NaN)).rejects.toThrow('maxMs is NaN');
      expect((await lab.state()).timeMs).toBe(0);
    },
  );
});

describe('the start of a run', () => {
  it('is before anything: what was done at 0 are steps after it', async () => {
    const lab = await makeLab();
    await lab.act({ type: 'kill', node: 2 });
    await lab.runFor(100);
    await lab.seek(0);
    expect((await lab.state()).nodes[1]?.status).toBe('killed');
    await lab.seekEvent(0);
    expect(await lab.state()).toMatchObject({ timeMs: 0, events: 0 });
    expect((await lab.state()).nodes[1]?.status).toBe('up');
    await lab.step('fault');
    expect(await lab.state()).toMatchObject({ timeMs: 0, events: 1 });
    expect((await lab.state()).nodes[1]?.status).toBe('killed');
  });
});

describe('what follows the playhead', () => {
  it('can be dropped: the playhead is the newest instant, and calls that ended later are unknown', async () => {
    const lab = await makeLab();
    await lab.step('election');
    await lab.runFor(300);
    const { timeMs, events } = await lab.state();
    const put = ask(lab, calls.put('a', '1'));
    await lab.runFor(10);
    const middle = (await lab.state()).timeMs;
    await lab.runFor(1000);
    expect(await put).toMatchObject({ status: 'ok' });
    const cut = ask(lab, calls.get('a'));
    await lab.seek(middle);
    expect((await lab.frame(asked)).live).toBe(false);
    await lab.dropFuture();
    expect(await cut).toMatchObject({ status: 'unknown' });
    expect(await lab.frame(asked)).toMatchObject({ live: true, liveAt: middle * 1000 });
    await expect(lab.seek(middle + 1)).rejects.toThrow('is not in this run');
    // At the newest instant there is nothing to drop.
    await lab.dropFuture();
    await lab.runFor(1000);
    expect((await lab.frame(asked)).requests).toMatchObject([{ status: 'ok' }]);
    await lab.seekEvent(events);
    expect((await lab.state()).timeMs).toBeLessThanOrEqual(timeMs);
  });
});
