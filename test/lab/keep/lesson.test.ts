import { expect, test } from 'vitest';
import { LabKeeper } from '../../../src/host/keep/keeper.ts';
import { Lab } from '../../../src/lab/lab.ts';
import { Member } from '../../../src/node/member.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import { MemoryShelf } from '../../host/keep/memory-shelf.ts';

test('what a lesson plays is kept once somebody has done something in it, and the lab before it stays', async () => {
  const shelf = new MemoryShelf();
  let labs = 0;
  const keeper = new LabKeeper({
    openShelf: async () => shelf,
    locks: { hold: async () => () => undefined, held: async () => new Set<string>() },
    newId: () => `lab${++labs}`,
    today: () => 0,
    clock: () => 0,
    later: () => undefined,
  });
  const lab = new Lab({
    host: new InProcessHost(Member),
    factory: Member,
    clock: () => 0,
    keeper: { here: keeper, load: async () => keeper, mayHaveLabs: async () => true },
  });
  const ids = async () => {
    await lab.keepNow();
    return (await lab.keptLabs()).map(({ id }) => id).sort();
  };
  await lab.reset({ nodes: 3 });
  await lab.act({ type: 'kill', node: 2 });
  expect(await ids()).toEqual(['lab1']);

  for (const id of [1, 2]) {
    await lab.playLesson(`cluster voters=1,2,3\ncampaign ${id}\n`, [{}]);
    await lab.live();
    expect(await ids()).toEqual(['lab1']);
  }
  await lab.act({ type: 'kill', node: 3 });
  expect(await ids()).toEqual(['lab1', 'lab2']);

  // A branch that grows out of a lesson's run is somebody's, too.
  const { positions } = await lab.playLesson('cluster voters=1,2,3\ncampaign 1\n', [{}]);
  await lab.seekEvent(positions[0]?.event ?? 0);
  await lab.act({ type: 'kill', node: 1 });
  expect(await ids()).toEqual(['lab1', 'lab2', 'lab3']);
});
