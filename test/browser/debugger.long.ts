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
  for (let i = 0; i < 6; i++) await keys.press('ArrowRight');
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

/** Asked often: each look at the page takes little. */
function soon<T>(ask: () => Promise<T>) {
  return expect.poll(ask, { intervals: [20] });
}

test.describe('on a phone, in Chinese, by touch', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 }, locale: 'zh-CN' });

  // Nothing but roles, names and what is announced: what a screen reader has is enough to find the way.
  test('the debugger: the first refused vote, why, its cause, another order, both futures beside each other, the lost entry followed', async ({
    site,
    page,
  }) => {
    const tap = (role: 'button' | 'tab' | 'menuitem', name: string | RegExp) =>
      page
        .getByRole(role, { name, exact: typeof name === 'string' })
        .first()
        .tap();
    const views = page.getByRole('region', { name: '视图' });
    const asked = async () => (await site.state()).messages.map(({ from, to }) => `${from}>${to}`);
    const stepBy = async (kind: string) => {
      await page.getByRole('combobox', { name: '步进单位' }).selectOption(kind);
    };
    const step = async () => {
      const before = await events(site);
      await tap('button', /^前进一步/);
      await soon(() => events(site)).toBeGreaterThan(before);
    };
    await site.open(SPLIT_VOTE);
    await tap('button', '暂停');

    // Run until the first refusal.
    await tap('tab', '断点');
    const field = page.getByRole('combobox', { name: '条件或表达式' });
    await field.tap();
    await page.keyboard.type(FIRST_REFUSAL);
    await expect(field).toHaveAccessibleDescription(/^这是条件/);
    await tap('button', '运行到');
    const heard = page.getByRole('status').filter({ hasText: 'n1 收到 n3 的 MsgVoteResp −' });
    await expect(heard).toHaveText('n1 收到 n3 的 MsgVoteResp −：目前 1 票赞成、1 票反对');
    const refused = await events(site);

    // Its caption selects it; why?
    await tap('button', /n1 收到 n3 的 MsgVoteResp −/);
    await tap('button', '它为何发生？');
    await expect(page.getByRole('region', { name: '为什么？' })).toMatchAriaSnapshot(`
      - region "为什么？":
        - status:
          - strong: "n3 拒绝了 n1 任期 1 的 MsgVote：它在这个任期的票已投给 n3。"
        - paragraph:
          - text: 每个任期只投一票，先到先得；已知有领导者时不支持别人。
          - code: maySupport
          - link "paper 5.2"
    `);

    // Its cause, and that one's: the answer left, the request came, it was sent. Then n3 asks, too.
    for (let i = 0; i < 3; i++) {
      const before = await events(site);
      await tap('button', /^到它的起因/);
      await soon(() => events(site)).toBeLessThan(before);
    }
    await soon(asked).toEqual(['1>2', '1>3']);
    expect(await events(site)).toBeLessThan(refused);
    await stepBy('event');
    while (!(await asked()).includes('3>2')) await step();
    const parting = await events(site);

    // By hand: n2 hears of n3 first. What waits for the disk is said, and a tap does what it says at once.
    await tap('button', '手动');
    await expect(page.getByRole('tab', { name: '下一步', selected: true })).toBeVisible();
    await expect(views.getByRole('region', { name: 'n3' })).toMatchAriaSnapshot(`
      - region "n3":
        - text: /写完之后，为它作保的消息（选票、确认）才会发出/
        - 'button "写盘完成: n3 的磁盘完成最早的写入"'
    `);
    const pick = async (what: RegExp) => {
      const before = await events(site);
      await tap('button', what);
      await soon(() => events(site)).toBeGreaterThan(before);
    };
    await pick(/^送达: n3 发出的 MsgVote #\d+ 到达 n2$/);
    await pick(/^写盘完成: n2 的磁盘/);
    await pick(/^写盘完成: n3 的磁盘/);
    await pick(/^送达: n2 发出的 MsgVoteResp #\d+ 到达 n3$/);
    await soon(async () => (await site.leader())?.id).toBe(3);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

    // Both futures, side by side.
    await tap('tab', '时间');
    await tap('button', '分支 1：可做的操作');
    await tap('menuitem', /^与当前分支比较/);
    const dialog = page.getByRole('dialog', { name: '两个时刻的比较' });
    await expect(dialog).toContainText(`事件 ${parting}，A 与 B 是同一次运行`);
    await expect(dialog).toMatchAriaSnapshot(`
      - table "n3":
        - rowgroup:
          - row "n3 A B"
        - rowgroup:
          - row "角色 Candidate 不同 Leader"
    `);
    await dialog.getByRole('button', { name: '关闭' }).tap();
    await expect(dialog).toHaveCount(0);

    // A write at n3, which is cut off before it can send it; the others elect one of theirs, and the network heals.
    await tap('tab', '下一步');
    await tap('button', '让时间继续');
    await soon(async () => (await site.state()).byHand).toBe(false);
    const { x, y } = await site.centreOf(3);
    await page.touchscreen.tap(x, y);
    await tap('menuitem', /^隔离/);
    await tap('tab', '客户端');
    const form = page.getByRole('form', { name: '客户端请求' });
    await form.getByRole('textbox', { name: '键' }).fill('a');
    await form.getByRole('textbox', { name: '值' }).fill('1');
    await form.getByRole('combobox', { name: '节点' }).selectOption('3');
    await form.getByRole('button', { name: '发送' }).tap();
    await stepBy('election');
    await step();
    await soon(async () => (await site.leader())?.id).not.toBe(3);
    await tap('button', /恢复网络/);
    await stepBy('message');
    const isSettled = async () => {
      const { nodes } = await site.state();
      return nodes[2]?.role === 'follower' && nodes.every(({ commitIndex }) => commitIndex > 0);
    };
    for (let i = 0; i < 60 && !(await isSettled()); i++) await step();
    expect(await isSettled()).toBe(true);

    // What became of the write: its call is followed from end to end.
    await form.getByRole('button', { name: /^put a=1 n3/ }).tap();
    await tap('button', '最新');
    await tap('button', '从头到尾跟踪它');
    const chain = page.getByRole('region', { name: '任期 1 的条目 2，从头到尾' });
    await expect(chain.getByRole('heading')).toBeFocused();
    await expect(chain).toMatchAriaSnapshot(`
      - paragraph: /已丢失：没有日志还有它。/
      - list:
        - listitem:
          - button /客户端在节点 3 发出调用 1/
        - listitem:
          - button /节点 3 接手该调用/
        - listitem:
          - button /领导者节点 3 将它追加为任期 1 的条目 2/
        - listitem:
          - button /它已在节点 3 的磁盘上/
        - listitem:
          - button /节点 3 失去了它：任期 2 的领导者节点 [12] 在该位置是另一个条目/
    `);
    expect(await serious(site)).toEqual([]);
  });
});

test('the debugger on a phone, in Chinese: the list of events is narrowed, grows, keeps its place and leads to one, which is looked into', async ({
  site,
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 780 });
  await site.openWithLeader();
  await page.keyboard.press('l');
  const tab = (name: string) => page.getByRole('tab', { name, exact: true }).click();
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  await tab('事件');
  const list = page.getByRole('listbox', { name: '本分支的事件，按顺序' });
  const rows = list.getByRole('option');
  const inView = () =>
    rows.evaluateAll((all) => {
      const within = all[0]?.closest('[role=listbox]')?.getBoundingClientRect();
      const views = document.querySelector('.views')?.getBoundingClientRect();
      return all
        .filter((row) => {
          const { top, bottom } = row.getBoundingClientRect();
          return (
            within && views && top >= within.top - 1 && bottom <= Math.min(within.bottom, views.bottom) + 1
          );
        })
        .map((row) => row.textContent);
    });
  await expect(list.getByRole('option', { selected: true })).toBeVisible();
  await expect.poll(async () => (await inView()).length).toBeGreaterThanOrEqual(6);

  // By what the cursor is on: this type only. It grows as the run goes on.
  await button('筛选').click();
  await page.getByRole('combobox', { name: '类型' }).selectOption('MsgAppResp');
  await button('筛选').click();
  await expect(button('只看 MsgAppResp')).toHaveAttribute('aria-pressed', 'true');
  const found = page.getByRole('status').filter({ hasText: /^找到 \d+ 个事件$/ });
  const count = async () => Number(/\d+/.exec(await found.innerText())?.[0]);
  const before = await count();
  await page.evaluate(async () => {
    void window.quorumscope.call({ type: 'put', key: 'alpha', value: '1' });
    await window.quorumscope.runFor(200);
  });
  await expect.poll(count).toBeGreaterThan(before);
  await button('只看 MsgAppResp').click();

  // Scrolled away, and back again from another panel: it is where it was.
  await list.evaluate((box) => box.scrollTo({ top: 480 }));
  await expect.poll(async () => (await inView())[0]).toMatch(/^210\./);
  const seen = await inView();
  await tab('日志');
  await tab('事件');
  await expect.poll(inView).toEqual(seen);

  // A condition is completed from the store, checked as it is typed, and narrows the list.
  await button('筛选').click();
  const condition = page.getByRole('combobox', { name: '条件' });
  await condition.click();
  await page.keyboard.type('key("al');
  await page.getByRole('option', { name: /^alpha"/ }).click();
  await page.keyboard.type(').versio');
  await expect(condition).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.type('n == 1');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await expect(condition).toHaveAccessibleDescription('列表显示它开始成立之处。');
  await expect(found).toHaveText('找到 1 个事件');
  await button('筛选').click();
  await rows.first().click();
  await expect(rows.first()).toHaveAttribute('aria-current', 'true');
  await button(/^查看事件/).click();
  await expect(page.getByRole('button', { name: /到它的起因/ })).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(360);
});
