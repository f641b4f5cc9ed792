import { expect, it } from 'vitest';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { CHUNK } from '../../src/base/column.ts';
import type { FactReader } from '../../src/history/facts.ts';
import type { World } from '../../src/sim/world/world.ts';
import { tellRun } from './told-run.ts';

const numbers = [
  'term',
  'vote',
  'lead',
  'commit',
  'applied',
  'last',
  'stable',
  'snapshotIndex',
  'revision',
] as const;

it('facts of members are what looks into them showed after any event, in the run and in a branch of it', async () => {
  const seed = 71;
  const seen: string[] = [];
  const { recorder } = await tellRun({
    seed,
    events: 2.2 * CHUNK,
    after: ({ number }, { world }) => (seen[number] = lookAt(world)),
  });
  const dice = makeDice(seed, 'facts');
  const branch = recorder.history.branch(drawInt(dice, CHUNK, 2 * CHUNK));
  for (const { facts, events } of [recorder.history, branch]) {
    const wrong: number[] = [];
    const inOrder = facts.reader();
    for (let n = 1; n <= events.last; n++) if (factsAt(inOrder, n) !== seen[n]) wrong.push(n);
    const anyhow = facts.reader();
    for (let i = 0; i < 500; i++) {
      const n = drawInt(dice, 1, events.last);
      if (factsAt(anyhow, n) !== seen[n]) wrong.push(n);
    }
    expect(wrong, `seed ${seed}`).toEqual([]);
  }
  expect(new Set(seen).size).toBeGreaterThan(200);
});

function lookAt({ machines }: World): string {
  return [...machines.values()]
    .map(({ id, status, image }) => {
      const view = image?.view();
      return [id, status, view?.state, ...numbers.map((name) => view?.[name])].join();
    })
    .join(' ');
}

function factsAt(reader: FactReader, event: number): string {
  return reader
    .nodes(event)
    .map((node) => {
      const status = reader.status(node, event);
      const lives = status !== 'killed';
      const shown = numbers.map((name) => (lives ? reader.number(node, name, event) : undefined));
      return [node, status, lives ? reader.state(node, event) : undefined, ...shown].join();
    })
    .join(' ');
}
