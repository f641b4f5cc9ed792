import { serious } from './serious.ts';
import { expect, test } from './site.ts';

test('conditions by keyboard alone: completed, corrected, halting the run, run to, found in the past, watched', async ({
  site,
  page,
}) => {
  await site.openPaused();
  const { keyboard } = page;
  const tab = page.getByRole('tab', { name: 'Breakpoints' });
  await page.getByRole('tab', { name: 'Inspector' }).focus();
  for (let i = 0; i < 6; i++) await keyboard.press('ArrowRight');
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  // All names stand in one row, that of the chosen tab in sight; by hand there is one more, and the row scrolls.
  await page.evaluate(() => window.quorumscope.byHand(true));
  await page.getByRole('tab', { name: 'Next' }).waitFor();
  await tab.click();
  const [row, chosen] = [await page.locator('.side-panel .tabs').boundingBox(), await tab.boundingBox()];
  if (row === null || chosen === null) throw new Error('there is no tab to be seen');
  expect(row.height).toBeLessThan(1.5 * chosen.height);
  expect(chosen.x + chosen.width).toBeLessThanOrEqual(row.x + row.width);
  await page.evaluate(() => window.quorumscope.byHand(false));
  const line = page.getByRole('combobox', { name: 'Condition or expression' });
  const options = page.getByRole('listbox', { name: 'What can be typed here' });
  await line.focus();

  // Completed: what begins so, chosen with the arrows, explained; the cursor goes on after it.
  await keyboard.type('any(n in nodes, n.ro');
  await expect(options.getByRole('option').first()).toHaveText('rolefield');
  await keyboard.press('ArrowDown');
  await expect(line).toHaveAttribute('aria-activedescendant', /option0$/);
  await expect(options.locator('..')).toContainText('follower, preCandidate, candidate or leader.');
  await keyboard.press('Enter');
  await expect(line).toHaveValue('any(n in nodes, n.role');
  expect(await serious(site)).toEqual([]);

  // An error is said, and stands under its character; the word that was meant is offered.
  await keyboard.type(' == leadr)');
  await expect(line).toHaveAttribute('aria-invalid', 'true');
  const said = page.getByText('Character 27:');
  await expect(said.locator('..')).toHaveText('Character 27: leadr is not a role; did you mean leader?');
  const mark = page.locator('.expression-wrong');
  await expect(mark).toHaveText('leadr');
  const [wrong, whole] = [await mark.boundingBox(), await line.boundingBox()];
  const characters = ((wrong?.x ?? 0) - (whole?.x ?? 0)) / ((wrong?.width ?? 0) / 'leadr'.length);
  expect(Math.abs(characters - 26)).toBeLessThan(2);
  await keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Breakpoints' })).toHaveCount(0);
  for (let i = 0; i < 'r)'.length; i++) await keyboard.press('Backspace');
  await keyboard.type('er)');
  await expect(line).toHaveAttribute('aria-invalid', 'false');
  await keyboard.press('Enter');
  const breakpoints = page.getByRole('list', { name: 'Breakpoints' });
  await expect(
    breakpoints.getByRole('checkbox', { name: 'any(n in nodes, n.role == leader)' }),
  ).toBeChecked();

  // It halts the run where it begins to hold.
  await page.evaluate(() => window.quorumscope.runFor(5000));
  const first = (await site.state()).nodes.find(({ role }) => role === 'leader');
  expect(first).toBeDefined();
  await expect(breakpoints.getByRole('listitem')).toContainText('halted here');
  await expect(page.getByText(/^Halted:/)).toBeVisible();
  const halted = (await site.state()).timeMs;
  expect(halted).toBeLessThan(5000);

  // Off, it halts nothing; removed, it can be had again.
  await breakpoints.getByRole('checkbox').press('Space');
  await expect(breakpoints.getByRole('checkbox')).not.toBeChecked();
  await page.evaluate(() => window.quorumscope.runFor(1000));
  expect((await site.state()).timeMs).toBe(halted + 1000);
  // Nothing says that it stands any more.
  await expect(page.getByText(/^Halted:/)).toHaveCount(0);
  await breakpoints.getByRole('button', { name: /^Remove/ }).press('Enter');
  await expect(breakpoints).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(breakpoints.getByRole('checkbox')).not.toBeChecked();

  // Run to, with the cursor in the middle of things, and found in the past.
  await line.fill('message.type == MsgVoteResp');
  await page.getByRole('button', { name: 'Find in the past' }).first().press('Enter');
  const found = page.getByRole('list', { name: 'Found in the past' });
  await expect(found.getByRole('button')).not.toHaveCount(0);
  await found.getByRole('button').first().press('Enter');
  await expect(found.getByRole('button').first()).toHaveAttribute('aria-current', 'true');
  await page.getByRole('button', { name: 'Next', exact: true }).press('Enter');
  await expect(found.getByRole('button').nth(1)).toHaveAttribute('aria-current', 'true');
  await page.evaluate(() => window.quorumscope.live());
  await line.fill('time >= 9000');
  await page
    .getByRole('button', { name: 'Run until' })
    .and(page.locator('.conditions-tools button'))
    .press('Enter');
  await expect.poll(async () => (await site.state()).timeMs).toBeGreaterThanOrEqual(9000);

  // Watched: its value at the playhead, and where it changes.
  await line.fill('leader');
  await line.press('Enter');
  const watches = page.getByRole('list', { name: 'Watch expressions' });
  await expect(watches.getByRole('status')).toHaveText(`${(await site.leader())?.id ?? ''}`);
  await page.evaluate(() => window.quorumscope.seek(1));
  await expect(watches.getByRole('status')).toHaveText('none');
  expect(await serious(site)).toEqual([]);
  expect(site.complaints).toEqual([]);
});
