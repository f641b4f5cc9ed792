import { present } from '../../src/base/assert.ts';
import { Keyboard } from './person.ts';
import { serious } from './serious.ts';
import { expect, test } from './site.ts';

test('the first story by keyboard alone: put, kill, elect, split, ask both ways, heal', async ({
  site,
  page,
}) => {
  const keys = new Keyboard(page, site);
  const first = await openWithLeader(keys);

  // Put a=1: Enter sends and gives the keys back to the page.
  await keys.press('/');
  await expect.poll(() => keys.focus()).toBe('input key');
  await page.keyboard.type('a');
  await keys.press('Tab');
  await page.keyboard.type('1');
  await keys.press('Enter');
  await expect.poll(() => keys.focus()).toBe('div Members and messages');
  await keys.stepBy('message');
  const revisions = async () => (await site.state()).nodes.map(({ revision }) => revision);
  await keys.stepUntil('every member has a=1', async () => (await revisions()).every((each) => each === 2));

  // A message under way: reached, selected, its menu opened and left.
  await keys.stepUntil('a message is under way', async () => (await site.state()).messages.length > 0);
  await keys.press('m');
  await expect.poll(() => keys.focus()).toMatch(/^button Msg\w+ n\d → n\d, arrives in/);
  await keys.press('Enter');
  await expect.poll(() => keys.focus()).toMatch(/Deliver now/);
  await keys.press('h');
  await expect.poll(() => keys.focus()).toMatch(/Hold/);
  await keys.press('Enter');
  await expect
    .poll(async () => (await site.state()).messages.filter(({ fate }) => fate === 'held').length)
    .toBe(1);
  await keys.press('Escape');

  // Kill the leader: the digit selects and focuses, Enter would open its menu.
  await keys.press(String(first));
  await expect.poll(() => keys.focus()).toMatch(new RegExp(`^circle Node n${first}, Leader`));
  await keys.press('Enter');
  await expect(page.getByRole('menu')).toBeVisible();
  expect(await serious(site)).toEqual([]);
  // What is chosen in it goes away under it: the menu still has the keys.
  await keys.press('ArrowDown');
  await expect.poll(() => keys.focus()).toMatch(/Pause/);
  await page.evaluate((id) => window.quorumscope.pauseNode(id), first);
  await expect(page.getByRole('menuitem', { name: /^Pause/ })).toHaveCount(0);
  await page.evaluate((id) => window.quorumscope.resumeNode(id), first);
  await keys.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await keys.press('k');
  await expect.poll(async () => (await site.state()).nodes[first - 1]?.status).toBe('killed');
  await keys.stepBy('election');
  await keys.press('ArrowRight');
  await expect.poll(async () => (await site.leader())?.id).not.toBe(undefined);
  const second = present(await site.leader(), 'a leader of the four').id;
  expect(second).not.toBe(first);

  // A split that leaves the leader with one follower; the digits are its sides.
  const follower = present(
    [1, 2, 3, 4, 5].find((id) => id !== first && id !== second),
    'a follower',
  );
  await keys.press('s', String(second), String(follower));
  await expect(page.getByRole('form', { name: 'Split the network' })).toBeVisible();
  expect(await serious(site)).toEqual([]);
  await keys.press('Enter');
  const cut = async () =>
    (await site.state()).links.filter((link) => link.cut).map(({ from, to }) => `${from}>${to}`);
  await expect.poll(async () => (await cut()).length).toBe(12);
  expect(await cut()).not.toContain(`${second}>${follower}`);
  await expect(page.getByRole('form', { name: 'Split the network' })).toHaveCount(0);

  // Why it still leads, and until when: asked with y, answered in the inspector, and left again.
  await keys.press(String(second), 'y');
  const why = page.getByRole('region', { name: 'Why?' });
  await expect(why.getByRole('status')).toContainText(`n${second} still leads term`);
  await expect(why).toContainText('By itself at');
  await expect(why.getByRole('link', { name: /thesis 6\.2/ })).toHaveAttribute('href', /^https:/);
  // What led to it is told in words, with its time and number, and is a way there.
  const causes = why.getByRole('listitem').filter({ hasText: /[\d.]+ s, event \d+$/ });
  await expect(causes.getByRole('button', { name: 'split' })).toBeVisible();
  expect(await serious(site)).toEqual([]);
  await keys.press('Escape');
  await expect(why.getByRole('status')).toHaveCount(0);

  // The cut-off leader steps down; the small side answers a serializable read, and lets a linearizable one wait.
  await keys.stepBy('tick');
  const roleOf = async () => (await site.state()).nodes[second - 1]?.role;
  await keys.stepUntil('the cut-off leader steps down', async () => (await roleOf()) !== 'leader');
  const calls = page.getByRole('form', { name: 'A client’s call' }).getByRole('listitem');
  await keys.press('/', 'Shift+Tab');
  await page.keyboard.type('get');
  await keys.press('Tab', 'Tab');
  await page.keyboard.type('ser');
  await keys.press('Tab');
  await page.keyboard.type(`to n${follower}`);
  await keys.press('Tab', 'Enter');
  await keys.stepUntil('a serializable read is answered', async () =>
    (await calls.first().innerText()).includes('get a → 1'),
  );
  await keys.press('/', 'Tab');
  await page.keyboard.type('lin');
  await keys.press('Tab', 'Tab', 'Enter');
  await keys.press(...Array.from({ length: 20 }, () => 'ArrowRight'));
  await expect(calls.first()).toContainText('pending');

  await keys.press('h');
  await expect.poll(cut).toEqual([]);
  await keys.stepUntil('the read is answered once the network is whole', async () =>
    (await calls.first().innerText()).includes('get a → 1'),
  );
  expect((await site.state()).violations).toEqual([]);
});

test('the second story by keyboard alone: two want one lock, the owner is paused, its lease runs out, two are owners', async ({
  site,
  page,
}) => {
  const keys = new Keyboard(page, site);
  await openWithLeader(keys);

  // To the clients: a key for the panels, arrows for their tabs.
  await keys.press('w');
  await expect.poll(() => keys.focus()).toBe('button Inspector');
  await keys.press('ArrowRight', 'ArrowRight');
  await expect.poll(() => keys.focus()).toBe('button Clients');
  await expect(page.getByRole('form', { name: 'Start a client program' })).toBeVisible();
  await keys.tabTo(/^button Start c1/);
  await keys.press('Enter');
  await keys.tabTo(/^button Start c2/);
  await keys.press('Enter');
  const programs = page.getByRole('list', { name: 'Client programs' });
  const program = (name: string) => programs.locator('> li').filter({ hasText: new RegExp(`^${name}`) });
  await expect(programs.locator('> li')).toHaveCount(2);
  const isOwner = async (name: string) =>
    (await program(name).innerText()).includes('believes itself the owner');
  await keys.stepBy('message');
  await keys.stepUntil('one has the lock', async () => (await isOwner('c1')) || (await isOwner('c2')));
  const [owner, other] = (await isOwner('c1')) ? ['c1', 'c2'] : ['c2', 'c1'];
  await keys.stepUntil('the other waits', async () =>
    (await program(other).innerText()).includes('waits behind'),
  );
  expect(await isOwner(other)).toBe(false);

  // The owner stands still; on to where its lease runs out, and to who comes after it.
  await keys.tabTo(new RegExp(`^button Pause ${owner}$`));
  await keys.press('Enter');
  await expect(program(owner)).toContainText('paused');
  const target = page.getByRole('combobox', { name: 'Run until what' });
  for (let i = 0; i < 8 && (await target.inputValue()) !== 'lease'; i++) await keys.press('Shift+U');
  await expect(target).toHaveValue('lease');
  const { timeMs } = await site.state();
  await keys.press('u');
  await expect.poll(async () => (await site.state()).timeMs).toBeGreaterThan(timeMs + 5000);
  await keys.stepUntil('the other has the lock', () => isOwner(other));
  await expect(programs.getByText('two owners')).toHaveCount(2);
  await expect(page.getByText('Two owners of “m”')).toBeVisible();

  // It goes on, and until it hears of its lease it believes what it believed.
  await keys.tabTo(new RegExp(`^button Resume ${owner}$`), 'Shift+Tab');
  await keys.press('Enter');
  await expect(program(owner)).toContainText('running');
  await expect(programs.getByText('two owners')).toHaveCount(2);
  await expect(page.getByText(`${owner} and ${other} both believe that it is theirs`)).toBeVisible();
  await keys.stepUntil('it hears that its lease is gone', async () =>
    (await program(owner).innerText()).includes('has lost lease'),
  );
  expect((await site.state()).violations).toEqual([]);
});

/** Pauses, and steps to an election if nobody leads yet. Gives who leads. */
async function openWithLeader(keys: Keyboard): Promise<number> {
  const { page, site } = keys;
  await site.open('?seed=7');
  await keys.press('Space');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  if ((await site.leader()) === undefined) {
    await keys.stepBy('election');
    await keys.press('ArrowRight');
  }
  await site.settled();
  return present(await site.leader(), 'a leader after a step by election').id;
}
