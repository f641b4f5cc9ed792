import type { Page } from '@playwright/test';
import { Keyboard } from './person.ts';
import { serious } from './serious.ts';
import { expect, test, type Site } from './site.ts';

const FIRST_REFUSAL = 'message.type == MsgVoteResp && message.reject';
/** Here n1 and n3 ask for votes in one term, and n2 hears of n1 first: n3's refusal of n1 is the first. */
const SPLIT_VOTE = '?nodes=3&seed=6&preVote=false';

async function events(site: Site): Promise<number> {
  return (await site.state()).events;
}

test('the debugger by keyboard alone: stop at the first refused vote, ask why, go to its cause, let another message come first, compare, follow what got lost', async ({
  site,
  page,
}) => {
  const keys = new Keyboard(page, site);
  await page.setViewportSize({ width: 1440, height: 900 });
  await site.open(SPLIT_VOTE);
  await keys.press('Space', 'Home');
  await expect.poll(() => events(site)).toBe(0);

  // Run until the first refusal.
  await keys.press('w');
  await expect.poll(() => keys.focus()).toBe('button Inspector');
  for (let i = 0; i < 5; i++) await keys.press('ArrowRight');
  await expect.poll(() => keys.focus()).toBe('button Breakpoints');
  await expect(page.getByRole('combobox', { name: 'Condition or expression' })).toBeVisible();
  await keys.tabTo(/^input $/);
  await page.keyboard.type(FIRST_REFUSAL);
  await keys.press('Escape');
  await keys.tabTo(/^button Run until$/);
  await keys.press('Enter');
  await expect.poll(() => events(site)).toBeGreaterThan(0);
  await site.settled();
  const refused = await events(site);
  const heard = page.locator('.caption [role="status"]');
  await expect(heard).toHaveText('n1 took MsgVoteResp − from n3: 1 for, 1 against so far');

  // Its caption selects it; why?
  await keys.tabTo(/^button .*n1 took MsgVoteResp/, 'Shift+Tab');
  await keys.press('Enter');
  const inspector = page.locator('.inspector');
  await expect(inspector.locator('.kicker').first()).toContainText(`${refused}`);
  await keys.press('y');
  await readWhy(page);
  expect(await serious(site)).toEqual([]);

  // What comes of it: n1 is elected. That is kept.
  await keys.stepBy('election');
  await keys.press('ArrowRight');
  await expect.poll(async () => (await site.leader())?.id).toBe(1);
  await expect(heard).toHaveText(/^n1 .*leads term 1/);
  await keys.press('x');

  // Its cause, and that one's: the answer left, the request came, it was sent. Then n3 asks, too.
  await keys.press('q');
  await expect(inspector).toContainText('its disk had synced');
  await keys.press('q');
  await expect(inspector).toContainText('maySupport');
  await expect(heard).toHaveText(/^n3 took MsgVote .*from n1/);
  await keys.press('q');
  const asked = async () => (await site.state()).messages.map(({ from, to }) => `${from}>${to}`);
  await expect.poll(asked).toEqual(['1>2', '1>3']);
  expect(await events(site)).toBeLessThan(refused);
  while (!(await asked()).includes('3>2')) {
    await keys.press('Shift+ArrowRight');
    await site.settled();
  }
  const parting = await events(site);

  // By hand: n2 hears of n3 first.
  await keys.press('n');
  await expect(page.getByRole('tab', { name: 'Next' })).toHaveAttribute('aria-selected', 'true');
  const pick = async (what: RegExp) => {
    await keys.press('w');
    await keys.tabTo(what);
    await keys.press('Enter');
    await site.settled();
  };
  await pick(/^button Deliver: MsgVote #\d+ from n3 arrives at n2$/);
  await pick(/^button Write done: the disk of n2 finishes its oldest write$/);
  await pick(/^button Write done: the disk of n3 finishes its oldest write$/);
  expect(await serious(site)).toEqual([]);
  await pick(/^button Deliver: MsgVoteResp #\d+ from n2 arrives at n3$/);
  await expect.poll(async () => (await site.leader())?.id).toBe(3);
  await expect(heard).toHaveText(/leads term 1/);

  // Both futures, side by side.
  await keys.press('x');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(`A and B are one run through event ${parting} `);
  const role = (member: string) =>
    dialog.getByRole('table', { name: member }).getByRole('row', { name: /^role/ });
  await expect(role('n1')).toHaveText(/^roleLeader≠.*Candidate$/);
  await expect(role('n3')).toHaveText(/^role.*≠.*Leader$/);
  expect(await serious(site)).toEqual([]);
  await keys.press('Escape');
  await expect(dialog).toHaveCount(0);

  // A write at n3, which is cut off before it can send it; the others elect one of theirs, and the network heals.
  await keys.press('3', 'i', 'n');
  await expect.poll(async () => (await site.state()).byHand).toBe(false);
  await keys.press('/');
  await expect.poll(() => keys.focus()).toBe('input key');
  await page.keyboard.type('a');
  await keys.press('Tab');
  await page.keyboard.type('1');
  await keys.press('Enter');
  await keys.stepBy('election');
  await keys.press('ArrowRight');
  await expect.poll(async () => (await site.leader())?.id).not.toBe(3);
  await keys.press('h');
  await keys.stepBy('message');
  await keys.stepUntil('n3 has the log of the others', async () => {
    const { nodes } = await site.state();
    return nodes[2]?.role === 'follower' && nodes.every(({ commitIndex }) => commitIndex > 0);
  });

  // What became of the write: its call is followed from end to end.
  await keys.press('/');
  await keys.tabTo(/^button put a=1/);
  await keys.press('Enter', 'End');
  await keys.press('w');
  await keys.tabTo(/^button Follow it from end to end$/);
  await keys.press('Enter');
  const chain = inspector.getByRole('region', { name: /from end to end$/ });
  await expect(chain.getByRole('heading')).toBeFocused();
  await expect(chain).toContainText('Node 3, the leader, appended it as entry 2 of term 1');
  await expect(chain).toContainText(/Node 3 lost it: node [12], leader of term \d, had another entry/);
  await expect(chain).toContainText('Lost: no log has it any more.');
  expect(await serious(site)).toEqual([]);
});

async function readWhy(page: Page): Promise<void> {
  const why = page.getByRole('region', { name: 'Why?' });
  await expect(why.getByRole('status')).toContainText(
    'n3 refused n1’s MsgVote for term 1: its vote of this term is n3’s.',
  );
  await expect(why.locator('.why-rule')).toContainText('One vote a term, first come first served');
  await expect(why.locator('.why-rule code')).toHaveText('maySupport');
  await expect(why.getByRole('link')).toHaveAttribute('href', /^https:/);
}

test('the debugger on a phone, in Chinese, by touch: the first refused vote, its rule, its cause, what may come next', async ({
  site,
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 780 });
  await site.open(SPLIT_VOTE);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('button', { name: '切换到中文' }).click();
  const tab = (name: string) => page.getByRole('tab', { name });
  await tab('断点').click();
  await page.getByRole('combobox', { name: '条件或表达式' }).fill(FIRST_REFUSAL);
  await page.locator('.conditions-tools').getByRole('button', { name: '运行到' }).click();
  const caption = page.locator('.caption-line');
  await expect(caption).toContainText('n1 收到 n3 的 MsgVoteResp −：目前 1 票赞成、1 票反对');
  const refused = await events(site);

  // Its caption selects it; why?
  await caption.click();
  await page.getByRole('button', { name: '它为何发生？' }).click();
  const why = page.getByRole('region', { name: '为什么？' });
  await expect(why.getByRole('status')).toContainText(
    'n3 拒绝了 n1 任期 1 的 MsgVote：它在这个任期的票已投给 n3。',
  );
  await expect(why.locator('.why-rule')).toContainText('每个任期只投一票，先到先得');
  const toCause = page.getByRole('button', { name: /到它的起因/ }).first();
  const asked = async () => (await site.state()).messages.map(({ from, to }) => `${from}>${to}`);
  for (let i = 0; i < 3; i++) {
    const before = await events(site);
    await toCause.click();
    await expect.poll(() => events(site)).toBeLessThan(before);
  }
  await expect.poll(asked).toEqual(['1>2', '1>3']);
  expect(await events(site)).toBeLessThan(refused);

  // By hand: the inbox is there, with what was asked.
  await page.getByRole('button', { name: '手动' }).click();
  await tab('下一步').click();
  await expect(page.locator('.hand').getByRole('button', { name: /n3 的时钟滴答 \d+ 次/ })).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(360);
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
