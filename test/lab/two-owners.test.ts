import { expect, it } from 'vitest';
import type { FrameRequest } from '../../src/lab/frame/frame.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { clientsScene } from '../../src/view/time/clients.ts';
import { twoOwners } from '../../src/view/time/owners.ts';
import { spaceTimeScene } from '../../src/view/time/space-time.ts';
import type { RecipeOptions } from '../../src/client/recipes.ts';

const bare: FrameRequest = {
  elapsedMs: 0,
  log: 'tail',
  logColumns: 1,
  timeline: { from: 0, to: 1, maxArrows: 0, hide: [] },
  store: undefined,
};

it('two clients that believe to own one lock are told apart from those that take turns', async () => {
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
  await lab.reset({ nodes: 3, seed: 7 });
  await lab.step('election');
  await lab.runFor(500);
  const start = async (client: string) => {
    const program: RecipeOptions = {
      recipe: 'lock',
      name: new Uint8Array([109]),
      holds: true,
      lease: 0n,
      ttl: 2,
      keepAlive: true,
    };
    await lab.act({ type: 'startClient', client, endpoints: [1, 2, 3], program });
    await lab.runFor(1000);
  };
  await start('c1');
  await start('c2');
  const before = await lab.frame(bare);
  // One owns it, the other waits.
  expect(twoOwners(before.clients, before.at)).toEqual([]);
  // The owner's process stands still until its lease is gone and the other has the lock.
  await lab.act({ type: 'pauseClient', client: 'c1' });
  await lab.runFor(10_000);
  const frame = await lab.frame(bare);
  const found = twoOwners(frame.clients, frame.at);
  expect(found).toMatchObject([
    { loser: { client: 'c1' }, owner: { client: 'c2' }, to: undefined, because: 'paused' },
  ]);
  // Both lanes show it, from the moment the second believed it.
  const scene = clientsScene(frame, { from: 0, to: frame.at }, 800);
  expect(scene.owners.length).toBe(2);
  expect(new Set(scene.owners.map(({ top }) => top)).size).toBe(2);
  // So does the diagram.
  const diagram = spaceTimeScene(frame, { from: 0, to: frame.at }, { width: 800, height: 200 });
  expect(diagram.owners.length).toBe(1);
  // The first one wakes up and lets go: then it is over, and stays on record.
  await lab.act({ type: 'resumeClient', client: 'c1' });
  await lab.act({ type: 'tellClient', client: 'c1', instruction: { type: 'release' } });
  await lab.runFor(3000);
  const after = await lab.frame(bare);
  const [over] = twoOwners(after.clients, after.at);
  expect(over?.to).toBeGreaterThan(over?.from ?? Infinity);
});
