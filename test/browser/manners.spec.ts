import { serious } from './serious.ts';
import { expect, test } from './site.ts';

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in the ${theme} theme, at work and with a node selected`, async ({
    site,
    page,
  }) => {
    await page.emulateMedia({ colorScheme: theme });
    const leader = await site.openWithLeader();
    expect(await serious(site)).toEqual([]);
    await page.evaluate(async () => {
      const put = window.quorumscope.put('a', '1');
      await window.quorumscope.runFor(200);
      await put;
    });
    await page.keyboard.press(String(leader));
    await expect(page.getByRole('tabpanel')).toContainText(`n${leader}`);
    expect(await serious(site)).toEqual([]);
    for (const tab of ['Store', 'Clients', 'Call']) {
      await page.getByRole('tab', { name: tab }).click();
      expect(await serious(site)).toEqual([]);
    }
  });
}

test('the language switches to Chinese and back, and is remembered', async ({ site, page }) => {
  await site.open();
  await page.getByRole('button', { name: '切换到中文' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByRole('button', { name: '暂停' })).toBeVisible();
  await page.reload();
  // The lab comes back, and stands, if there was time to keep any of it.
  await expect(page.getByRole('button', { name: /^(暂停|播放)$/ })).toBeVisible();
  await page.keyboard.press('l');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('button', { name: /^(Pause|Play)$/ })).toBeVisible();
});

test('the theme switches and is remembered', async ({ site, page }) => {
  await site.open();
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: 'Dark theme' }).click();
  await expect.poll(background).not.toBe(light);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const dark = await background();
  await page.reload();
  await expect.poll(background).toBe(dark);
});

test('options in the address are taken', async ({ site }) => {
  await site.open('?nodes=3&learners=1&seed=7');
  const { seed, nodes } = await site.state();
  expect(seed).toBe(7);
  expect(nodes.map(({ member }) => member)).toEqual(['voter', 'voter', 'voter', 'learner']);
});

test('a bad option in the address is named, and the page opens all the same', async ({ site, page }) => {
  await site.open('?nodes=banana&seed=7');
  await expect(page.getByRole('alert')).toContainText('nodes=banana');
  expect(await site.state()).toMatchObject({ seed: 7, nodes: { length: 5 } });
  await site.open('?nodes=99');
  await expect(page.getByRole('alert')).toContainText('99');
  expect((await site.state()).nodes).toHaveLength(5);
});

test('a refused action is said on the page and leaves everything as it was', async ({ site, page }) => {
  await site.openPaused();
  const before = await page.evaluate(() => window.quorumscope.hash());
  await page.getByRole('form').getByRole('textbox', { name: 'key' }).fill('');
  await page.getByRole('form').getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('alert')).toContainText('key');
  expect(await page.evaluate(() => window.quorumscope.hash())).toBe(before);
});

test('opened from a file, the page says why it cannot run, in both languages', async ({ browser }) => {
  const page = await browser.newPage();
  await page.goto(new URL('../../dist/index.html', import.meta.url).href);
  await expect(page.getByText('npm start').first()).toBeVisible();
  await expect(page.locator('[lang="zh-CN"]').first()).toBeVisible();
  await page.close();
});

test('a reload keeps the configuration and the seed, of the dialog as of a script', async ({ page }) => {
  const found = (): Promise<{ seed: number; nodes: number }> =>
    page.evaluate(async () => {
      await window.quorumscope.ready;
      const { seed, nodes } = await window.quorumscope.state();
      return { seed, nodes: nodes.length };
    });
  await page.goto('./');
  await page.evaluate(() => window.quorumscope.reset({ nodes: 3, seed: 77, preVote: false }));
  await expect.poll(() => page.url()).toContain('seed=77');
  await page.reload();
  expect(await found()).toEqual({ seed: 77, nodes: 3 });

  await page.getByRole('button', { name: /3 nodes/ }).click();
  await page.getByLabel('Seed', { exact: true }).fill('78');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect.poll(() => page.url()).toContain('seed=78');
  await page.reload();
  expect(await found()).toEqual({ seed: 78, nodes: 3 });
});
