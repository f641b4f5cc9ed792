import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { present } from '../../src/base/assert.ts';
import { serious } from './serious.ts';
import { expect, test, type Site } from './site.ts';

const pane = (page: Page, name: string): Locator => page.locator(`[data-console="${name}"]`);
const lineOf = (page: Page, name: string): Locator => pane(page, name).getByRole('combobox');

/** Types a line as somebody does, and lets so much time go by. */
async function run(page: Page, name: string, line: string, ms = 1000): Promise<void> {
  await lineOf(page, name).fill(line);
  await lineOf(page, name).press('Enter');
  await expect(lineOf(page, name)).toHaveValue('');
  await told(page, name, line);
  await page.evaluate((given) => window.quorumscope.runFor(given), ms);
}

const text = (page: Page, name: string): Promise<string> =>
  page.evaluate((console) => window.quorumscope.consoleText(console), name);

/** The line has reached the lab: time that goes by from now on is its time. */
async function told(page: Page, name: string, line: string): Promise<void> {
  await expect.poll(() => text(page, name)).toContain(line);
}

async function openAt(site: Site, node: number): Promise<void> {
  const { page } = site;
  await page.locator('.consoles-tools select').selectOption(String(node));
  await page.getByRole('button', { name: 'Open a console' }).click();
}

test('an evening with etcd at three consoles: a watch, a transaction, the leader stopped, a lease that is lost, and the way back', async ({
  site,
  page,
}) => {
  const leader = await site.openWithLeader({ nodes: 3 });
  const [first, second] = [1, 2, 3].filter((id) => id !== leader);
  await page.keyboard.press('Shift+C');
  // Who has never been here is shown what may be typed; a click opens a console and types it.
  await page.getByRole('button', { name: 'etcdctl member list -w table' }).click();
  await expect(pane(page, 'console1')).toContainText('The lab is paused: play, or step.');
  await page.evaluate(() => window.quorumscope.runFor(500));
  await expect(pane(page, 'console1')).toContainText('infra1');
  await pane(page, 'console1').getByRole('button', { name: 'Close console1' }).click();
  await openAt(site, present(first, 'a follower'));
  await openAt(site, present(second, 'another follower'));
  await openAt(site, present(second, 'another follower'));
  await expect(pane(page, 'console3')).toBeVisible();

  // A watch in the first: while time stands it waits, and says so.
  await run(page, 'console1', 'etcdctl watch --prefix app/', 500);
  await expect(pane(page, 'console1')).toContainText('The lab is paused: play, or step.');

  // A key is offered while it is typed, the list is said, Tab takes it.
  await run(page, 'console2', 'etcdctl put app/config "<b>one</b>"; etcdctl put app/color blue');
  await lineOf(page, 'console2').pressSequentially('etcdctl get app/conf');
  const offered = pane(page, 'console2').getByRole('option', { name: 'app/config' });
  await expect(offered).toBeVisible();
  await lineOf(page, 'console2').press('Tab');
  await expect(lineOf(page, 'console2')).toHaveValue('etcdctl get app/config ');
  await lineOf(page, 'console2').press('Enter');
  await told(page, 'console2', 'etcdctl get app/config');
  await page.evaluate(() => window.quorumscope.runFor(500));
  // Output is text, whatever it holds.
  await expect(pane(page, 'console2').locator('.console-lines')).toContainText('<b>one</b>');
  expect(await serious(site)).toEqual([]);

  // A transaction, pasted as a tutorial has it.
  await lineOf(page, 'console2').focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData(
      'text/plain',
      '# only if nobody was quicker\n$ etcdctl txn <<END\nvalue("app/color") = "blue"\n\nput app/color red\n\nput app/color green\n\nEND\nSUCCESS\n\nOK\n$ etcdctl lease grant 3\n',
    );
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  // Lines that are pasted come one after the other, each as soon as the one before is told.
  await expect
    .poll(async () => {
      await page.evaluate(() => window.quorumscope.runFor(300));
      return text(page, 'console2');
    })
    .toMatch(/SUCCESS\n\nOK\n[^]*lease [0-9a-f]+ granted with TTL\(3s\)/);
  const lease = present(/lease ([0-9a-f]+) granted/.exec(await text(page, 'console2'))?.[1], 'a lease');
  await run(page, 'console2', `etcdctl put --lease=${lease} app/session mine`, 500);
  expect(await text(page, 'console1')).toContain('PUT\napp/color\nred\nPUT\napp/session\nmine\n');

  // The leader is stopped at the third, as a tutorial does it; the watch goes on.
  await run(page, 'console3', `goreman run stop infra${leader}`, 4000);
  expect((await site.state()).nodes.find(({ id }) => id === leader)?.status).toBe('killed');
  await run(page, 'console3', 'etcdctl put app/after stop', 9000);
  // The lease has run out under another leader: its key is gone, and to write with it is refused.
  const seen = await text(page, 'console1');
  expect(seen).toContain('PUT\napp/after\nstop\n');
  expect(seen).toContain('DELETE\napp/session\n');
  await run(page, 'console2', `etcdctl put --lease=${lease} app/session again`);
  const refused = pane(page, 'console2').locator('.console-line[data-type=err]').last();
  await expect(refused).toContainText('etcdserver: requested lease not found');
  const all = '127.0.0.1:2379,127.0.0.1:22379,127.0.0.1:32379';
  await run(page, 'console3', `etcdctl --endpoints=${all} endpoint status -w table`, 8000);
  const table = await text(page, 'console3');
  expect(table.match(/^\| +127\.0\.0\.1:\d+ \|/gm)).toHaveLength(2);
  expect(table).toMatch(/\| +true \|/);

  // A line of output leads to what it is about, and to its instant; there the consoles are as they were.
  await pane(page, 'console1').locator('.console-line', { hasText: 'app/color' }).first().click();
  await expect(page.getByRole('button', { name: 'Inspect', exact: true })).toBeVisible();
  const red = pane(page, 'console1').locator('.console-line', { hasText: /^red/ });
  await red.hover();
  await red.getByRole('button').click();
  await expect.poll(() => text(page, 'console1')).toMatch(/app\/color\nred\n$/);
  await expect(pane(page, 'console1').locator('.console-lines')).not.toContainText('app/after');
  await page.evaluate(() => window.quorumscope.live());
  await expect.poll(() => text(page, 'console1')).toBe(seen);

  // What was done there is saved as a lab script.
  const download = page.waitForEvent('download');
  await pane(page, 'console2').getByRole('button', { name: 'Save script' }).click();
  const saved = await readFile(await (await download).path(), 'utf8');
  expect(saved).toContain('c2 txn if value(app/color)=blue then put app/color=red else put app/color=green');
  expect(saved).toBe(await page.evaluate(() => window.quorumscope.consoleScript('console2')));

  // Ctrl-C ends the watch; what was typed lasts.
  await lineOf(page, 'console1').press('Control+c');
  await page.evaluate(() => window.quorumscope.runFor(100));
  await expect(lineOf(page, 'console1')).toHaveAttribute('aria-label', 'Command line of console1');
  await lineOf(page, 'console1').press('ArrowUp');
  await expect(lineOf(page, 'console1')).toHaveValue(/endpoint status/);
});
