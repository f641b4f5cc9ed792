import { atScreen } from './looks.ts';
import { Keyboard } from './person.ts';
import { expect, test } from './site.ts';

test('the whole first lesson by the keyboard alone: predict, watch, answer, and reach the goal', async ({
  site,
  page,
}) => {
  await site.open('?lesson=E1');
  const keyboard = new Keyboard(page, site);
  const panel = page.locator('.lesson');
  await atScreen(page, 'quiet');
  // The focus is on the heading of each screen, and its words are announced.
  expect(await keyboard.focus()).toMatch(/^h3 1 of 7: what happens/);
  await expect(panel.getByRole('status').filter({ hasText: 'Three equal nodes' })).toHaveCount(1);
  await keyboard.press('PageDown');
  await atScreen(page, 'who');
  await expect(page.getByRole('button', { name: 'Go on without a guess' })).toBeVisible();
  await keyboard.tabTo(/^input/);
  await keyboard.press('Space', 'ArrowDown', 'ArrowDown');
  await expect(page.getByRole('radio', { name: 'Term 1, once all others' })).toBeChecked();
  await expect(panel).not.toContainText('Right');
  await keyboard.press('PageDown');
  // The run plays on to the instant, and pauses there.
  await atScreen(page, 'campaign');
  expect((await site.state()).messages.map(({ type }) => type)).toEqual(['MsgVote', 'MsgVote']);
  await keyboard.press('PageDown');
  await atScreen(page, 'won');
  await keyboard.tabTo(/^input/);
  await keyboard.press('Space');
  await keyboard.tabTo(/^button That is what I saw/);
  await keyboard.press('Enter');
  const compared = panel.locator('.lesson-compared');
  await expect(compared).toContainText('You predicted✗Term 1, once all others');
  await expect(compared).toContainText('You saw✓Term 1, once one other');
  await expect(compared).toContainText('The run says✓Term 1, once one other');
  await expect(panel.locator('.lesson-explained li')).toHaveCount(3);
  await expect(panel.locator('.lesson-explained li').nth(2)).toContainText('Not so (your prediction)');
  await keyboard.press('PageDown');
  await atScreen(page, 'committed');
  await keyboard.press('PageUp');
  await atScreen(page, 'won');
  await expect(compared).toBeVisible();
  await keyboard.press('PageDown');
  await atScreen(page, 'committed');
  await keyboard.press('PageDown');
  await keyboard.tabTo(/^button Begin$/);
  await keyboard.press('Enter');
  await expect(panel).toHaveAttribute('data-standing', 'trying');
  await keyboard.press('3', 'Enter');
  const campaign = page.getByRole('menuitem', { name: /^Campaign/ });
  for (let i = 0; i < 20 && !(await campaign.evaluate((item) => item === document.activeElement)); i++)
    await keyboard.press('ArrowDown');
  await keyboard.press('Enter', 'Space');
  await expect(panel).toContainText(/Reached, at \d+\.\d+ s/);
  await keyboard.press('PageDown');
  await expect(panel).toContainText('0 of 1 prediction was right');
  await expect(panel).toContainText('1 of 1 observation was right');
  await expect(panel).toContainText('You reached the goal');
});
