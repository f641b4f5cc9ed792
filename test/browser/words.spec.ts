import { expect, test } from './site.ts';

test('the caption says where we are, and everything that is named is a way to it', async ({ site, page }) => {
  await site.open();
  await page.evaluate(async () => {
    await window.quorumscope.pause();
    await window.quorumscope.seek(0);
    await window.quorumscope.step('election');
  });
  const caption = page.locator('.caption-words');
  await expect(caption).toHaveText(/^n\d took MsgVoteResp from n\d: leads term 1; /);
  // It is said to who does not see it, and has moved nothing.
  await expect(page.locator('.caption [role="status"]')).toHaveText(/leads term 1/);
  const box = page.locator('.stage-box');
  const before = await box.boundingBox();
  await page.evaluate(() => window.quorumscope.back('event', 20));
  await expect(caption).not.toHaveText(/leads term 1/);
  expect(await box.boundingBox()).toEqual(before);

  // A line of what just happened goes to its event.
  await page.evaluate(() => window.quorumscope.live());
  const line = page.locator('.recent').getByRole('button', { name: /Became leader of term 1/ });
  await line.click();
  await expect(caption).toHaveText(/leads term 1/);

  // A put leads to its entry, the entry to its call.
  await page.evaluate(async () => {
    const q = window.quorumscope;
    await q.live();
    await q.runFor(500);
    void q.put('x', '1');
    await q.runFor(500);
  });
  const chip = page.getByRole('form').getByRole('button', { name: /put x=1/ });
  await chip.click();
  await expect(caption).toHaveText(/put x=1 is answered$/);
  const inspector = page.locator('.inspector');
  await inspector.getByRole('button', { name: '2', exact: true }).click();
  await expect(inspector.locator('.headline')).toHaveText('2 x=1');
  await expect(inspector).toContainText('MsgAppResp');
  await inspector.getByRole('button', { name: 'put x=1' }).click();
  await expect(inspector.locator('.headline')).toHaveText('put x=1');

  // The call is followed from end to end: each step goes to its event and selects what it names.
  await inspector.getByRole('button', { name: 'Follow it from end to end' }).click();
  const chain = inspector.getByRole('region', { name: /^Entry 2 of term 1, from end to end$/ });
  await expect(chain.getByRole('heading')).toBeFocused();
  await expect(chain).toContainText('Answered.');
  await chain
    .getByRole('button', { name: /sent it to node/ })
    .first()
    .press('Enter');
  await expect(inspector.locator('.headline').last()).toHaveText(/^MsgApp/);
  await expect(caption).toHaveText(/appends 2/);
  await expect(chain.getByRole('listitem').and(page.locator('[aria-current]'))).not.toHaveCount(0);

  // A value is asked where it comes from.
  await page.evaluate(() => window.quorumscope.live());
  await chain
    .getByRole('button', { name: /has it on its disk/ })
    .first()
    .click();
  await inspector.getByRole('button', { name: /^1 Where does this come from/ }).click();
  const origin = inspector.getByRole('region', {
    name: /^Where does node\(\d\)\.log\(2\)\.term come from\?$/,
  });
  await expect(origin.getByRole('listitem').last()).toContainText('A client made call 1.');
  await origin.getByRole('button', { name: 'Close' }).click();
  await expect(origin).toHaveCount(0);

  // The badge lists what is checked.
  await page.getByRole('button', { name: /Safety holds/ }).click();
  const dialog = page.getByRole('dialog', { name: 'What is checked' });
  await expect(dialog.locator('.properties li').nth(40)).toBeAttached();
  await expect(dialog).toContainText('At most one leader is elected in a term.');
});

test('playing halts at a broken promise, which explains itself in both languages', async ({ site, page }) => {
  await site.open('?seed=3&brokenRules=commitByHalf');
  await page.evaluate(async () => {
    const q = window.quorumscope;
    await q.pause();
    await q.step('election');
    await q.runFor(400);
    const { nodes } = await q.state();
    const leader = nodes.find(({ role }) => role === 'leader')?.id ?? 0;
    const others = nodes.map(({ id }) => id).filter((id) => id !== leader);
    await q.partition([[leader, ...others.slice(0, 1)], others.slice(1)]);
    void q.put('x', '1', { node: leader });
    await q.play(1);
  });
  const card = page.locator('.answer').filter({ hasText: 'QuorumDurability is broken' });
  await expect(card).toContainText(/n\d committed entry 2 when it was on the disks of n\d n\d alone/);
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  const { violations, events } = await site.state();
  // The damage comes before the rule that was broken.
  const found = violations.filter(({ event }) => event === events).map(({ property }) => property);
  expect(found).toEqual(['QuorumDurability', 'CommitRule']);
  await expect(page.locator('.caption-words')).toHaveText(/on 2 of 5 disks, commits 2/);
  await page.keyboard.press('l');
  await expect(page.locator('.answer').first()).toContainText(/它只在 .* 的磁盘上，投票成员是/);
  // Its name is cut on a phone before anything is pushed out of the bar.
  await page.setViewportSize({ width: 390, height: 844 });
  const bar = page.locator('.top-bar');
  await expect
    .poll(() =>
      bar.evaluate((element) =>
        Math.max(
          ...[...element.querySelectorAll('button')].map((each) => each.getBoundingClientRect().right),
        ),
      ),
    )
    .toBeLessThanOrEqual(390);
});
