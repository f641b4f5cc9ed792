import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import type { Decision, FrameRequest } from '../../src/lab/frame.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

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

  it('tell of a member that came back from its disk', async () => {
    const lab = await makeLab();
    await lab.act({ type: 'kill', node: 2 });
    await lab.act({ type: 'restart', node: 2 });
    expect(await recent(lab)).toMatchObject([{ node: 2, trace: { type: 'started' } }]);
  });
});
