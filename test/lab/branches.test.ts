import { describe, expect, it } from 'vitest';
import * as calls from '../../src/lab/call/operations.ts';
import type { BranchInfo, FrameRequest } from '../../src/lab/frame/frame.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { ask } from './ask.ts';

const asked: FrameRequest = {
  elapsedMs: 0,
  log: 'tail',
  logColumns: 10,
  timeline: { from: 0, to: 60_000_000, maxArrows: 500, hide: [] },
  store: { node: 1, revision: 0, limit: 10 },
};

/** Without a run yet. */
function fresh(): Lab {
  return new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
}

async function makeLab(): Promise<Lab> {
  const lab = fresh();
  await lab.reset({ nodes: 3, seed: 5 });
  return lab;
}

/** The newest instant of the current branch: its fingerprint, its time, and what its stores have. */
async function standOf(lab: Lab): Promise<unknown> {
  return [await lab.hash(), await lab.state()];
}

function tree(branches: readonly BranchInfo[]): unknown[] {
  return branches.map(({ id, parent, event, current }) => [id, parent, event, ...(current ? ['*'] : [])]);
}

/** A run of 3 s, and from 1, 2 s on other futures of it: branch 2 and 3. */
async function threeFutures(): Promise<Lab> {
  const lab = await makeLab();
  await lab.runFor(3000);
  for (const [at, node] of [
    [1000, 1],
    [2000, 2],
  ] as const) {
    await lab.switchTo(1);
    await lab.seek(at);
    await lab.act({ type: 'kill', node });
    await lab.runFor(1500);
  }
  return lab;
}

describe('an action in the past', () => {
  it('makes a branch, and the future that was there stays as it was', async () => {
    const lab = await makeLab();
    await lab.runFor(3000);
    const first = await standOf(lab);
    const { run } = await lab.frame(asked);
    await lab.seek(1000);
    const { events } = await lab.state();
    await lab.act({ type: 'kill', node: 1 });
    await lab.runFor(500);
    const second = await standOf(lab);
    expect(await lab.branches()).toMatchObject([
      { id: 1, parent: undefined, endMs: 3000, commands: 0, current: false },
      { id: 2, parent: 1, event: events, endMs: 1500, commands: 1, current: true },
    ]);
    await lab.switchTo(1);
    expect(await standOf(lab)).toEqual(first);
    const frame = await lab.frame(asked);
    expect(frame).toMatchObject({ run, branch: 1, live: true, at: 3_000_000 });
    expect(frame.branches).toEqual(await lab.branches());
    // The list is the same object until something of it changes.
    expect((await lab.frame(asked)).branches).toBe(frame.branches);
    await lab.switchTo(2);
    expect(await standOf(lab)).toEqual(second);
    await lab.runFor(100);
    await lab.switchTo(1);
    await lab.runFor(100);
    // Each goes on as if there were no other.
    const alone = await makeLab();
    await alone.runFor(3100);
    expect(await lab.hash()).toBe(await alone.hash());
  });

  it('that is refused makes none', async () => {
    const lab = await makeLab();
    await lab.runFor(1000);
    await lab.seek(500);
    await expect(lab.act({ type: 'kill', node: 9 })).rejects.toThrow('node 9');
    expect(await lab.branches()).toHaveLength(1);
    expect((await lab.frame(asked)).live).toBe(false);
  });

  it('hangs from the branch whose event it follows, be it further down', async () => {
    const lab = await threeFutures();
    await lab.switchTo(3);
    await lab.seek(1200);
    await lab.act({ type: 'kill', node: 3 });
    const [, two, three, four] = await lab.branches();
    expect(four).toMatchObject({ id: 4, parent: 1, timeMs: expect.closeTo(1200, -2) });
    expect([two?.parent, three?.parent]).toEqual([1, 1]);
  });
});

describe('branches', () => {
  it('are gone to at any instant', async () => {
    const lab = await threeFutures();
    const seen = new Map<string, string>();
    for (const branch of [1, 2, 3]) {
      await lab.switchTo(branch);
      for (const atMs of [500, 1500, 2100]) {
        await lab.seek(atMs);
        seen.set(`${branch} ${atMs}`, await lab.hash());
      }
    }
    expect(new Set([seen.get('1 500'), seen.get('2 500'), seen.get('3 500')]).size).toBe(1);
    expect(new Set([seen.get('1 2100'), seen.get('2 2100'), seen.get('3 2100')]).size).toBe(3);
    for (const [place, hash] of [...seen].reverse()) {
      const [branch = 0, atMs = 0] = place.split(' ').map(Number);
      await lab.goTo({ branch, atMs });
      expect(await lab.hash()).toBe(hash);
      expect(await lab.frame(asked)).toMatchObject({ branch, live: false, at: atMs * 1000 });
    }
    await lab.goTo({ branch: 2, event: 40 });
    expect(await lab.state()).toMatchObject({ events: 40 });
    await lab.goTo({ branch: 3 });
    expect(await lab.frame(asked)).toMatchObject({ branch: 3, live: true });
  });

  it('that are asked for wrongly are refused, and nothing has moved', async () => {
    const lab = await threeFutures();
    const before = await standOf(lab);
    for (const [position, message] of [
      [{ branch: 7 }, 'there is no branch 7; there are 1, 2, 3'],
      [{ branch: 1, event: 1e9 }, 'there is no event 1000000000 in branch 1'],
      [{ branch: 1, event: 1.5 }, 'there is no event 1.5'],
      [{ branch: 1, atMs: 3001 }, '3001 ms is not in branch 1, which goes from 0 to 3000 ms'],
      [{ branch: 1, atMs: NaN }, 'NaN ms is not in branch 1'],
      [{ branch: 1, event: 10, atMs: 2900 }, '2900 ms is not right after event 10'],
    ] as const)
      await expect(lab.goTo(position)).rejects.toThrow(message);
    await expect(lab.switchTo(0)).rejects.toThrow('there is no branch 0');
    await expect(lab.renameBranch(1, 'x'.repeat(1000))).rejects.toThrow('a name is a text of at most');
    expect(await standOf(lab)).toEqual(before);
  });

  it('do not play on when one comes to them', async () => {
    const lab = await threeFutures();
    await lab.play(1);
    await lab.switchTo(1);
    expect(await lab.frame({ ...asked, elapsedMs: 50 })).toMatchObject({ playing: false, at: 3_000_000 });
  });

  it('are by hand each for itself', async () => {
    const lab = await threeFutures();
    await lab.byHand(true);
    await lab.switchTo(1);
    expect(await lab.enabledActions()).toEqual([]);
    await lab.runFor(10);
    await lab.switchTo(3);
    expect((await lab.enabledActions()).length).toBeGreaterThan(0);
    await expect(lab.runFor(10)).rejects.toThrow('picked by hand');
  });
});

describe('a call whose branch is left', () => {
  it('waits, and goes on with its branch', async () => {
    const lab = await makeLab();
    await lab.step('election');
    await lab.runFor(300);
    const { timeMs } = await lab.state();
    let ended = false;
    const put = ask(lab, calls.put('a', '1')).finally(() => (ended = true));
    await lab.seek(timeMs - 100);
    await lab.act({ type: 'kill', node: 1 });
    await lab.runFor(10_000);
    expect(ended).toBe(false);
    await lab.switchTo(1);
    await lab.runFor(100);
    expect(await put).toMatchObject({ status: 'ok', revision: 2, invokedAtMs: timeMs });
  });

  it('is answered by the branch that comes first, if it was under way where they part', async () => {
    const lab = await makeLab();
    await lab.step('election');
    await lab.runFor(300);
    const put = ask(lab, calls.put('a', '1'));
    await lab.runFor(1);
    const { timeMs } = await lab.state();
    await lab.live();
    // Its future is not known yet: branch 1 stands here.
    await lab.step('event');
    await lab.seek(timeMs);
    for (const node of [1, 2, 3]) await lab.act({ type: 'isolate', node });
    await lab.deleteBranch(1);
    let ended = false;
    const wait = put.finally(() => (ended = true));
    await lab.runFor(1000);
    expect(ended).toBe(false);
    await lab.runFor(10_000);
    expect((await wait).status).not.toBe('ok');
    expect((await lab.branches()).map(({ id }) => id)).toEqual([2]);
  });

  it('ends unknown when its branch is deleted', async () => {
    const lab = await makeLab();
    await lab.step('election');
    await lab.runFor(300);
    const { timeMs } = await lab.state();
    const put = ask(lab, calls.put('a', '1'));
    await lab.seek(timeMs - 100);
    await lab.act({ type: 'kill', node: 1 });
    await lab.deleteBranch(1);
    expect(await put).toMatchObject({ status: 'unknown', error: expect.stringContaining('gone') });
  });
});

describe('a deleted branch', () => {
  it('leaves the playhead where it grew out of its parent, and comes back as it was', async () => {
    const lab = await threeFutures();
    const before = await standOf(lab);
    const fork = (await lab.branches())[2];
    await lab.deleteBranch(3);
    expect(await lab.frame(asked)).toMatchObject({ branch: 1, live: false, events: fork?.event });
    expect((await lab.branches()).map(({ id, current }) => [id, current])).toEqual([
      [1, true],
      [2, false],
    ]);
    await expect(lab.switchTo(3)).rejects.toThrow('there is no branch 3');
    await expect(lab.restoreBranch(2)).rejects.toThrow('there is no deleted branch 2');
    await lab.restoreBranch(3);
    await lab.switchTo(3);
    expect(await standOf(lab)).toEqual(before);
    expect((await lab.branches())[2]).toEqual(fork);
  });

  it('leaves its children with the next of kin, and the only one cannot be', async () => {
    const lab = await threeFutures();
    const [, two, three] = await lab.branches();
    await lab.deleteBranch(1);
    // What branches 2 and 3 have in common is the past before the earlier fork.
    expect(tree(await lab.branches())).toEqual([
      [2, undefined, 0],
      [3, 2, two?.event, '*'],
    ]);
    await lab.deleteBranch(2);
    expect(tree(await lab.branches())).toEqual([[3, undefined, 0, '*']]);
    await expect(lab.deleteBranch(3)).rejects.toThrow('branch 3 is the only one, and cannot be deleted');
    await lab.restoreBranch(1);
    expect(tree(await lab.branches())).toEqual([
      [1, undefined, 0],
      [3, 1, three?.event, '*'],
    ]);
    // A number is not given again.
    await lab.seek(100);
    await lab.act({ type: 'kill', node: 1 });
    expect((await lab.branches()).at(-1)?.id).toBe(4);
  });
});

it('the number of a deleted branch is never given again, also where the lab is opened another time', async () => {
  const lab = await threeFutures();
  await lab.switchTo(1);
  await lab.deleteBranch(3);
  const saved = await lab.capture();
  expect(saved.lastBranch).toBe(3);
  for (const way of [
    async (other: Lab) => other.open(await lab.save()),
    async (other: Lab) => {
      const link = await lab.link();
      return other.openLink('fragment' in link ? link.fragment : '');
    },
  ]) {
    const other = await makeLab();
    await way(other);
    await other.act({ type: 'kill', node: 1 });
    await other.seek(500);
    await other.act({ type: 'kill', node: 2 });
    expect((await other.branches()).map(({ id }) => id)).toEqual([1, 2, 4]);
    expect(await other.capture()).not.toHaveProperty('lastBranch');
  }
});

it('deleted branches are gone when the record needs their room', async () => {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0, eventsMax: 900 });
  await lab.reset({ nodes: 3, seed: 5 });
  await lab.runFor(5000);
  for (const node of [1, 2]) {
    await lab.seek(1000);
    await lab.act({ type: 'kill', node });
    await lab.runFor(2500);
  }
  const { events } = await lab.memory();
  await expect(lab.runFor(60_000)).rejects.toMatchObject({ code: 'recordFull' });
  await lab.deleteBranch(1);
  await lab.runFor(2000);
  expect((await lab.memory()).events).toBeLessThan(events + 400);
  await expect(lab.restoreBranch(1)).rejects.toThrow('there is no deleted branch 1');
  expect((await lab.branches()).map(({ id }) => id)).toEqual([2, 3]);
  await lab.seek(500);
  await lab.act({ type: 'kill', node: 1 });
  expect((await lab.branches()).map(({ id }) => id)).toEqual([2, 3, 4]);
});

describe('a future that is dropped', () => {
  it('leaves the branches that grew out of it', async () => {
    const lab = await threeFutures();
    const [, two, three] = await lab.branches();
    await lab.switchTo(3);
    const before = await standOf(lab);
    await lab.switchTo(1);
    await lab.seek(1500);
    const { events } = await lab.state();
    await lab.dropFuture();
    expect(tree(await lab.branches())).toEqual([
      [1, undefined, 0, '*'],
      [2, 1, two?.event],
      [3, 1, events],
    ]);
    expect(three?.event).toBeGreaterThan(events);
    await lab.runFor(3000);
    expect(tree(await lab.branches()).at(2)).toEqual([3, 1, events]);
    await lab.switchTo(3);
    expect(await standOf(lab)).toEqual(before);
  });
});

describe('the memory of the past', () => {
  it('counts what branches share once, and a budget holds for all of them', async () => {
    const lab = await threeFutures();
    const { checkpointBytes, checkpoints, events, budgetBytes } = await lab.memory();
    const branches = await lab.branches();
    expect(events).toBe(branches.reduce((sum, each) => sum + each.events - each.event, 0));
    expect(checkpointBytes).toBeLessThan(budgetBytes);
    const before = await standOf(lab);
    for (let node = 1; node <= 3; node++) {
      await lab.switchTo(1);
      await lab.seek(2500);
      await lab.act({ type: 'pause', node });
    }
    const more = await lab.memory();
    // Each has its newest instant for itself, and no more.
    expect(more.checkpoints - checkpoints).toBeLessThanOrEqual(6);
    await lab.setMemoryBudget(8e6);
    expect((await lab.memory()).budgetBytes).toBe(8e6);
    await lab.switchTo(3);
    expect(await standOf(lab)).toEqual(before);
    await expect(lab.setMemoryBudget(1)).rejects.toThrow('bytes is 1, but must be a number from 8000000');
    await lab.reset();
    expect((await lab.memory()).budgetBytes).toBe(8e6);
  });

  it('has the budget that was chosen another time, from the first run on, and none that cannot be', async () => {
    const usual = (await fresh().memory()).budgetBytes;
    const lab = fresh();
    lab.budgetWas(1);
    expect((await lab.memory()).budgetBytes).toBe(usual);
    lab.budgetWas(64e6);
    await lab.reset();
    expect((await lab.memory()).budgetBytes).toBe(64e6);
    const other = fresh();
    other.budgetWas(8e6);
    await other.reopen(await lab.capture());
    expect((await other.memory()).budgetBytes).toBe(8e6);
    const third = fresh();
    third.budgetWas(9e6);
    expect((await third.memory()).budgetBytes).toBe(9e6);
  });
});

describe('the notebook', () => {
  it('has instants with notes, changed and taken out and put back', async () => {
    const lab = await threeFutures();
    await lab.goTo({ branch: 2, atMs: 1200 });
    const { events } = await lab.state();
    expect(await lab.addMoment('it has fallen')).toBe(1);
    expect(await lab.addMoment('the end of the first', { branch: 1 })).toBe(2);
    await lab.changeMoment(1, 'node 1 has fallen');
    expect(await lab.moments()).toEqual([
      { id: 1, note: 'node 1 has fallen', branch: 2, event: events, at: 1_200_000 },
      { id: 2, note: 'the end of the first', branch: 1, event: expect.any(Number), at: 3_000_000 },
    ]);
    await lab.removeMoment(1);
    expect((await lab.moments()).map(({ id }) => id)).toEqual([2]);
    await expect(lab.changeMoment(1, 'x')).rejects.toThrow('there is no moment 1');
    await lab.restoreMoment(1);
    const { moments } = await lab.frame(asked);
    expect(moments).toEqual(await lab.moments());
    expect((await lab.frame(asked)).moments).toBe(moments);
  });

  it('shows a moment where it is while its branch is not there', async () => {
    const lab = await threeFutures();
    await lab.addMoment('before they part', { branch: 2, atMs: 500 });
    await lab.addMoment('after', { branch: 2, atMs: 1100 });
    await lab.deleteBranch(2);
    expect(await lab.moments()).toMatchObject([{ id: 1, branch: 1, at: 500_000 }]);
    await lab.restoreBranch(2);
    expect(await lab.moments()).toMatchObject([
      { id: 1, branch: 2 },
      { id: 2, branch: 2 },
    ]);
  });

  it('has no moment in a branch that goes on before it, though they share the event', async () => {
    const lab = await threeFutures();
    await lab.goTo({ branch: 2, event: (await lab.branches())[1]?.event ?? 0 });
    const { events } = await lab.state();
    // Branch 2 goes on at 1000 ms, and nothing happens in the others yet.
    await lab.addMoment('a little later', { branch: 1, atMs: 1000.001 });
    expect(await lab.moments()).toEqual([
      { id: 1, note: 'a little later', branch: 1, event: events, at: 1_000_001 },
    ]);
    await lab.deleteBranch(1);
    expect(await lab.moments()).toMatchObject([{ branch: 3, event: events, at: 1_000_001 }]);
    await lab.deleteBranch(3);
    expect(await lab.moments()).toEqual([]);
    await lab.restoreBranch(3);
    expect(await lab.moments()).toMatchObject([{ branch: 3 }]);
  });
});
