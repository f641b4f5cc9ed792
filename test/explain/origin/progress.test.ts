import { expect, it } from 'vitest';
import { origin } from '../../../src/explain/origin/origin.ts';
import { RunPast } from '../../../src/lab/debug/run-past.ts';
import { seekEvent } from '../../../src/history/replay.ts';
import { Member } from '../../../src/node/member.ts';
import { drawInt, makeDice } from '../../../src/base/random.ts';
import { randomRun, work } from '../recorded-run.ts';
import { Scenario } from '../why/scenario.ts';
import { NaiveRecord } from './naive-record.ts';

const seed = 23;

it('what a leader knows of a peer comes from where a search through all events finds it, over many checkpoints', async () => {
  const { run, heard } = await randomRun(
    { nodes: 3, seed, snapshotCount: 30, snapshotCatchUpEntries: 5 },
    ['loss', 'disk'],
    8000,
  );
  expect(run.history.checkpoints.length).toBeGreaterThan(3);
  const naive = new NaiveRecord(await seekEvent(run.history, 0, Member), heard);
  const past = new RunPast(run);
  const dice = makeDice(seed, 'progress');
  let [asked, old, cameBack, between] = [0, 0, 0, 0];
  for (let instant = 0; instant < 20; instant++) {
    await run.seekEvent(drawInt(dice, 1000, heard.length), work);
    const { events } = past.now;
    for (const { id: node, image } of past.now.machines.values())
      for (const { id: of, ...one } of image?.view().progress ?? [])
        for (const field of ['match', 'next', 'state'] as const) {
          const [step] = await origin(past, { type: 'progress', node, of, field });
          const isSo = (at: number): boolean =>
            naive.after(at, node, (each) => each.view().progress.find(({ id }) => id === of)?.[field]) ===
            one[field];
          let since = events;
          while (since > 1 && isSo(since - 1)) since--;
          const elected = naive.after(since, node, (each) => each.view().state);
          expect(elected).toBe('StateLeader');
          expect(step?.event, `seed ${seed}, at ${events}: node(${node}).progress(${of}).${field}`).toBe(
            since,
          );
          asked++;
          const then = run.history.checkpoints.filter(({ event }) => event > 0 && event <= events);
          if (then.some(({ event }) => event >= since)) old++;
          if (then.some(({ event }) => event < since && isSo(event))) cameBack++;
          const before = then.findLast(({ event }) => event < since);
          const isLater = then.some(({ event }) => event >= since);
          if (field === 'state' && isLater && before !== undefined && isSo(before.event)) between++;
        }
  }
  expect(asked).toBeGreaterThan(100);
  expect(old).toBeGreaterThan(5);
  // These are what checkpoints alone would tell wrongly.
  expect(cameBack).toBeGreaterThan(5);
  // A state that one checkpoint has, and the next one has again: it was another in between, and that no checkpoint tells.
  expect(between).toBeGreaterThan(2);
});

it('a Next that goes away and comes back between two checkpoints that have it comes from when it came back', async () => {
  const lab = await Scenario.led();
  const { leader } = lab;
  const of = lab.followers[0] ?? 0;
  const nextOne = async (): Promise<number> => {
    const { length } = lab.run.history.checkpoints;
    await lab.until(() => lab.run.history.checkpoints.length > length);
    return lab.run.history.checkpoints.at(-1)?.event ?? 0;
  };
  // It is sent an entry, and so is said to have it next to the last; and it stands still.
  await lab.act({ type: 'pause', node: of });
  await lab.put(leader);
  const before = await nextOne();
  // What waited for it is lost with it: it refuses what comes after, and is sent the entry again.
  await lab.act({ type: 'kill', node: of });
  await lab.act({ type: 'restart', node: of });
  const after = await nextOne();
  const said = lab.heard.flatMap(({ number, node, output }) => {
    const one = output?.changes.progress?.find(({ id }) => id === of);
    return node === leader && one !== undefined ? [{ number, next: one.next }] : [];
  });
  const now = said.at(-1)?.next;
  const nextAt = (event: number) => said.findLast(({ number }) => number <= event)?.next;
  expect([nextAt(before), nextAt(after)], 'both checkpoints have it').toEqual([now, now]);
  const other = said.findLast(({ next }) => next !== now)?.number ?? 0;
  expect(other, 'it was another in between').toBeGreaterThan(before);
  const [step] = await origin(lab.past, { type: 'progress', node: leader, of, field: 'next' });
  expect(step?.event).toBe(said.find(({ number }) => number > other)?.number);
});
