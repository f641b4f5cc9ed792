import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { present } from '../../src/base/assert.ts';
import { siteFolder } from '../../src/cli/built-site.ts';
import { serveStatic } from '../../src/cli/static-server.ts';
import { expect, test } from './site.ts';

/** The whole site is in the browser, and answers for this page. */
const isKept = (page: Page) =>
  expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state), { timeout: 60_000 })
    .toBe('activated');

test.describe('after the first visit', () => {
  test.use({ serviceWorkers: 'allow' });

  test('the page goes on without its server or with another site in its place, and opens without one', async ({
    page,
    site,
    context,
  }) => {
    const server = await serveStatic(siteFolder, 0, '/some/where');
    await page.goto(`${server.url}/`);
    await page.evaluate(() => window.quorumscope.ready);
    await isKept(page);
    await server.close();

    await page.evaluate(async () => {
      await window.quorumscope.reset({ nodes: 3 });
      await window.quorumscope.runFor(2000);
    });
    await page.getByRole('tab', { name: 'Store' }).click();
    await expect(page.getByRole('tabpanel').getByRole('combobox').first()).toBeVisible();
    await page.getByRole('tab', { name: 'Clients' }).click();
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

    // And from the very beginning, at whatever address of the site.
    await page.reload();
    await page.evaluate(() => window.quorumscope.ready);
    expect((await site.state()).nodes.map(({ worker }) => worker)).toEqual([true, true, true]);
    const other = await context.newPage();
    await other.goto(`${server.url}/?nodes=7`);
    await other.evaluate(() => window.quorumscope.ready);
    const { nodes } = await other.evaluate(() => window.quorumscope.state());
    expect(nodes.map(({ worker }) => worker)).toEqual([true, true, true, true, true, true, true]);
    // The browser itself notes in the console which files it did not get; the page says nothing.
    expect(site.complaints.filter((said) => !/ERR_CONNECTION_REFUSED|404/.test(said))).toEqual([]);
    site.complaints.length = 0;
  });

  test('a new version is announced, comes at the viewer’s word, and takes nothing from who has not asked for it', async ({
    page,
    site,
    context,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), 'quorumscope-'));
    cpSync(siteFolder, folder, { recursive: true });
    const server = await serveStatic(folder, 0);
    const open = async (each: Page) => {
      await each.goto(`${server.url}/?fresh`);
      await each.evaluate(() => window.quorumscope.ready);
      // Two runs that play leave the machine no idle time, in which the rest of a page comes.
      await each.evaluate(() => window.quorumscope.pause());
      await isKept(each);
    };
    await open(page);
    const other = await context.newPage();
    await open(other);
    const old = renew(folder);
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    for (const each of [page, other])
      await expect(each.getByRole('alert').filter({ hasText: 'newer version' })).toBeVisible({
        timeout: 60_000,
      });
    const { events } = await site.state();
    await page.evaluate(() => window.quorumscope.runFor(100));
    expect((await site.state()).events).toBeGreaterThan(events);
    await expect(page).toHaveTitle('Quorumscope');

    await page.getByRole('button', { name: 'Load it now' }).click();
    await expect(page).toHaveTitle('Quorumscope, renewed');
    // The title is there before any code of the page.
    await page.waitForFunction(() => 'quorumscope' in window);
    await page.evaluate(() => window.quorumscope.ready);
    await expect(other).toHaveTitle('Quorumscope');

    // The server has it no more, and who has the old page gets it.
    const got = (url: string) => other.evaluate(async (asked) => (await fetch(asked)).status, url);
    expect(await got(old)).toBe(200);
    expect((await fetch(new URL(old, `${server.url}/`))).status).toBe(404);

    // With the last page of the old version its files go.
    await other.close();
    await page.reload();
    await expect.poll(() => page.evaluate(async () => (await caches.keys()).length)).toBe(1);
    await server.close();
    expect(site.complaints).toEqual([]);
  });
});

/** Makes another version of the site in a folder: another title, and one file has another name. Gives the old name. */
function renew(folder: string): string {
  const name = present(
    readdirSync(join(folder, 'assets')).find((file) => /^StorePanel-.*\.js$/.test(file)),
    'the site has this part',
  );
  renameSync(join(folder, 'assets', name), join(folder, 'assets', 'StorePanel-renewed.js'));
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, file);
    if (!/\.(js|html)$/.test(file) || !statSync(path).isFile()) continue;
    const text = readFileSync(path, 'utf8');
    const other = text
      .replaceAll(name, 'StorePanel-renewed.js')
      .replace('<title>Quorumscope<', '<title>Quorumscope, renewed<')
      .replace(/version:"[0-9a-f]{16}"/, 'version:"renewed"');
    if (other !== text) writeFileSync(path, other);
  }
  return `assets/${name}`;
}

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
