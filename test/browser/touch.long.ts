import { present } from '../../src/base/assert.ts';
import { Finger } from './finger.ts';
import { serious } from './serious.ts';
import { expect, test, type Site } from './site.ts';
import { lineBeside } from './split-line.ts';

test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

/** What is pressed most: time at the thumb, a call’s Send, what starts a client, a menu’s actions, the tabs. */
const PRIMARY =
  '.controls-play .button, .controls .live, .until .button, .button-send, .menu-item, [role=tab], .heal, .program .button, .network-bar .button';

async function openWithLeader(site: Site, finger: Finger): Promise<number> {
  await site.open('?seed=7');
  await finger.button('Pause').tap();
  await expect(finger.button('Play')).toBeVisible();
  if ((await site.leader()) === undefined) await finger.stepToElection();
  return present((await site.leader())?.id, 'a leader after steps by election');
}

test('the first story by touch: put, kill, elect, split, ask both ways, heal', async ({ site, page }) => {
  const finger = new Finger(page, site);
  const first = await openWithLeader(site, finger);
  expect(await page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true);
  expect(await finger.nodeAcross()).toBeGreaterThanOrEqual(36);

  await page.getByRole('tab', { name: 'Clients' }).tap();
  const form = page.getByRole('form', { name: 'A client’s call' });
  await finger.type(form.getByRole('textbox', { name: 'key' }), 'a');
  await finger.type(form.getByRole('textbox', { name: 'value' }), '1');
  expect(await finger.tooSmall(PRIMARY)).toEqual([]);
  await form.getByRole('button', { name: 'Send' }).tap();
  await finger.stepUntil('every member has a=1', 'message', async () =>
    (await site.state()).nodes.every(({ revision }) => revision === 2),
  );

  // Its menu by a tap, and what it has to offer is wide enough for a finger.
  await finger.tapAt(await site.centreOf(first));
  await expect(page.getByRole('menu')).toBeVisible();
  expect(await finger.tooSmall(PRIMARY)).toEqual([]);
  await page.getByRole('menuitem', { name: /^Kill/ }).tap();
  await expect.poll(async () => (await site.state()).nodes[first - 1]?.status).toBe('killed');
  await finger.stepToElection();
  const second = present(await site.leader(), 'a leader of the four').id;
  expect(second).not.toBe(first);

  // A line across the ring leaves it with the one beside it that lives; the page stays where it is under the finger.
  const follower = [(second % 5) + 1, ((second + 3) % 5) + 1].find((id) => id !== first) ?? 0;
  const minority = [second, follower].toSorted((a, b) => a - b);
  const [from, to] = await lineBeside(site, minority);
  const before = await finger.scrolled();
  await finger.drag(from, to);
  const cut = async () =>
    (await site.state()).links.filter((link) => link.cut).map((link) => `${link.from}>${link.to}`);
  await expect.poll(async () => (await cut()).length).toBe(12);
  expect(await cut()).not.toContain(`${second}>${follower}`);
  expect(await finger.scrolled()).toEqual(before);

  const roleOf = async () => (await site.state()).nodes[second - 1]?.role;
  await finger.stepUntil('the cut-off leader steps down', 'tick', async () => (await roleOf()) !== 'leader');

  // A tap on a node has shown it in the inspector; the form is as it was left.
  await page.getByRole('tab', { name: 'Clients' }).tap();
  const calls = form.getByRole('listitem');
  await form.getByRole('combobox', { name: 'Operation' }).selectOption('get');
  await form.getByRole('combobox', { name: 'Node' }).selectOption(String(follower));
  await form.getByRole('combobox', { name: 'Consistency' }).selectOption('serializable');
  await form.getByRole('button', { name: 'Send' }).tap();
  await finger.stepUntil('a serializable read is answered', 'tick', async () =>
    (await calls.first().innerText()).includes('get a → 1'),
  );
  await form.getByRole('combobox', { name: 'Consistency' }).selectOption('linearizable');
  await form.getByRole('button', { name: 'Send' }).tap();
  for (let i = 0; i < 10; i++) await finger.button('Forward one tick').tap();
  await site.settled();
  await expect(calls.first()).toContainText('pending');
  expect(await serious(site)).toEqual([]);

  await page.getByRole('button', { name: /^heal/i }).tap();
  await expect.poll(cut).toEqual([]);
  await finger.stepUntil('the read is answered once the network is whole', 'tick', async () =>
    (await calls.first().innerText()).includes('get a → 1'),
  );
  expect((await site.state()).violations).toEqual([]);
});

test('the second story by touch: two want one lock, the owner is paused, its lease runs out, two are owners', async ({
  site,
  page,
}) => {
  const finger = new Finger(page, site);
  await openWithLeader(site, finger);
  await page.getByRole('tab', { name: 'Clients' }).tap();
  await finger.button('Start c1').tap();
  await finger.button('Start c2').tap();
  const programs = page.getByRole('list', { name: 'Client programs' });
  const program = (name: string) => programs.locator('> li').filter({ hasText: new RegExp(`^${name}`) });
  await expect(programs.locator('> li')).toHaveCount(2);
  const isOwner = async (name: string) =>
    (await program(name).innerText()).includes('believes itself the owner');
  await finger.stepUntil(
    'one has the lock',
    'message',
    async () => (await isOwner('c1')) || (await isOwner('c2')),
  );
  const [owner, other] = (await isOwner('c1')) ? ['c1', 'c2'] : ['c2', 'c1'];
  await finger.stepUntil('the other waits', 'message', async () =>
    (await program(other).innerText()).includes('waits behind'),
  );
  expect(await finger.tooSmall(PRIMARY)).toEqual([]);

  await finger.button(`Pause ${owner}`).tap();
  await expect(program(owner)).toContainText('paused');
  await page.getByRole('combobox', { name: 'Run until what' }).selectOption('lease');
  const { timeMs } = await site.state();
  await finger.button('Run until').tap();
  await expect.poll(async () => (await site.state()).timeMs).toBeGreaterThan(timeMs + 5000);
  await finger.stepUntil('the other has the lock', 'message', () => isOwner(other));
  await expect(programs.getByText('two owners')).toHaveCount(2);
  await expect(page.getByText('Two owners of “m”')).toBeAttached();

  await finger.button(`Resume ${owner}`).tap();
  await expect(program(owner)).toContainText('running');
  await expect(programs.getByText('two owners')).toHaveCount(2);
  expect(await serious(site)).toEqual([]);
  await finger.stepUntil('it hears that its lease is gone', 'message', async () =>
    (await program(owner).innerText()).includes('has lost lease'),
  );
  expect((await site.state()).violations).toEqual([]);
});
