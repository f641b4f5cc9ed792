import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { siteFolder } from '../../src/cli/built-site.ts';
import { serveStatic } from '../../src/cli/static-server.ts';
import { expect, test } from './site.ts';

test('once it stands, the whole page works without its server, or with another site in its place', async ({
  page,
  site,
}) => {
  const server = await serveStatic(siteFolder, 0);
  await page.goto(server.url);
  await page.evaluate(() => window.quorumscope.ready);
  const late = [
    'StorePanel',
    'ClientsPanel',
    'CallsPanel',
    'HelpDialog',
    'ConfigDialog',
    'client-form',
    'scripting',
  ];
  const fetched = (): Promise<string[]> =>
    page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  for (const part of late) await expect.poll(fetched).toContainEqual(expect.stringContaining(part));
  await server.close();

  await page.evaluate(async () => {
    await window.quorumscope.reset({ nodes: 3 });
    await window.quorumscope.runFor(2000);
  });
  await page.getByRole('tab', { name: 'Store' }).click();
  await expect(page.getByRole('tabpanel').getByRole('combobox').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Clients' }).click();
  await expect(page.getByRole('tabpanel').getByRole('button').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Call', exact: true }).click();
  await expect(page.getByRole('tabpanel').getByRole('button').first()).toBeVisible();
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  const restarted = async (id: number): Promise<boolean | undefined> => {
    await page.evaluate(async (node) => {
      await window.quorumscope.kill(node);
      await window.quorumscope.restart(node);
      await window.quorumscope.runFor(2000);
    }, id);
    return (await site.state()).nodes[id - 1]?.worker;
  };
  expect(await restarted(1)).toBe(true);
  const empty = mkdtempSync(join(tmpdir(), 'quorumscope-'));
  const renewed = await serveStatic(empty, Number(new URL(server.url).port));
  expect(await restarted(2)).toBe(true);
  await renewed.close();
  expect((await site.state()).nodes.map(({ status }) => status)).toEqual(['up', 'up', 'up']);
  // The browser itself notes in the console which files it did not get; the page says nothing.
  expect(site.complaints.filter((said) => !/ERR_CONNECTION_REFUSED|404/.test(said))).toEqual([]);
  site.complaints.length = 0;
});

test('a part that cannot be loaded says so where it would be, can be tried again, and the run goes on', async ({
  page,
  site,
}) => {
  await page.route(/StorePanel/, (route) => route.abort());
  await site.open();
  await page.getByRole('tab', { name: 'Store' }).click();
  const panel = page.getByRole('tabpanel');
  await expect(panel.getByRole('alert')).toContainText('could not be loaded');
  const { events } = await site.state();
  await expect.poll(async () => (await site.state()).events).toBeGreaterThan(events);
  await panel.getByRole('button', { name: 'Try again' }).click();
  await expect(panel.getByRole('alert')).toContainText('could not be loaded');
  await page.getByRole('tab', { name: 'Inspector' }).click();
  await expect(panel.getByRole('heading').first()).toBeVisible();
  await page.unroute(/StorePanel/);
  await page.getByRole('tab', { name: 'Store' }).click();
  await panel.getByRole('button', { name: 'Try again' }).click();
  await expect(panel.getByRole('combobox').first()).toBeVisible();
  expect(site.complaints.filter((said) => !said.includes('ERR_FAILED'))).toEqual([]);
  site.complaints.length = 0;
});
