import { serious } from './serious.ts';
import { expect, test } from './site.ts';

test('a rule is switched off, a search finds two leaders of one term in six steps, and they are a branch to step through and to share', async ({
  site,
  page,
}) => {
  await site.open();
  await page.evaluate(() =>
    window.quorumscope.reset({ nodes: 3, preVote: false, checkQuorum: false, brokenRules: ['voteTwice'] }),
  );
  await page.locator('summary', { hasText: 'Lab' }).click();
  await page.getByRole('button', { name: 'Search for a schedule …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Search for a schedule' });
  await expect(dialog).toContainText('Switched off: voteTwice');
  expect(await serious(site)).toEqual([]);

  // What means nothing is said, with its place, and nothing is lost.
  await dialog.getByRole('radio', { name: 'a state in which this holds:' }).check();
  await dialog.getByRole('textbox', { name: 'Condition' }).fill('node(2).revision > 3');
  await dialog.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(dialog.getByRole('status')).toContainText('nodes of a search have no store');

  await dialog.getByRole('radio', { name: 'a broken promise' }).check();
  await dialog.getByRole('button', { name: 'Search again' }).click();
  await expect(dialog.getByRole('status')).toContainText('ElectionSafety is broken in 6 steps');
  const steps = dialog.getByRole('list', { name: 'The schedule' }).getByRole('listitem');
  await expect(steps).toHaveCount(6);
  await dialog.getByRole('button', { name: 'Open as a branch' }).click();
  await expect(dialog).toContainText('The checks of the lab find it as well: VoteOnce, ElectionSafety.');
  expect(await serious(site)).toEqual([]);

  // Before the first step all is well; it turns with the vote that is given twice, and says why.
  await expect(page.locator('.verdict-good')).toHaveCount(1);
  await steps.nth(4).getByRole('button').click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Branches' })).toContainText('ElectionSafety');
  await expect(page.locator('.verdict-bad')).toContainText('VoteOnce');
  const leaders = () =>
    page.evaluate(async () => {
      const { nodes } = await window.quorumscope.state();
      return nodes.filter(({ role }) => role === 'leader').map(({ id, term }) => `${id} of ${term}`);
    });
  expect(await leaders()).toEqual(['1 of 1']);
  await page.evaluate(() => window.quorumscope.live());
  expect(await leaders()).toEqual(['1 of 1', '3 of 1']);
  await page.locator('.verdict-bad').click();
  await expect(page.getByText('VoteOnce is broken.')).toBeVisible();

  // The link holds all of it.
  const { hash, url } = await page.evaluate(async () => {
    const scope = window.quorumscope;
    await scope.live();
    return { hash: await scope.hash(), url: await scope.share() };
  });
  await page.goto(url);
  await page.reload();
  await page.evaluate(() => window.quorumscope.ready);
  expect(await page.evaluate(() => window.quorumscope.hash())).toBe(hash);
});
