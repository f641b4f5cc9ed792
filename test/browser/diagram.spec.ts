import { present } from '../../src/base/assert.ts';
import { serious } from './serious.ts';
import { expect, test } from './site.ts';

test('the diagram by keys and by hand: from thing to thing, a causal cone, one lane alone, a window taken to the export', async ({
  site,
  page,
}) => {
  await site.openWithLeader({ nodes: 3 });
  await page.evaluate(() => window.quorumscope.runFor(2000));
  const panel = page.locator('.time-panel');
  const box = panel.locator('.time-box');
  const said = panel.locator(':scope > p[role=status]');

  // Heartbeats with nothing between them are told as what they are, and not one by one.
  await expect(panel.getByRole('list', { name: 'Heartbeats' })).toContainText(
    /\d+ heartbeats and answers, n\d and n\d/,
  );

  // From thing to thing; Enter opens what the keyboard has come to.
  await panel.getByRole('button', { name: 'Whole run' }).click();
  await site.settled();
  await box.focus();
  await page.keyboard.press('Shift+ArrowUp');
  await expect(said).not.toBeEmpty();
  for (let i = 0; i < 80 && !(await said.textContent())?.startsWith('MsgVoteResp'); i++)
    await page.keyboard.press('Shift+ArrowUp');
  await expect(said).toContainText('MsgVoteResp');
  await page.keyboard.press('Enter');

  // The cone of that message: a vote comes from who was asked, and everybody hears of whom it elected.
  await page.keyboard.press('r');
  const counts = panel.locator('.time-cone');
  await expect(counts).toContainText(/\d+ events could have influenced it/);
  await expect(counts).toContainText(/it could influence \d+ events/);
  expect(await serious(site)).toEqual([]);
  await page.keyboard.press('r');
  await expect(counts).toHaveCount(0);

  // A window from the playhead on, by keys; Escape gives up what is pointed at, then the window.
  await page.keyboard.press('Shift+End');
  await expect(panel.getByRole('button', { name: 'Zoom to it' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(panel.getByRole('button', { name: 'Zoom to it' })).toHaveCount(0);

  // The same along the axis, by hand; the export has it.
  const place = present(await box.boundingBox(), 'the diagram');
  const y = place.y + place.height - 6;
  await page.mouse.move(place.x + 0.3 * place.width, y);
  await page.mouse.down();
  await page.mouse.move(place.x + 0.5 * place.width, y, { steps: 3 });
  await page.mouse.up();
  await panel.getByRole('button', { name: 'Export it…' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.getByRole('dialog').getByRole('combobox').selectOption('mermaid');
  await expect(page.getByRole('radio', { name: /as chosen in the diagram/ })).toBeChecked();
  await page.keyboard.press('Escape');

  // One lane alone, in words; and all of them again.
  await panel.locator('summary').click();
  await page.getByRole('checkbox', { name: 'n2', exact: true }).check();
  await page.keyboard.press('Escape');
  await panel.getByRole('button', { name: 'No longer only this node' }).click();
  await expect(panel.getByText('only n2')).toHaveCount(0);
});
