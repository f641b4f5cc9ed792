import { expect, test } from './site.ts';

const FIRST_REFUSAL = 'message.type == MsgVoteResp && message.reject';

test('the debugger: stop at the first refused vote, see what it changed, step to its cause, let another message come first, compare', async ({
  site,
  page,
}) => {
  // Two of three ask in the same term: at least one of them is refused.
  await site.openPaused({ nodes: 3, seed: 7, preVote: false });
  const found = await page.evaluate(async (condition) => {
    const scope = window.quorumscope;
    await scope.campaign(1);
    await scope.campaign(2);
    return scope.runUntil(condition);
  }, FIRST_REFUSAL);
  expect(found).toBe(true);
  const refused = (await site.state()).events;

  // What the step changed stands in the inspector.
  const step = page.getByRole('region', { name: 'What this step changed' });
  await expect(step).toContainText(`event ${refused}`);

  // Its cause: the answer left when the disk was done; and that one's: the request came, and a rule decided.
  const inspector = page.locator('.inspector');
  await page.keyboard.press('q');
  await expect(inspector).toContainText('its disk had synced');
  await expect(inspector).toContainText('refuses');
  await page.keyboard.press('q');
  await expect(inspector).toContainText('Refused n1 its vote');
  await expect(inspector).toContainText('maySupport');
  const cause = (await site.state()).events;
  expect(cause).toBeLessThan(refused);
  // And on to its first effect, which is the refusal's arrival or what came before it.
  await page.keyboard.press('Shift+Q');
  await expect.poll(async () => (await site.state()).events).toBeGreaterThan(cause);

  // Back before the vote was decided; another message is delivered first, by hand.
  const before = cause - 1;
  const votes = await page.evaluate(async (event) => {
    const scope = window.quorumscope;
    const branch = (await scope.branches()).find(({ current }) => current)?.id ?? 1;
    await scope.goTo({ branch, event });
    await scope.byHand(true);
    const actions = await scope.enabledActions();
    return actions.filter(({ type }) => type === 'deliver').map(({ id }) => id);
  }, before);
  expect(votes.length).toBeGreaterThan(1);
  await page.keyboard.press('x');
  await page.evaluate(async (id) => window.quorumscope.choose(id), votes.at(-1) ?? '');
  expect(await page.evaluate(async () => (await window.quorumscope.branches()).length)).toBeGreaterThan(1);

  // The two side by side, by the key that kept the first.
  await page.keyboard.press('x');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');

  // The list of events: the refusal is found in it by a filter, and is one key away.
  await page.getByRole('tab', { name: 'Events' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listbox', { name: /Events of this branch/ })).toBeVisible();
});

test('the debugger on a phone, in Chinese: the list of events leads to one, which is looked into', async ({
  site,
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 780 });
  await site.openWithLeader();
  await page.keyboard.press('l');
  await page.getByRole('tab', { name: '事件' }).click();
  await page.getByRole('combobox', { name: '类型' }).selectOption('MsgAppResp');
  const first = page.locator('.event-row', { hasText: 'MsgAppResp' }).first();
  await first.click();
  await page.getByRole('button', { name: /^查看事件/ }).click();
  await expect(page.getByRole('button', { name: /到它的起因/ })).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(360);
});
