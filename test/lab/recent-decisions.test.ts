import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import type { Decision, FrameRequest } from '../../src/lab/frame/frame.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import * as calls from '../../src/lab/call/operations.ts';
import { ask } from './ask.ts';

const bare: FrameRequest = {
  elapsedMs: 0,
  log: 'tail',
  logColumns: 1,
  timeline: { from: 0, to: 1, maxArrows: 0, hide: [] },
  store: undefined,
};

async function makeLab(): Promise<Lab> {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ seed: 7 });
  return lab;
}

async function recent(lab: Lab): Promise<readonly Decision[]> {
  return present((await lab.frame(bare)).recent, 'a frame has the newest decisions');
}

const types = (decisions: readonly Decision[]) => decisions.map(({ trace }) => trace.type);

describe('the newest decisions in a frame', () => {
  it('are none at the beginning: to start is no news', async () => {
    expect(await recent(await makeLab())).toEqual([]);
  });

  it('tell an election, newest first, and nothing of ticks and appends', async () => {
    const lab = await makeLab();
    await lab.step('election');
    const decisions = await recent(lab);
    expect(types(decisions)[0]).toBe('becameLeader');
    expect(types(decisions)).toContain('voteGranted');
    expect(types(decisions)).not.toContain('localMessage');
    // Votes that come when the election is decided already are no news.
    await lab.runFor(60);
    expect(types(await recent(lab))).toContain('becameLeader');
    expect(types(await recent(lab))).not.toContain('messageIgnored');
    expect(decisions.length).toBeLessThanOrEqual(8);
    const events = decisions.map(({ event }) => event);
    expect(events).toEqual(events.toSorted((a, b) => b - a));
  });

  it('are those of the instant at the playhead, also after a seek', async () => {
    const lab = await makeLab();
    await lab.step('election');
    const { at, events } = await lab.frame(bare);
    const then = await recent(lab);
    await lab.runFor(50);
    await lab.act({ type: 'snapshotNow', node: present(then[0], 'a decision').node });
    await lab.runFor(50);
    expect(types(await recent(lab))).toContain('snapshotTaken');
    await lab.seek(at / 1000);
    expect((await lab.frame(bare)).events).toBe(events);
    expect(await recent(lab)).toEqual(then);
    await lab.live();
    expect(types(await recent(lab))).toContain('snapshotTaken');
  });

  it('are the latest by time, and still say who became leader, however much was decided since', async () => {
    const lab = await makeLab();
    await lab.step('election');
    const leader = present((await recent(lab))[0], 'a decision');
    await lab.runFor(60_000);
    expect(await recent(lab)).toContainEqual(leader);
    for (let i = 0; i < 30; i++) {
      void ask(lab, calls.put('a', String(i)));
      await lab.runFor(200);
    }
    const decisions = await recent(lab);
    expect(decisions.length).toBe(8);
    expect(decisions).toContainEqual(leader);
    // Besides what is kept for long there are the newest, of whatever member.
    expect(types(decisions).filter((type) => type === 'committed').length).toBeGreaterThanOrEqual(5);
    const { at } = await lab.frame(bare);
    expect(decisions.filter((each) => each.at > at - 2_000_000).length).toBeGreaterThanOrEqual(5);
  });

  it('of one member do not drown in its own beats and checks', async () => {
    const lab = await makeLab();
    await lab.step('election');
    const node = present((await recent(lab))[0], 'a decision').node;
    await lab.runFor(120_000);
    const inspection = await lab.inspect({ type: 'node', id: node });
    const told = inspection.type === 'node' ? inspection.trace.map(({ trace }) => trace.type) : [];
    expect(told).toContain('becameLeader');
    expect(told).not.toContain('localMessage');
    expect(told.filter((type) => type === 'quorumChecked').length).toBeLessThanOrEqual(2);
  });

  it('tell of a member that came back from its disk', async () => {
    const lab = await makeLab();
    await lab.act({ type: 'kill', node: 2 });
    await lab.act({ type: 'restart', node: 2 });
    expect(await recent(lab)).toMatchObject([{ node: 2, trace: { type: 'started' } }]);
  });
});
