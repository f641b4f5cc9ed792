import { present } from '../../src/base/assert.ts';
import { expect, test } from './site.ts';
import { lineBeside } from './split-line.ts';

test('the page opens on a cluster about to elect its leader, and elects it by itself', async ({
  site,
  page,
}) => {
  await site.open();
  const { nodes, violations } = await site.state();
  expect(nodes).toHaveLength(5);
  expect(nodes.every(({ term, worker, status }) => Number(term) <= 1 && worker && status === 'up')).toBe(
    true,
  );
  await expect(page.locator('g[data-node]')).toHaveCount(5);
  await expect(page.locator('g[data-role="StateLeader"]')).toHaveCount(1);
  const leader = present(await site.leader(), 'what is drawn is so');
  await expect(page.locator(`g[data-node="${leader.id}"]`)).toHaveAttribute('data-role', 'StateLeader');
  expect(violations).toEqual([]);
});

test('a put by the form reaches every node, and its outcome is shown', async ({ site, page }) => {
  await site.openWithLeader();
  const form = page.getByRole('form');
  await form.getByRole('textbox', { name: 'key' }).fill('colour');
  await form.getByRole('textbox', { name: 'value' }).fill('blue');
  await form.getByRole('button', { name: 'Send' }).click();
  const outcome = form.getByRole('listitem').filter({ hasText: 'colour=blue' });
  await expect(outcome).toContainText('pending');
  await page.evaluate(() => window.quorumscope.runFor(500));
  await expect(outcome).toContainText('ok');
  const { nodes } = await site.state();
  expect(nodes.map(({ revision }) => revision)).toEqual([2, 2, 2, 2, 2]);
  expect(new Set(nodes.map(({ kvHash }) => kvHash)).size).toBe(1);
});

test('killing the leader by clicks ends its worker; another is elected; a restart brings it back', async ({
  site,
  page,
}) => {
  const first = await site.openWithLeader();
  await expect.poll(() => page.workers().length).toBe(6);
  await site.doTo(first, /^Kill/);
  await expect.poll(() => page.workers().length).toBe(5);
  const node = async () => (await site.state()).nodes[first - 1];
  expect(await node()).toMatchObject({ status: 'killed', worker: false });
  await expect(page.locator(`g[data-node="${first}"]`)).toHaveAttribute('data-status', 'killed');

  await page.evaluate(() => window.quorumscope.step('election'));
  const second = present(await site.leader(), 'a leader of the remaining four');
  expect(second.id).not.toBe(first);
  expect(Number(second.term)).toBeGreaterThan(1);

  await site.doTo(first, /^Restart/);
  await expect.poll(() => page.workers().length).toBe(6);
  await page.evaluate(() => window.quorumscope.runFor(1000));
  expect(await node()).toMatchObject({ status: 'up', worker: true, role: 'follower', lead: second.id });
});

test('a split drawn across the stage leaves a minority with stale reads; healing joins it again', async ({
  site,
  page,
}) => {
  const old = await site.openWithLeader();
  const neighbour = (old % 5) + 1;
  const minority = [old, neighbour].toSorted((a, b) => a - b);
  const majority = [1, 2, 3, 4, 5].filter((id) => !minority.includes(id));
  const written = page.evaluate(async () => {
    const put = window.quorumscope.put('x', 'before');
    await window.quorumscope.runFor(500);
    return put;
  });
  expect(await written).toMatchObject({ status: 'ok', revision: 2 });

  const [from, to] = await lineBeside(site, minority);
  await site.drag(from, to);
  const cut = async () =>
    (await site.state()).links.filter((link) => link.cut).map((link) => `${link.from}>${link.to}`);
  const across = minority.flatMap((a) => majority.flatMap((b) => [`${a}>${b}`, `${b}>${a}`]));
  await expect.poll(async () => (await cut()).toSorted()).toEqual(across.toSorted());
  await expect(page.getByRole('log')).toContainText('The network is split');

  // The majority elects and goes on; what it writes, the minority cannot know.
  await page.evaluate(() => window.quorumscope.runFor(6000));
  const now = present(await site.leader(), 'a leader of the majority');
  expect(majority).toContain(now.id);
  const after = await page.evaluate(async (node) => {
    const put = window.quorumscope.put('x', 'after', { node });
    await window.quorumscope.runFor(500);
    return put;
  }, now.id);
  expect(after).toMatchObject({ status: 'ok', revision: 3 });

  const form = page.getByRole('form');
  await form.getByRole('combobox', { name: 'Operation' }).selectOption('get');
  await form.getByRole('textbox', { name: 'key' }).fill('x');
  await form.getByRole('combobox', { name: 'Node' }).selectOption(String(neighbour));
  await form.getByRole('combobox', { name: 'Consistency' }).selectOption('serializable');
  await form.getByRole('button', { name: 'Send' }).click();
  const calls = form.getByRole('listitem');
  await page.evaluate(() => window.quorumscope.runFor(100));
  await expect(calls.first()).toContainText('get x → before');

  await form.getByRole('combobox', { name: 'Consistency' }).selectOption('linearizable');
  await form.getByRole('button', { name: 'Send' }).click();
  await page.evaluate(() => window.quorumscope.runFor(500));
  await expect(calls.first()).toContainText('pending');

  await page.getByRole('button', { name: /^heal/i }).click();
  await expect.poll(cut).toEqual([]);
  await page.evaluate(() => window.quorumscope.runFor(3000));
  await expect(calls.first()).toContainText('get x → after');
  expect((await site.state()).violations).toEqual([]);
});

test('keys: space plays and pauses, arrows step by the chosen kind or with Shift by an event, digits select, k kills and restarts', async ({
  site,
  page,
}) => {
  await site.openWithLeader();
  const events = async () => (await site.state()).events;
  await page.locator('body').click({ position: { x: 2, y: 2 } });
  const before = await events();
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(events).toBe(before + 1);
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(events).toBe(before);
  await page.keyboard.press('3');
  await page.keyboard.press('k');
  await expect.poll(async () => (await site.state()).nodes[2]?.status).toBe('killed');
  await page.keyboard.press('k');
  await expect.poll(async () => (await site.state()).nodes[2]?.status).toBe('up');
  const paused = (await site.state()).timeMs;
  await page.keyboard.press('Space');
  await expect.poll(async () => (await site.state()).timeMs).toBeGreaterThan(paused);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
});

test('a paused page shows the run that it was reset to', async ({ site, page }) => {
  await site.openPaused({ nodes: 3 });
  await expect(page.locator('g[data-node]')).toHaveCount(3);
  await page.evaluate(() => window.quorumscope.reset({ nodes: 7 }));
  await expect(page.locator('g[data-node]')).toHaveCount(7);
});

test('a drag from node to node cuts that direction, and again opens it', async ({ site, page }) => {
  await site.openWithLeader();
  const isCut = async (from: number, to: number) =>
    (await site.state()).links.find((link) => link.from === from && link.to === to)?.cut;
  const [one, three] = [await site.centreOf(1), await site.centreOf(3)];
  await site.drag(one, three);
  await expect.poll(() => isCut(1, 3)).toBe(true);
  expect(await isCut(3, 1)).toBe(false);
  await expect(page.locator('g[data-node]')).toHaveCount(5);
  await site.drag(one, three);
  await expect.poll(() => isCut(1, 3)).toBe(false);
});

test('the diagram takes the page back in time, and an action there makes a new future', async ({
  site,
  page,
}) => {
  await site.openWithLeader();
  await page.evaluate(() => window.quorumscope.runFor(3000));
  const { timeMs } = await site.state();
  await page.getByRole('slider', { name: /Playhead/ }).press('Home');
  await expect.poll(async () => (await site.state()).timeMs).toBe(0);
  await page.getByRole('button', { name: 'Live' }).click();
  await expect.poll(async () => (await site.state()).timeMs).toBe(timeMs);
  await page.evaluate(() => window.quorumscope.seek(500));
  await site.doTo(4, /^Kill/);
  await expect.poll(async () => (await site.state()).nodes[3]?.status).toBe('killed');
  await page.evaluate(() => window.quorumscope.live());
  expect(await site.state()).toMatchObject({ timeMs: 500, violations: [] });
});
