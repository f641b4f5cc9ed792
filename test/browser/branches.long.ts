import { present } from '../../src/base/assert.ts';
import { serious } from './serious.ts';
import { expect, Site, test } from './site.ts';

test('two futures of one run: split, write, go back, cut differently, compare, switch; mark an instant, come back to it, share it', async ({
  site,
  page,
  browser,
  baseURL,
}) => {
  const leader = await site.openWithLeader();
  const others = [1, 2, 3, 4, 5].filter((id) => id !== leader);
  const [near = 0, ...far] = others;
  const { timeMs: splitAt } = await site.state();
  // The first future: the leader is in the smaller part, and both parts are written to.
  await page.evaluate(
    async ([small, large]) => {
      const scope = window.quorumscope;
      await scope.partition([small, large]);
      await scope.runFor(3000);
      const puts = [
        scope.put('x', 'lost', { node: small[0] ?? 0 }),
        scope.put('x', 'kept', { node: large[0] ?? 0 }),
      ];
      await scope.runFor(2000);
      await Promise.all(puts);
    },
    [[leader, near], far] as [number[], number[]],
  );
  const hash = () => page.evaluate(() => window.quorumscope.hash());
  const first = await hash();
  await expect(page.getByRole('region', { name: 'Branches' })).toHaveCount(0);

  // Before the split, and cut differently: the leader keeps a quorum.
  const [second = 0, ...rest] = far;
  await page.evaluate(
    async ([at, large, small]) => {
      const scope = window.quorumscope;
      await scope.seek(at);
      await scope.partition([large, small]);
      const put = scope.put('x', 'other', { node: large[0] ?? 0 });
      await scope.runFor(1500);
      await put;
    },
    [splitAt - 1, [leader, near, second], rest] as [number, number[], number[]],
  );
  await expect(page.getByRole('alert')).toContainText(
    'Branch 2 begins here; the old future is kept (Branch 1).',
  );
  const other = await hash();
  const branches = page.getByRole('region', { name: 'Branches' });
  const name = (text: string) => branches.getByRole('button', { name: new RegExp(`^${text}, `) });
  await expect(name('Branch 2')).toHaveAttribute('aria-current', 'true');

  // Back by the notice, to and fro by the names: each is where it was.
  await page.getByRole('button', { name: 'Back to Branch 1' }).click();
  await expect(name('Branch 1')).toHaveAttribute('aria-current', 'true');
  expect(await hash()).toBe(first);
  await name('Branch 2').click();
  await expect(name('Branch 2')).toHaveAttribute('aria-current', 'true');
  expect(await hash()).toBe(other);

  // Compared, by the menu of the other one.
  await branches.getByRole('button', { name: 'Branch 1: what can be done' }).click();
  await page.getByRole('menuitem', { name: /^Compare with the current one/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Two instants compared' });
  await expect(dialog).toContainText('A and B are one run through event');
  const stores = dialog.getByRole('table', { name: 'Stores' });
  await expect(stores.getByRole('row', { name: /^x/ })).toContainText(/kept.*≠?.*other/);
  const calls = dialog.getByRole('table', { name: 'Clients’ answers' });
  await expect(calls.getByRole('row', { name: /^put x=kept/ })).toContainText(/ok.*not called/);
  await expect(calls.getByRole('row', { name: /^put x=other/ })).toContainText(/not called.*ok/);
  await expect(calls.getByRole('row', { name: /^put x=lost/ })).not.toContainText(/^put x=lost ok/);
  await expect(dialog.getByRole('region', { name: /^Logs of / }).first()).toContainText('x=other');
  expect(await serious(site)).toEqual([]);

  // The first event of the other future is a click away.
  await dialog
    .getByRole('button', { name: new RegExp(`s split ${[leader, near, second].join(' ')}`) })
    .click();
  await expect(dialog).toHaveCount(0);
  await expect(page.locator('.caption-words')).toContainText('split');
  await expect(name('Branch 2')).toHaveAttribute('aria-current', 'true');

  // Marked with a note; after a look at the other branch the note leads back.
  const marked = await hash();
  await page.locator('.stage-box').click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('j');
  const note = page.getByRole('textbox', { name: /^Note on Branch 2/ });
  await expect(note).toBeFocused();
  await page.keyboard.type('here it goes <b>otherwise</b>');
  await page.keyboard.press('Enter');
  const notebook = page.getByRole('list', { name: 'Moments', exact: true });
  await expect(notebook).toContainText('here it goes <b>otherwise</b>');
  await name('Branch 1').click();
  await expect(name('Branch 1')).toHaveAttribute('aria-current', 'true');
  expect(await hash()).toBe(first);
  expect(await serious(site)).toEqual([]);
  await notebook.getByRole('button', { name: /^Go to Branch 2/ }).click();
  await expect(notebook.getByRole('listitem')).toHaveAttribute('aria-current', 'true');
  expect(await hash()).toBe(marked);
  await notebook.getByRole('button', { name: /^Delete the moment/ }).click();
  await expect(notebook).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(notebook).toContainText('here it goes');

  // By keyboard: a name of one's own; deleted, and taken back with the instant that was looked at.
  await name('Branch 2').focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('three against two');
  await page.keyboard.press('Enter');
  await expect(name('three against two')).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(branches).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(name('three against two')).toHaveAttribute('aria-current', 'true');
  expect(await hash()).toBe(marked);

  // A click on the line of a branch goes to that instant of it.
  await page.getByRole('button', { name: 'Whole run' }).click();
  const box = present(await branches.locator('.branches-box').boundingBox(), 'the lanes are drawn');
  await page.mouse.click(box.x + box.width * 0.8, box.y + 10);
  await expect(name('Branch 1')).toHaveAttribute('aria-current', 'true');

  // The marked instant is shared: in another profile it is the same, with both futures and the note.
  await notebook.getByRole('button', { name: /^Go to three against two/ }).click();
  await expect(notebook.getByRole('listitem')).toHaveAttribute('aria-current', 'true');
  const url = await page.evaluate(() => window.quorumscope.share());
  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  try {
    const other = new Site(await context.newPage());
    await other.page.goto(url);
    await other.page.evaluate(() => window.quorumscope.ready);
    expect(await other.page.evaluate(() => window.quorumscope.hash())).toBe(marked);
    const lanes = other.page.getByRole('region', { name: 'Branches' });
    await expect(lanes.getByRole('button', { name: /^three against two, / })).toHaveAttribute(
      'aria-current',
      'true',
    );
    await expect(other.page.getByRole('list', { name: 'Moments', exact: true })).toContainText(
      'here it goes',
    );
    await lanes.getByRole('button', { name: /^Branch 1, / }).click();
    await expect.poll(() => other.page.evaluate(() => window.quorumscope.hash())).toBe(first);
    expect(other.complaints).toEqual([]);
  } finally {
    await context.close();
  }

  // What can be taken back is this run's: with another run that offer is gone.
  await notebook.getByRole('button', { name: /^Delete the moment/ }).click();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await page.evaluate(() => window.quorumscope.reset());
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
});
