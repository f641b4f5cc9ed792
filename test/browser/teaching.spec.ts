import { expect, test } from './site.ts';
import { serious } from './serious.ts';

test('be a node, then make a lesson of the run and open it by its link', async ({ site }) => {
  const { page } = site;
  await site.open('?fresh');
  await page.evaluate(() => window.quorumscope.reset({ nodes: 3, seed: 3 }));
  await site.doTo(2, /^Be this node/);
  const round = page.locator('.round');
  await expect(round).toBeVisible();
  await round.locator('.round-answer').first().focus();
  await page.keyboard.press('Enter');
  await expect(round.locator('.round-marked')).toBeVisible();
  await expect(round.locator('[data-mark="right"]').first()).toBeVisible();
  expect(await serious(site)).toEqual([]);

  await page.locator('summary, button', { hasText: /^Lab/ }).first().click();
  await page.getByText('Make a lesson from this run').click();
  await page.getByLabel('Title').fill('My <b>lesson</b>');
  await page.getByRole('button', { name: 'Add this moment' }).click();
  await page.getByLabel('What is said').fill('n3 asks for votes.');
  expect(await serious(site)).toEqual([]);
  // Loaded again, the page has its lab and the lesson in the making.
  await page.reload();
  await page.evaluate(() => window.quorumscope.ready);
  await page.locator('summary, button', { hasText: /^Lab/ }).first().click();
  await page.getByText('Make a lesson from this run').click();
  await expect(page.getByLabel('What is said')).toHaveValue('n3 asks for votes.');
  await page.getByRole('button', { name: 'Preview' }).click();
  const lesson = page.locator('.lesson');
  await expect(lesson.getByRole('heading', { name: 'My <b>lesson</b>' })).toBeVisible();
  await expect(page).toHaveURL(/#lesson=/);
});
