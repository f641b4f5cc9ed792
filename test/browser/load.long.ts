import { serious } from './serious.ts';
import { expect, test } from './site.ts';

test('a load: started, turned while it runs, its outcomes counted, summed up on the diagram, stopped', async ({
  site,
  page,
}) => {
  await site.openWithLeader({ nodes: 3 });
  await page.getByRole('tab', { name: 'Clients' }).click();
  await page.getByText('Load: many clients as a dial').click();
  await page.getByRole('slider', { name: 'calls a second' }).fill('100');
  await page.getByRole('button', { name: 'Start the load' }).click();
  const load = page.getByRole('region', { name: 'load1' });
  await expect(load).toContainText('running');
  await page.evaluate(() => window.quorumscope.runFor(2000));
  const row = (kind: string) => load.getByRole('row', { name: new RegExp(`^${kind} `) }).getByRole('cell');
  const answered = async (kind: string) => Number(await row(kind).first().textContent());
  await expect.poll(() => answered('put')).toBeGreaterThan(40);
  expect(await answered('get')).toBeGreaterThan(40);
  expect(await answered('delete')).toBe(0);
  await expect(load.getByText(/Last second: \d+ ok, 0 failed, 0 unknown/)).toBeVisible();
  expect(await serious(site)).toEqual([]);

  // Turned: fewer, and deletes only.
  await load.getByRole('slider', { name: 'calls a second' }).fill('20');
  await load.getByRole('slider', { name: 'put' }).fill('0');
  await load.getByRole('slider', { name: 'get' }).fill('0');
  await load.getByRole('slider', { name: 'delete' }).fill('1');
  await page.evaluate(() => window.quorumscope.runFor(100));
  const puts = await answered('put');
  await page.evaluate(() => window.quorumscope.runFor(2000));
  await expect.poll(() => answered('delete')).toBeGreaterThan(20);
  expect(await answered('delete')).toBeLessThan(80);
  expect((await answered('put')) - puts).toBeLessThan(10);

  // Stretches of it are counted in the diagram's text, and no call is told by itself, there or in the caption.
  const events = page.getByRole('list', { name: 'What happened in view' });
  await expect(events).toContainText(/load at n\d, until [\d.]+ s: \d+ calls begun/);
  await expect(events).not.toContainText(/call \d+ at n/);
  const caption = page.locator('.caption-words');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const told = await caption.evaluate(async (words) => {
    const seen = new Set<string>();
    for (let i = 0; i < 60; i++) {
      await new Promise(requestAnimationFrame);
      seen.add(words.textContent);
    }
    return [...seen];
  });
  expect(told.filter((sentence) => /client load1|nothing changes/.test(sentence))).toEqual([]);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();

  await load.getByRole('button', { name: 'Stop load1' }).click();
  // What came of it stays to be read.
  await expect(load).toContainText('stopped');
  await expect(load.getByRole('slider')).toHaveCount(0);
  expect(await answered('delete')).toBeGreaterThan(20);
  await expect(page.getByRole('button', { name: 'Start the load' })).toBeVisible();
  const { revision } = (await site.state()).nodes[0] ?? {};
  await page.evaluate(() => window.quorumscope.runFor(3000));
  const after = (await site.state()).nodes[0]?.revision ?? 0;
  expect(after - (revision ?? 0)).toBeLessThan(5);
});

test('axe finds nothing serious in what opens over the page: a link’s bar, help, the safety properties, a new run', async ({
  site,
  page,
}) => {
  await site.openWithLeader();
  await page.keyboard.press('c');
  await expect(page.getByRole('form', { name: 'Choose a link' })).toBeVisible();
  expect(await serious(site)).toEqual([]);
  await page.keyboard.press('1');
  await page.keyboard.press('2');
  await expect(page.getByRole('menu')).toBeVisible();
  expect(await serious(site)).toEqual([]);
  await page.keyboard.press('Escape');
  const opened = {
    help: () => page.keyboard.press('?'),
    safety: () => page.getByRole('button', { name: /^Safety holds/ }).click(),
    run: () => page.getByRole('button', { name: /seed/ }).click(),
  };
  for (const [what, open] of Object.entries(opened))
    await test.step(what, async () => {
      await open();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await serious(site)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    });
});
