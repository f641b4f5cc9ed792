import { serious } from './serious.ts';
import { expect, test } from './site.ts';

test('the palette does what is typed, in either language, and knows what was chosen lately', async ({
  site,
  page,
}) => {
  await site.openWithLeader();
  const list = page.getByRole('listbox');
  const [first, second] = [list.getByRole('option').first(), list.getByRole('option').nth(1)];
  await page.keyboard.press('Control+k');
  await expect(first).toBeVisible();
  expect(await serious(site)).toEqual([]);
  await page.keyboard.type('kill n2');
  await expect(first).toHaveText(/^Kill n2/);
  await expect(second).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(list).toHaveCount(0);
  await expect.poll(async () => (await site.state()).nodes[1]?.status).toBe('killed');

  // What would do nothing now is not there: it is killed already, and can be restarted.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('n2');
  await expect(list.getByText(/^Restart n2$/)).toBeVisible();
  await expect(list.getByText(/^Kill n2$/)).toHaveCount(0);
  await page.keyboard.press('Control+a');
  // 恢复网络 is the other language's name of h.
  await page.keyboard.insertText('恢复网络');
  await expect(first).toHaveText(/^Heal the network/);
  await page.keyboard.press('Enter');
  await expect(list).toHaveCount(0);
  // From within a field, too; what was chosen lately stands first.
  await page.keyboard.press('/');
  await page.keyboard.press('Control+k');
  await expect(first).toHaveText(/^Heal the network/);
  await page.keyboard.type('no such thing');
  await expect(page.getByText('Nothing is called “no such thing”')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(list).toHaveCount(0);
});
