import { expect, it } from 'vitest';
import type { WorldEvent } from '../../src/sim/record/world-event.ts';
import { randomRun } from '../explain/recorded-run.ts';

function asks(asked: WorldEvent | undefined, { node, input }: WorldEvent): boolean {
  if (asked?.node !== node) return false;
  if (input?.type === 'writeDone') return asked.output?.writes.some(({ id }) => id === input.write) ?? false;
  return (input?.type === 'applyDone' && asked.output?.applies.some(({ id }) => id === input.apply)) ?? false;
}

it('what disks and apply threads have done is led back to the event that asked for it, through crashes and in branches', async () => {
  const { run, heard } = await randomRun({ nodes: 3, seed: 12 }, ['kill', 'restart', 'pause', 'disk'], 3000);
  const { work } = run.timeline;
  const branch = work.branch(2000);
  let found = 0;
  for (const event of heard) {
    const asked = work.askedBy(event.number);
    const isWork = event.type === 'writeDone' || event.type === 'applyDone';
    if (!isWork) expect(asked, event.type).toBeUndefined();
    if (asked === undefined) continue;
    found++;
    expect(asks(heard[asked - 1], event), `event ${event.number}, asked by ${asked}`).toBe(true);
    expect(branch.askedBy(event.number)).toBe(event.number <= 2000 ? asked : undefined);
  }
  // All but what members asked for as they first began, which is no event.
  const all = heard.filter(
    ({ type, waits }) => !waits && (type === 'writeDone' || type === 'applyDone'),
  ).length;
  expect(found).toBeGreaterThan(all * 0.9);
});
