import { makeScripting, type Quorumscope } from '../../src/app/scripting.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { expect, test } from './site.ts';

type Action = readonly [name: keyof Quorumscope, ...args: unknown[]];

/** A run with everything in it. Client calls are begun and not waited for: time has to go on first. */
const actions: readonly Action[] = [
  ['pause'],
  ['reset', { seed: 11, nodes: 5, learners: 1, jitterMs: 9, loss: 0.02, snapshotCount: 10 }],
  ['runFor', 2500],
  ['put', 'a', '1'],
  ['put', 'b', '2', { node: 2 }],
  ['runFor', 700],
  [
    'partition',
    [
      [1, 2],
      [3, 4, 5, 6],
    ],
  ],
  ['put', 'c', '3', { node: 4 }],
  ['runFor', 4000],
  ['kill', 3],
  ['runFor', 1500],
  ['heal'],
  ['restart', 3],
  ['pauseNode', 5],
  ['runFor', 900],
  ['resumeNode', 5],
  ['get', 'a'],
  ['get', 'b', { node: 1, consistency: 'serializable' }],
  ['runFor', 1200],
  ['step', 'message', 7],
  ['seek', 3000],
  ['kill', 4],
  ['runFor', 3000],
];
const clientCalls: readonly string[] = ['put', 'get'];

test('a run in the page’s workers has the same hash as the same run in Node.js', async ({ site, page }) => {
  await site.open();
  const inPage = await page.evaluate(
    async ([steps, unawaited]) => {
      const scripting = window.quorumscope as unknown as Record<
        string,
        (...args: unknown[]) => Promise<unknown>
      >;
      const hashes: string[] = [];
      for (const [name, ...args] of steps) {
        const done = scripting[name]?.(...args);
        if (!unawaited.includes(name)) await done;
        hashes.push(await window.quorumscope.hash());
      }
      return hashes;
    },
    [actions, clientCalls] as const,
  );
  const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => performance.now() });
  const scripting = makeScripting(Promise.resolve(lab), 'test', Promise.resolve());
  const inNode: string[] = [];
  for (const [name, ...args] of actions) {
    const method = scripting[name] as unknown as (...args: unknown[]) => Promise<unknown>;
    const done = method(...args);
    if (!clientCalls.includes(name)) await done;
    // Before the first reset there is no run here, as there is in the page.
    inNode.push(name === 'pause' ? '' : await scripting.hash());
  }
  expect(inPage.slice(1)).toEqual(inNode.slice(1));
  expect((await site.state()).violations).toEqual([]);
});

test('each running node has a worker of its own, and nobody else has', async ({ site, page }) => {
  const leader = await site.openWithLeader({ nodes: 3, learners: 1 });
  const LAB = 1;
  await expect.poll(() => page.workers().length).toBe(LAB + 4);
  await page.evaluate((id) => window.quorumscope.kill(id), leader);
  await expect.poll(() => page.workers().length).toBe(LAB + 3);
  expect((await site.state()).nodes.map(({ worker }) => worker)).toEqual(
    [1, 2, 3, 4].map((id) => id !== leader),
  );
  await page.evaluate(() => window.quorumscope.reset({ nodes: 9 }));
  await expect.poll(() => page.workers().length).toBe(LAB + 9);
});

test('a worker that dies by itself is a crashed node with its reason, and the rest goes on', async ({
  site,
  page,
}) => {
  const leader = await site.openWithLeader();
  const victim = page.workers().find((worker) => worker.url().includes('node-worker'));
  // The member's own code cannot be made to fail from outside, so its worker is closed under it.
  await victim?.evaluate(() => self.close());
  const down = async () => (await site.state()).nodes.filter(({ status }) => status === 'killed');
  // Nothing is asked of it: the page is paused. It is noticed all the same, without a deadline.
  await expect.poll(async () => (await down()).length, { timeout: 4000 }).toBe(1);
  const [fallen] = await down();
  expect(fallen?.crashed).toContain('its worker has closed');
  expect(fallen?.worker).toBe(false);
  await page.evaluate(() => window.quorumscope.runFor(4000));
  expect(await site.leader()).toBeDefined();
  await page.evaluate((id) => window.quorumscope.restart(id), fallen?.id ?? leader);
  await page.evaluate(() => window.quorumscope.runFor(1000));
  expect((await site.state()).nodes.every(({ status, worker }) => status === 'up' && worker)).toBe(true);

  // Another answers what nobody asked; then the lab itself closes, in the middle of something long.
  const other = page.workers().find((worker) => worker.url().includes('node-worker'));
  await other?.evaluate(() => (self as unknown as Worker).postMessage({ round: 0, result: 'nonsense' }));
  await expect.poll(async () => (await down())[0]?.crashed).toContain('nothing was asked');
  const long = page.evaluate(() => window.quorumscope.runFor(1e12).catch(String));
  const lab = page.workers().find((worker) => worker.url().includes('lab-worker'));
  await lab?.evaluate(() => self.close());
  expect(await long).toContain('its worker has closed');
  await expect(page.getByRole('button', { name: 'Reload' }).first()).toBeVisible();
});
