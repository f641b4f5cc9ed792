import { readFileSync } from 'node:fs';
import { serious } from './serious.ts';
import { expect, test } from './site.ts';

test('a history of another program is opened, judged, searched and read; what is no history leaves it as it was', async ({
  site,
  page,
}) => {
  await site.openWithLeader();
  await page.locator('.lab-button').click();
  await page.getByRole('button', { name: 'Open a history …' }).click();
  const dialog = page.getByRole('dialog', { name: 'A history of another program' });
  await expect(dialog).toBeVisible();
  expect(await serious(site)).toEqual([]);

  // Recognised by what stands in it: its name says nothing.
  const edn = readFileSync(new URL('../../src/ui/foreign/examples/stale-read.edn', import.meta.url));
  const files = page.locator('[data-foreign=files]');
  await files.setInputFiles({ name: 'what-is-it.bin', mimeType: '', buffer: edn });
  const verdict = page.locator('[data-verdict]');
  await expect(verdict).toHaveAttribute('data-verdict', 'contradiction');
  await expect(verdict).toContainText('Not linearizable');
  await expect(page.locator('.foreign-axis canvas')).toHaveAttribute('data-drawn', '15');
  await page.getByRole('button', { name: 'Show the contradiction' }).click();
  const details = page.getByRole('region', { name: 'The selected item' });
  await expect(details).toContainText('what-is-it.bin, line 20');
  await expect(details).toContainText(
    '{:type :ok, :f :read, :value 2, :process 0, :time 60291485, :index 20}',
  );
  expect(await serious(site)).toEqual([]);

  // By keyboard: from item to item of its lane, and in search from hit to hit.
  await page.locator('.foreign-axis').focus();
  await page.keyboard.press('ArrowRight');
  await expect(details).toContainText('line 29');
  await page.getByRole('searchbox').fill('timeout');
  await expect(dialog.getByText('1 hit')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(details).toContainText('write 4 (:timeout)');
  await dialog.getByText('As a list').click();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'write 4' })).toHaveCount(1);

  // Text is text, and a bad file is told where it is bad.
  const bad = '{:type :invoke, :f :<b>, :process 0}\n{:type :ok, :f :<b>';
  await files.setInputFiles({ name: 'bad.edn', mimeType: '', buffer: Buffer.from(bad) });
  await expect(page.locator('.foreign-problem')).toContainText(
    'bad.edn, line 2, column 1: What begins here with { does not end.',
  );
  await expect(verdict).toHaveAttribute('data-verdict', 'contradiction');

  // A log that nobody knows: its reader writes how it is to be read, once.
  const log = 'n1|5|leads\nn2|7|follows\n';
  await files.setInputFiles({ name: 'mine.log', mimeType: '', buffer: Buffer.from(log) });
  const grammar = page.getByRole('textbox', { name: 'Grammar' });
  await grammar.fill('line: {node}|{time|{text}');
  await expect(page.locator('.grammar .foreign-problem')).toContainText('line 1, column 14');
  await grammar.fill('line: {node}|{time}|{text}\nrole leader: leads');
  await expect(page.getByRole('region', { name: 'What comes of them' })).toContainText('role leader');
  await page.getByRole('textbox', { name: 'Name' }).fill('mine');
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByRole('button', { name: 'Read the log by it' }).click();
  await expect(page.locator('.foreign-tools')).toContainText('2 items, 2 lanes');
  await files.setInputFiles({ name: 'mine2.log', mimeType: '', buffer: Buffer.from(log.replace('7', '9')) });
  await expect(page.locator('.foreign-tools')).toContainText('mine2.log');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect.poll(async () => (await site.state()).nodes.length).toBe(5);
});
