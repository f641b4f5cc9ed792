import type { Locator, Page } from '@playwright/test';
import { serious } from './serious.ts';
import { expect, test, type Site } from './site.ts';

/** The panel beside the stage, with the tab of this name open. */
async function panel(page: Page, name: string): Promise<Locator> {
  const tab = page.getByRole('tab', { name });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  return page.getByRole('tabpanel');
}

type Fields = Readonly<Record<string, string | true>>;

/** Fills in a form of the calls panel; gives the form. */
async function fill(page: Page, kind: string, fields: Fields = {}): Promise<Locator> {
  const calls = await panel(page, 'Call');
  await calls.getByRole('combobox', { name: 'Call', exact: true }).selectOption(kind);
  const form = calls.getByRole('form', { name: kind, exact: true });
  for (const [label, value] of Object.entries(fields)) {
    const field = form
      .getByLabel(label, { exact: true })
      .or(form.getByRole('combobox', { name: label, exact: true }));
    if (!(await field.isVisible())) await form.getByText('More options').click();
    if (value === true) await field.check();
    else if ((await field.evaluate((element) => element.tagName)) === 'SELECT')
      await field.selectOption(value);
    else await field.fill(value);
  }
  return form;
}

/** Sends a form's call, lets it be answered, and gives the answer as it is shown. */
async function send(page: Page, kind: string, fields: Fields = {}): Promise<Locator> {
  const form = await fill(page, kind, fields);
  const answers = page.getByRole('tabpanel').getByRole('region', { name: 'Answers' }).getByRole('listitem');
  await form.getByRole('button', { name: kind === 'Watch' ? 'Open' : 'Send' }).click();
  await expect(answers.first()).toContainText(kind);
  await page.evaluate(() => window.quorumscope.runFor(500));
  await expect(answers.first()).not.toContainText('pending');
  return answers.first();
}

async function put(page: Page, key: string, value: string): Promise<void> {
  await page.evaluate(
    async ([k, v]) => {
      const done = window.quorumscope.put(k, v);
      await window.quorumscope.runFor(300);
      await done;
    },
    [key, value] as const,
  );
}

/** A paused cluster of three, bootstrapped as etcd does it. */
async function openEtcd(site: Site, config: object = {}): Promise<number> {
  const leader = await site.openWithLeader({ nodes: 3, seed: 7, bootstrap: 'etcd', ...config });
  await site.page.evaluate(() => window.quorumscope.runFor(1500));
  return leader;
}

async function lineOf(page: Page): Promise<string> {
  return (await page.getByRole('tabpanel').locator('.command-line pre').textContent()) ?? '';
}

test('put, get and delete by forms, each with its etcdctl line', async ({ site, page }) => {
  await openEtcd(site);
  await fill(page, 'Put', { key: 'a/1', value: 'two words', 'return what was there before': true });
  expect(await lineOf(page)).toBe("etcdctl put a/1 'two words' --prev-kv");
  await expect(await send(page, 'Put', { key: 'a/1', value: '1' })).toContainText('revision2');
  await send(page, 'Put', { key: 'a/2', value: '2' });
  await fill(page, 'Get', { key: 'a/', range: 'prefix', limit: '1', order: 'DESCEND' });
  expect(await lineOf(page)).toBe('etcdctl get a/ --prefix --limit=1 --order=DESCEND');
  const answer = await send(page, 'Get', { key: 'a/', range: 'prefix', limit: '1', order: 'DESCEND' });
  await expect(answer).toContainText('a/2 = 2');
  await expect(answer).toContainText('count2');
  const deleted = await send(page, 'Delete', { key: 'a/', range: 'prefix' });
  await expect(deleted).toContainText('deleted2');
  const store = await panel(page, 'Store');
  await expect(store.getByRole('listitem').filter({ hasText: 'a/1' })).toContainText('not there');
  await expect(
    store.getByRole('img', { name: /Versions of a\/1: 1 from revision 2, deleted at 4/ }),
  ).toBeVisible();
});

test('what etcd refuses is said in etcd’s own words', async ({ site, page }) => {
  await openEtcd(site);
  const future = await send(page, 'Compact', { revision: '99' });
  await expect(future).toContainText('failed');
  await expect(future).toContainText('etcdserver: mvcc: required revision is a future revision');
  const get = await send(page, 'Get', { revision: '99' });
  await expect(get).toContainText('etcdserver: mvcc: required revision is a future revision');
  const form = await fill(page, 'Compact', { revision: 'all' });
  await expect(form.getByRole('alert')).toContainText('revision');
  await expect(form.getByRole('button', { name: 'Send' })).toBeDisabled();
});

test('a transaction by its form does the one, then the other', async ({ site, page }) => {
  await openEtcd(site);
  await expect(await send(page, 'Transaction')).toContainText('succeededtrue');
  const second = await send(page, 'Transaction');
  await expect(second).toContainText('succeededfalse');
  await expect(second).toContainText('x = 1');
  const form = await fill(page, 'Transaction');
  const compare = form.getByRole('group', { name: 'Comparison 1' });
  await compare.getByRole('combobox', { name: 'What is compared' }).selectOption('VALUE');
  await compare.getByRole('textbox', { name: 'value' }).fill('1');
  await form.getByRole('group', { name: 'If' }).getByRole('button', { name: 'Add a comparison' }).click();
  await form.getByRole('button', { name: 'Remove: Comparison 2' }).click();
  expect(await lineOf(page)).toContain('val("x") = "1"');
  await expect(await send(page, 'Transaction')).toContainText('succeededtrue');
});

test('a lease runs down where the leader is, and takes its keys with it', async ({ site, page }) => {
  const leader = await openEtcd(site);
  const granted = await send(page, 'Grant a lease', { seconds: '5' });
  const id = (await granted.locator('dd').nth(1).textContent()) ?? '';
  expect(id).toMatch(/^[0-9a-f]+$/);
  await send(page, 'Put', { key: 'k', value: 'v', lease: id });
  const store = await panel(page, 'Store');
  await store.getByRole('combobox', { name: 'Store of' }).selectOption(String(leader));
  const lease = store.getByRole('listitem').filter({ hasText: 's of 5 s' });
  await expect(lease).toContainText(id);
  await expect(lease).toContainText('k');
  await store.getByRole('combobox', { name: 'Store of' }).selectOption(String((leader % 3) + 1));
  await expect(store).toContainText(`Only the leader counts them down. n${leader} is the one.`);
  await expect(store).toContainText('5 s granted');
  await page.evaluate(() => window.quorumscope.runFor(7000));
  await expect(store).toContainText('No leases.');
  await expect(store.getByRole('listitem').filter({ hasText: 'not there' })).toContainText('k');
});

test('a watch fills, is cancelled when its history is compacted, and begins again from there', async ({
  site,
  page,
}) => {
  await openEtcd(site);
  await put(page, 'a', '1');
  await put(page, 'a', '2');
  await send(page, 'Watch', { key: 'a', 'from revision': '2', 'return what was there before': true });
  await put(page, 'a', '3');
  const store = await panel(page, 'Store');
  const events = store.getByRole('list', { name: 'Events of a, the newest last' });
  await expect(events.getByRole('listitem')).toHaveText(['2PUTa = 1', '3PUTa = 2was 1', '4PUTa = 3was 2']);
  await expect(store).toContainText('each change is told at once, next is 5');
  await send(page, 'Compact', { revision: '4' });
  await send(page, 'Watch', { key: 'a', 'from revision': '2' });
  await panel(page, 'Store');
  await expect(store).toContainText('compacted through 4');
  await store.getByRole('button', { name: 'Watch from 4' }).click();
  await page.evaluate(() => window.quorumscope.runFor(500));
  await expect(store.getByText('synced', { exact: true })).toHaveCount(2);
  await store.getByRole('button', { name: 'Cancel' }).first().click();
  await page.evaluate(() => window.quorumscope.runFor(300));
  await expect(store.getByText('synced', { exact: true })).toHaveCount(1);
});

test('two stores beside each other show where they differ', async ({ site, page }) => {
  const leader = await openEtcd(site);
  const other = (leader % 3) + 1;
  await put(page, 'a', '1');
  await page.evaluate((id) => window.quorumscope.isolate(id), other);
  await put(page, 'a', '2');
  const store = await panel(page, 'Store');
  await store.getByRole('combobox', { name: 'Store of' }).selectOption(String(leader));
  await store.getByRole('combobox', { name: 'beside' }).selectOption(String(other));
  await expect(store).toContainText('1 key differs');
  await expect(store.getByRole('row', { name: /^revision 3 2$/ })).toHaveAttribute('data-differs', 'true');
  await page.evaluate(async () => {
    await window.quorumscope.heal();
    await window.quorumscope.runFor(1500);
  });
  await expect(store).toContainText('The two stores say the same.');
});

test('an alarm shows on the members and is disarmed where it bites', async ({ site, page }) => {
  await openEtcd(site);
  const form = await fill(page, 'Raise an alarm', { alarm: 'NOSPACE' });
  const member = form.getByRole('combobox', { name: 'member', exact: true });
  const first = await member.locator('option').nth(1).getAttribute('value');
  await send(page, 'Raise an alarm', { alarm: 'NOSPACE', member: first ?? '' });
  await expect(page.getByRole('button', { name: /Node n1.*alarm NOSPACE/ })).toBeAttached();
  await expect(await send(page, 'Put', { key: 'a' })).toContainText(
    'etcdserver: mvcc: database space exceeded',
  );
  const store = await panel(page, 'Store');
  await expect(store).toContainText('NOSPACE: over the quota.');
  await store.getByRole('button', { name: 'Disarm' }).click();
  await page.evaluate(() => window.quorumscope.runFor(500));
  await expect(store.getByText('NOSPACE')).toHaveCount(0);
  await expect(await send(page, 'Put', { key: 'a' })).toContainText('ok');
});

test('with authentication on, calls are made as whoever is logged in', async ({ site, page }) => {
  await openEtcd(site);
  await send(page, 'Add a user', { user: 'root', password: 'r' });
  await send(page, 'Add a role', { role: 'root' });
  await send(page, 'Give a user a role', { user: 'root', role: 'root' });
  await send(page, 'Add a user', { user: 'ada', password: 'a' });
  await send(page, 'Add a role', { role: 'mine' });
  await send(page, 'Give a role a permission', {
    role: 'mine',
    permission: 'READWRITE',
    key: 'm/',
    range: 'prefix',
  });
  await send(page, 'Give a user a role', { user: 'ada', role: 'mine' });
  await send(page, 'Turn authentication on');
  await expect(await send(page, 'Put', { key: 'm/1' })).toContainText('etcdserver: user name is empty');

  const login = page.getByRole('form', { name: 'Log in' });
  await login.getByRole('combobox', { name: 'user' }).selectOption('ada');
  await login.getByLabel('password').fill('wrong');
  await login.getByRole('button', { name: 'Log in' }).click();
  await page.evaluate(() => window.quorumscope.runFor(300));
  await expect(page.getByRole('alert')).toContainText('authentication failed, invalid user ID or password');
  await login.getByLabel('password').fill('a');
  await login.getByRole('button', { name: 'Log in' }).click();
  await page.evaluate(() => window.quorumscope.runFor(300));
  await expect(page.getByText('Calls are made as ada')).toBeVisible();
  expect(await lineOf(page)).toContain('--user=ada');
  await expect(await send(page, 'Put', { key: 'm/1' })).toContainText('ok');
  await expect(await send(page, 'Put', { key: 'other' })).toContainText('etcdserver: permission denied');
  const store = await panel(page, 'Store');
  await expect(store).toContainText('Authentication is on');
  await expect(store.getByRole('row', { name: /^mine/ })).toContainText('READWRITE m/*');
});

test('members are listed and the leadership moved by forms', async ({ site, page }) => {
  const leader = await openEtcd(site);
  await expect(await send(page, 'List members')).toContainText('infra3');
  await expect(await send(page, 'Status of a member')).toContainText('dbSize');
  const form = await fill(page, 'Move the leadership');
  const next = (leader % 3) + 1;
  const option = form
    .getByRole('combobox', { name: 'member', exact: true })
    .locator('option', { hasText: `n${next} ·` });
  await send(page, 'Move the leadership', { member: (await option.getAttribute('value')) ?? '' });
  await page.evaluate(() => window.quorumscope.runFor(500));
  expect((await site.leader())?.id).toBe(next);
});

test('two clients want one lock; it goes to the other when the first lets go', async ({ site, page }) => {
  await openEtcd(site);
  const clients = await panel(page, 'Clients');
  const start = clients.getByRole('form', { name: 'Start a client program' });
  for (const name of ['c1', 'c2']) {
    await start.getByRole('button', { name: `Start ${name}` }).click();
    await expect(clients.getByRole('listitem').filter({ hasText: `${name}wants the lock` })).toBeVisible();
    await page.evaluate(() => window.quorumscope.runFor(1000));
  }
  const client = (name: string) => clients.getByRole('listitem').filter({ hasText: `${name}wants the lock` });
  await expect(client('c1')).toContainText('believes itself the owner');
  await expect(client('c2')).toContainText('waits behind m/');
  await client('c2').getByRole('button', { name: 'Pause' }).click();
  await client('c1').getByRole('button', { name: 'Release' }).click();
  await page.evaluate(() => window.quorumscope.runFor(1000));
  await expect(client('c1')).toContainText('ended');
  await expect(client('c2')).toContainText('paused');
  await client('c2').getByRole('button', { name: 'Resume' }).click();
  await page.evaluate(() => window.quorumscope.runFor(1000));
  await expect(client('c2')).toContainText('believes itself the owner');
  await client('c2').getByRole('button', { name: 'Stop c2', exact: true }).click();
  await expect(client('c2')).toContainText('stopped');
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in panels that are full, in the ${theme} theme`, async ({ site, page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await openEtcd(site);
    await page.evaluate(async () => {
      const scope = window.quorumscope;
      const say = async (operation: Parameters<typeof scope.call>[0]) => {
        const done = scope.call(operation);
        await scope.runFor(300);
        await done;
      };
      await say({ type: 'leaseGrant', ttl: 30, id: 'abc' });
      for (const value of ['1', '2', '3']) await say({ type: 'put', key: 'k', value, lease: 'abc' });
      await say({ type: 'deleteRange', key: 'k' });
      await say({ type: 'authUserAdd', name: 'ada', password: 'a' });
      await scope.watch({ key: 'k', startRevision: 2, prevKv: true });
      await scope.runFor(300);
      await say({ type: 'compact', revision: 4 });
      await scope.watch({ key: 'k', startRevision: 2 });
      await scope.startClient('c1', 'lock', { subject: 'm' });
      await scope.runFor(800);
      await scope.startClient('c2', 'lock', { subject: 'm' });
      await scope.runFor(800);
      await scope.pauseClient('c2');
      await say({ type: 'alarm', action: 'ACTIVATE', alarm: 'NOSPACE', member: '1' });
    });
    const store = await panel(page, 'Store');
    await expect(store).toContainText('cancelled');
    expect(await serious(site)).toEqual([]);
    await store.getByRole('combobox', { name: 'beside' }).selectOption({ index: 2 });
    await expect(store).toContainText('The two stores say the same.');
    expect(await serious(site)).toEqual([]);
    await expect(await panel(page, 'Clients')).toContainText('waits behind');
    expect(await serious(site)).toEqual([]);
    for (const kind of ['Get', 'Transaction', 'Watch', 'Add a user']) await send(page, kind);
    expect(await serious(site)).toEqual([]);
  });
}

test('nothing is wider than a phone, whichever panel is open', async ({ site, page }) => {
  await page.setViewportSize({ width: 360, height: 780 });
  await openEtcd(site);
  await put(page, 'a-key-of-many-letters-that-goes-on-and-on', 'a value of many letters that goes on and on');
  for (const kind of ['Put', 'Transaction', 'Give a role a permission']) {
    await fill(page, kind);
    expect(await overflowing(page)).toEqual([]);
  }
  for (const name of ['Store', 'Clients']) {
    await panel(page, name);
    expect(await overflowing(page)).toEqual([]);
  }
});

/** What reaches beyond the right edge of the panel's box. */
function overflowing(page: Page): Promise<string[]> {
  return page.getByRole('tabpanel').evaluate((panel) => {
    const right = panel.getBoundingClientRect().right + 1;
    return [...panel.querySelectorAll('input, select, button, svg, table')]
      .filter((element) => element.getBoundingClientRect().right > right)
      .map((element) => element.outerHTML.slice(0, 80));
  });
}

test('scripts make any call, watch, and run clients', async ({ site, page }) => {
  await openEtcd(site);
  const said = await page.evaluate(async () => {
    const scope = window.quorumscope;
    const after = async <T>(work: Promise<T>): Promise<T> => {
      await scope.runFor(400);
      return work;
    };
    const lease = await after(scope.leaseGrant(60, { id: 'abc' }));
    const stream = await scope.watch({ key: 'k' }, { node: 2 });
    await scope.runFor(200);
    const txn = await after(
      scope.txn({
        compare: [{ key: 'k', target: { type: 'VERSION', value: 0 } }],
        success: [{ type: 'put', key: 'k', value: 'v', lease: 'abc' }],
      }),
    );
    const refused = await after(scope.call({ type: 'put', key: 'k', lease: 'def' }));
    await scope.startClient('c1', 'elect', { subject: 'boss', value: 'me' });
    await scope.runFor(1000);
    return { lease, txn, refused, stream, streams: await scope.streams(), clients: await scope.clients() };
  });
  expect(said.lease).toMatchObject({ status: 'ok', result: { id: 'abc', ttl: 60 } });
  expect(said.txn).toMatchObject({ status: 'ok', result: { succeeded: true } });
  expect(said.refused).toMatchObject({
    status: 'failed',
    error: 'etcdserver: requested lease not found',
  });
  expect(said.streams[0]).toMatchObject({
    id: said.stream,
    node: 2,
    watches: [{ key: 'k', status: 'open', events: [{ type: 'PUT', key: 'k', value: 'v' }] }],
  });
  expect(said.clients).toMatchObject([{ name: 'c1', recipe: 'campaign', status: 'running' }]);
  const bad = await page.evaluate(async () => {
    try {
      await window.quorumscope.call({ type: 'put', key: 5 } as never);
      return '';
    } catch (error) {
      return String(error);
    }
  });
  expect(bad).toContain('operation.key');
});
