import { describe, expect, it } from 'vitest';
import * as calls from '../../src/lab/call/operations.ts';
import type { FrameRequest } from '../../src/lab/frame/frame.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import type { SavedBranch, SavedLab } from '../../src/saved/saved-lab.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { ask } from './ask.ts';

const asked: FrameRequest = {
  elapsedMs: 0,
  log: 'tail',
  logColumns: 10,
  timeline: { from: 0, to: 60_000_000, maxArrows: 500, hide: [] },
  store: undefined,
};

function makeLab(breathe?: () => Promise<void>): Lab {
  let now = 0;
  return new Lab({
    host: new InProcessHost(Member),
    factory: Member,
    clock: () => now++,
    ...(breathe === undefined ? {} : { breathe }),
    eventsMax: 20_000,
  });
}

/** Two futures of some 2,500 events each, with a put in both; the playhead is in the past of the second. */
async function twoFutures(): Promise<SavedLab> {
  const lab = makeLab();
  await lab.reset({ nodes: 3, seed: 9 });
  await lab.runFor(30_000);
  for (const value of ['1', '2']) {
    await lab.switchTo(1);
    await lab.seek(20_000);
    const put = ask(lab, calls.put('a', value));
    await lab.runFor(8000);
    await put;
  }
  await lab.renameBranch(2, 'one');
  await lab.seek(22_000);
  await lab.addMoment('here', { branch: 2, atMs: 21_000 });
  return lab.capture({ panelTab: 'store' });
}

let made: Promise<SavedLab> | undefined;

async function saved(): Promise<SavedLab> {
  made ??= twoFutures();
  return structuredClone(await made);
}

/** With the last branch otherwise than it was. */
function tampered(lab: SavedLab, change: (branch: SavedBranch) => Partial<SavedBranch>): SavedLab {
  const last = lab.branches.length - 1;
  return {
    ...lab,
    branches: lab.branches.map((each, i) => (i === last ? { ...each, ...change(each) } : each)),
  };
}

/** A lab with a run that must stay as it is. */
async function occupied(breathe?: () => Promise<void>): Promise<{ lab: Lab; stays: () => Promise<void> }> {
  const lab = makeLab(breathe);
  await lab.reset({ nodes: 5, seed: 2 });
  await lab.runFor(1500);
  const before = [await lab.state(), await lab.branches(), await lab.hash()];
  const { run } = await lab.frame(asked);
  const stays = async (): Promise<void> => {
    expect([await lab.state(), await lab.branches(), await lab.hash()]).toEqual(before);
    expect((await lab.frame(asked)).run).toBe(run);
  };
  return { lab, stays };
}

describe('a saved lab', () => {
  it('is plain data with waypoints, and opens paused at its instant as another run', async () => {
    const data = await saved();
    const [, , third] = data.branches;
    expect(data).toMatchObject({
      current: 3,
      playhead: { branch: 3, at: 22_000_000 },
      view: { panelTab: 'store' },
    });
    expect(data.branches.map(({ id, name, parent }) => [id, name, parent?.branch])).toEqual([
      [1, '', undefined],
      [2, 'one', 1],
      [3, '', 1],
    ]);
    expect(third?.commands).toHaveLength(1);
    expect(data.branches[0]?.waypoints.length).toBeGreaterThan(1);
    expect(third?.waypoints.at(-1)?.event).toBe(third?.end.event);
    const { lab } = await occupied();
    const pending = ask(lab, calls.put('b', '1'));
    const { run } = await lab.frame(asked);
    expect(await lab.reopen(data)).toEqual({ run: run + 1, differs: undefined });
    expect(await pending).toMatchObject({ status: 'unknown' });
    const frame = await lab.frame({ ...asked, elapsedMs: 100 });
    expect(frame).toMatchObject({ at: 22_000_000, branch: 3, live: false, playing: false, run: run + 1 });
    expect(frame.moments).toEqual(data.moments);
    expect({ ...(await lab.capture(data.view)), branches: [] }).toEqual({ ...data, branches: [] });
    // As everywhere: an action here makes another branch.
    await lab.act({ type: 'kill', node: 1 });
    expect((await lab.branches()).map(({ id, parent }) => [id, parent])).toEqual([
      [1, undefined],
      [2, 1],
      [3, 1],
      [4, 3],
    ]);
  });

  it('opens in a lab that has no run yet, whose frames wait for it', async () => {
    const lab = makeLab(() => Promise.resolve());
    const opening = lab.reopen(await saved());
    const frame = lab.frame(asked);
    expect((await opening).differs).toBeUndefined();
    expect(await frame).toMatchObject({ at: 22_000_000, run: 1 });
  });
});

/** Ways in which a branch may be another than this engine's. */
const otherHash = ({ waypoints: [first, ...rest] }: SavedBranch): Partial<SavedBranch> => ({
  waypoints: [{ event: first?.event ?? 0, hash: '0123456789abcdef' }, ...rest],
});
const otherCommand = ({ commands: [first] }: SavedBranch): Partial<SavedBranch> => ({
  commands: first === undefined ? [] : [{ ...first, command: { type: 'deliver', message: 1 } }],
});
const otherTime = ({ commands: [first] }: SavedBranch): Partial<SavedBranch> => ({
  commands: first === undefined ? [] : [{ ...first, at: first.at + 5_000_000 }],
});
const otherEnd = ({ end }: SavedBranch): Partial<SavedBranch> => ({
  end: { event: end.event + 7, at: end.at },
});

describe('a lab that this engine computes differently', () => {
  it('is not opened: the word is between which events, and what was open stays', async () => {
    const data = await saved();
    const [, , third] = data.branches;
    const fork = third?.parent?.event ?? 0;
    const { lab, stays } = await occupied();
    for (const [change, message] of [
      [otherHash, `up to event ${fork} it is as saved, but event ${third?.waypoints[0]?.event} has another`],
      [otherCommand, `event ${fork + 1} cannot be the command deliver: `],
      [otherTime, `event ${fork + 1} comes at another time`],
      [otherEnd, `is not there, for nothing follows event ${third?.end.event}`],
    ] as const) {
      const opening = lab.reopen(tampered(data, change));
      await expect(opening).rejects.toMatchObject({
        code: 'differs',
        message: expect.stringContaining(message),
      });
      await stays();
    }
    await expect(lab.reopen({ ...tampered(data, otherHash), engine: '0' })).rejects.toThrow(
      'saved by engine 0',
    );
  });

  it('is opened all the same if that is wanted, each command at its time', async () => {
    const data = await saved();
    for (const change of [otherHash, otherCommand, otherTime, otherEnd]) {
      const { lab } = await occupied();
      const { differs } = await lab.reopen(tampered(data, change), { anyway: true });
      expect(differs).toMatchObject({ branch: 3, after: expect.any(Number), upTo: expect.any(Number) });
      expect(differs?.upTo).toBeGreaterThan(differs?.after ?? 0);
      expect(await lab.frame(asked)).toMatchObject({ branch: 3, at: 22_000_000 });
      expect((await lab.branches()).map(({ id, endMs }) => [id, endMs])).toEqual([
        [1, 30_000],
        [2, 28_000],
        [3, 28_000],
      ]);
      // What was the same is the same.
      await lab.goTo({ branch: 2 });
      expect(await lab.hash()).toBe(data.branches[1]?.waypoints.at(-1)?.hash);
      await lab.runFor(100);
    }
  });

  it('or that has more events than the record keeps, is refused before any of it is computed', async () => {
    const data = await saved();
    const { lab, stays } = await occupied();
    const huge = tampered(data, ({ end }) => ({ end: { ...end, event: 1e15 } }));
    for (const anyway of [false, true])
      await expect(lab.reopen(huge, { anyway })).rejects.toMatchObject({ code: 'recordFull' });
    await stays();
  });

  it('or whose configuration cannot be, is refused', async () => {
    const data = await saved();
    const { lab, stays } = await occupied();
    const bad = { ...data, config: { ...data.config, nodes: 99 } };
    await expect(lab.reopen(bad)).rejects.toMatchObject({ code: 'badConfig' });
    await stays();
  });
});

it('opening can be stopped, and frames of what was open are drawn meanwhile', async () => {
  const data = await saved();
  let rests = 0;
  const { lab, stays } = await occupied(async () => {
    rests++;
  });
  const opening = lab.reopen(data).then(
    () => 'opened',
    (error: unknown) => String(error),
  );
  const frame = await lab.frame(asked);
  expect(frame).toMatchObject({ work: { call: 'open' }, at: 1_500_000, branches: [{ id: 1 }] });
  await lab.pause();
  expect(await opening).toContain('open was stopped');
  expect(rests).toBeGreaterThan(1);
  await stays();
});
