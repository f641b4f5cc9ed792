import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { present } from '../../src/base/assert.ts';
import { chromiumFlags } from '../../src/cli/chromium-flags.ts';
import { expect, Site, test } from './site.ts';

/** An instant of a run: whoever comes to this event again must find this fingerprint. */
interface Sample {
  readonly events: number;
  readonly hash: string;
}

/** A load runs flat out, messages get lost, and somebody's disk is slow. */
async function beBusy(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { quorumscope } = window;
    await quorumscope.ready;
    await quorumscope.pause();
    const { nodes } = await quorumscope.state();
    if (nodes.every(({ role }) => role !== 'leader')) await quorumscope.step('election');
    await quorumscope.startLoad('load', { clients: 3, perSecond: 200, keys: 20 });
    await quorumscope.disk(2, { fsyncMs: 30 });
    await quorumscope.play(0.5);
  });
}

/** Where the run is now, without stopping it. */
async function sample(page: Page): Promise<Sample> {
  return page.evaluate(async () => {
    const { quorumscope } = window;
    for (;;) {
      const asked = [quorumscope.state(), quorumscope.hash(), quorumscope.state()] as const;
      const [before, hash, after] = await Promise.all(asked);
      if (before.events === after.events) return { events: before.events, hash };
    }
  });
}

/** A second goes by, in which the run goes on. */
async function aSecondLater(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const end = performance.now() + 1000;
    while (performance.now() < end) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

/** It has that instant, and stands at it or after it. */
async function expectKept(page: Page, { events, hash }: Sample): Promise<void> {
  await page.evaluate(() => window.quorumscope.ready);
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  const found = await page.evaluate(async (event) => {
    const { quorumscope } = window;
    const now = await quorumscope.state();
    await quorumscope.goTo({ branch: 1, event: Math.min(event, now.events) });
    return { events: now.events, hash: await quorumscope.hash() };
  }, events);
  expect(found.events).toBeGreaterThanOrEqual(events);
  expect(found.hash).toBe(hash);
}

test('a reload in the middle of a busy run loses nothing that was a second old', async ({ site, page }) => {
  await site.open();
  await beBusy(page);
  await page.getByRole('tab', { name: 'Clients' }).click();
  await page.evaluate(() => window.quorumscope.setMemoryBudget(64e6));
  const before = await sample(page);
  await aSecondLater(page);
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Clients' })).toHaveAttribute('aria-selected', 'true');
  await expectKept(page, before);
  expect(await page.evaluate(() => window.quorumscope.memory())).toMatchObject({ budgetBytes: 64e6 });
  // The browser's back and forward go through what was looked at.
  const looked = (): Promise<unknown> => page.evaluate(() => JSON.stringify(history.state));
  for (const event of [20, 60]) {
    await page.evaluate((to) => window.quorumscope.goTo({ branch: 1, event: to }), event);
    await expect.poll(looked).toContain(`"event":${event},`);
  }
  const events = async (): Promise<number> => (await site.state()).events;
  await page.evaluate(() => history.back());
  await expect.poll(events).toBe(20);
  await page.evaluate(() => history.forward());
  await expect.poll(events).toBe(60);
  // Back from another lab is to this one, as it was.
  const own = await looked();
  await page.evaluate(async () => {
    location.hash = new URL(await window.quorumscope.share()).hash;
  });
  await expect.poll(looked).toContain('"event":60,');
  expect(await looked()).not.toBe(own);
  const branches = async (): Promise<number> =>
    page.evaluate(async () => (await window.quorumscope.branches()).length);
  await page.evaluate(() => window.quorumscope.kill(1));
  await expect.poll(looked).toContain('"branch":2,');
  await page.evaluate(() => history.go(-2));
  await expect.poll(branches).toBe(1);
  expect(await looked()).toBe(own);
  await page.evaluate(() => history.forward());
  await expect.poll(branches).toBe(2);
  await page.evaluate(() => history.back());
  await expect.poll(branches).toBe(1);
  // It goes on from its newest instant.
  await page.evaluate(() => window.quorumscope.live());
  await page.evaluate(() => window.quorumscope.runFor(1000));
  expect((await site.state()).events).toBeGreaterThan(before.events);
});

test('where the browser has no files for pages, labs are kept in its database: a reload loses nothing there either', async ({
  site,
  page,
}) => {
  // The lab's worker finds no such files: its script is told so before its own first line.
  let scripts = 0;
  await page.route(/lab-worker-[\w-]+\.js$/, async (route) => {
    scripts++;
    const response = await route.fetch();
    const without = "Object.defineProperty(StorageManager.prototype, 'getDirectory', { value: undefined });";
    await route.fulfill({ response, body: `${without}\n${await response.text()}` });
  });
  await site.open('?nodes=3');
  await beBusy(page);
  const before = await sample(page);
  await aSecondLater(page);
  await page.reload();
  await expectKept(page, before);
  expect(scripts).toBe(2);
  // Nothing of it is in files.
  const files = await page.evaluate(async () => {
    const names: string[] = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
    return names;
  });
  expect(files).toEqual([]);
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(1);
  // Deleted, it is out of the list, and the way back brings it to the same instant.
  const { hash } = await sample(page);
  await page.locator('summary', { hasText: 'Lab' }).click();
  await page.getByRole('button', { name: 'My labs …' }).click();
  const labs = page.getByRole('dialog', { name: 'My labs' });
  await labs.getByRole('button', { name: /^Delete / }).click();
  await labs.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => page.evaluate(() => window.quorumscope.hash())).toBe(hash);
});

test('two tabs do not fight: each has its lab, and goes on having it', async ({ site, page, context }) => {
  await site.open('?nodes=3');
  await beBusy(page);
  const first = await sample(page);
  const other = await context.newPage();
  const otherSite = new Site(other);
  await otherSite.open();
  await beBusy(other);
  const second = await sample(other);
  expect((await otherSite.state()).nodes).toHaveLength(5);
  await Promise.all([aSecondLater(page), aSecondLater(other)]);
  await Promise.all([page.reload(), other.reload()]);
  await expectKept(page, first);
  await expectKept(other, second);
  expect((await site.state()).nodes).toHaveLength(3);
  expect(otherSite.complaints).toEqual([]);
  await other.close();
});

test('a disk that fills up is said once, the run goes on, and what was kept is kept', async ({
  site,
  page,
  context,
}) => {
  await site.open();
  await beBusy(page);
  const before = await sample(page);
  await aSecondLater(page);
  const session = await context.newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  const notice = page.getByRole('alert');
  await expect(notice).toContainText('storage is full');
  await notice.getByRole('button', { name: 'Close' }).click();
  const full = await sample(page);
  await aSecondLater(page);
  expect((await sample(page)).events).toBeGreaterThan(full.events);
  await expect(notice).toBeEmpty();
  await page.reload();
  await expectKept(page, before);
});

/** A browser of its own, that can be killed: the whole of it, as the machine's memory or its power would. */
class MortalBrowser {
  readonly #process: ChildProcess;
  readonly #browser: Browser;

  private constructor(process: ChildProcess, browser: Browser) {
    this.#process = process;
    this.#browser = browser;
  }

  static async start(profile: string): Promise<MortalBrowser> {
    const executable = present(process.env['QUORUMSCOPE_BROWSER'], 'a browser was found');
    const flags = [
      ...chromiumFlags,
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
    ];
    const child = spawn(executable, [...flags, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const address = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stderr.on('data', (data: Buffer) => {
        said += data.toString();
        const found = /DevTools listening on (\S+)/.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.once('exit', () => reject(new Error(`the browser has ended: ${said}`)));
    });
    return new MortalBrowser(child, await chromium.connectOverCDP(address));
  }

  async page(): Promise<Page> {
    const [context] = this.#browser.contexts();
    return present(context, 'a browser has a context').newPage();
  }

  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGKILL');
    await gone;
    await this.#browser.close();
  }
}

test('a browser that is killed loses nothing that was a second old', async ({ baseURL }) => {
  const profile = mkdtempSync(join(tmpdir(), 'quorumscope-profile-'));
  try {
    const mortal = await MortalBrowser.start(profile);
    const page = await mortal.page();
    await page.goto(present(baseURL, 'the site is served'));
    await beBusy(page);
    const before = await sample(page);
    await aSecondLater(page);
    await mortal.kill();

    const next = await MortalBrowser.start(profile);
    const again = await next.page();
    await again.goto(present(baseURL, 'the site is served'));
    await expectKept(again, before);
    await next.kill();
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});
