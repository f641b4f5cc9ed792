import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { present } from '../../src/base/assert.ts';
import { serious } from './serious.ts';
import { expect, test } from './site.ts';

test('the palette does what is typed, in either language, and knows what was chosen lately', async ({
  site,
  page,
}) => {
  await site.openWithLeader();
  const list = page.getByRole('listbox');
  const [first, second] = [list.getByRole('option').first(), list.getByRole('option').nth(1)];
  await page.keyboard.press('Control+k');
  await expect(first).toBeVisible();
  expect(await serious(site)).toEqual([]);
  await page.keyboard.type('kill n2');
  await expect(first).toHaveText(/^Kill n2/);
  await expect(second).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(list).toHaveCount(0);
  await expect.poll(async () => (await site.state()).nodes[1]?.status).toBe('killed');

  // What would do nothing now is not there: it is killed already, and can be restarted.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('n2');
  await expect(list.getByText(/^Restart n2$/)).toBeVisible();
  await expect(list.getByText(/^Kill n2$/)).toHaveCount(0);
  await page.keyboard.press('Control+a');
  // 恢复网络 is the other language's name of h.
  await page.keyboard.insertText('恢复网络');
  await expect(first).toHaveText(/^Heal the network/);
  await page.keyboard.press('Enter');
  await expect(list).toHaveCount(0);
  // From within a field, too; what was chosen lately stands first.
  await page.keyboard.press('/');
  await page.keyboard.press('Control+k');
  await expect(first).toHaveText(/^Heal the network/);
  await page.keyboard.type('no such thing');
  await expect(page.getByText('Nothing is called “no such thing”')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(list).toHaveCount(0);

  // What may befall a node is a door away, with what etcd does on it: here a full disk, and the line it ends with.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('faults');
  await expect(first).toHaveText(/^Faults/);
  await page.keyboard.press('Enter');
  const faults = page.getByRole('dialog', { name: 'Faults' });
  await faults.getByText('n3', { exact: true }).click();
  await faults.getByRole('button', { name: 'Fill the disk' }).click();
  expect(await serious(site)).toEqual([]);
  const key = { type: 'put', key: [107], value: [118] };
  void page.evaluate((operation) => window.quorumscope.call(operation as never).catch(() => undefined), key);
  await page.evaluate(() => window.quorumscope.runFor(3000));
  await expect(faults.getByRole('status')).toContainText('no space left on device');
  await faults.getByText('Network', { exact: true }).click();
  await faults.getByRole('button', { name: 'Bridge' }).click();
  await expect(faults.getByRole('button', { name: 'Heal' })).toBeVisible();
  await faults.getByText('By dial', { exact: true }).click();
  await faults.getByRole('switch', { name: 'Random trouble' }).check();
  expect(await serious(site)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByText('Random trouble: 20 a minute')).toBeVisible();
  await page.getByRole('button', { name: 'Stop it' }).click();
  await expect(page.getByText('Random trouble: 20 a minute')).toHaveCount(0);
});

test('every schedule of the gallery has a picture of its own run, and opens by its address', async ({
  site,
  page,
}) => {
  await site.open('?gallery=figure-8');
  await expect(page.getByText('Figure 8: a majority is not enough')).toBeVisible();
  const leader = await site.leader();
  expect([leader?.id, leader?.commitIndex]).toEqual([1, 1]);
  await page.evaluate(() => window.quorumscope.live());
  const logs = (await site.state()).nodes.map(({ log }) => log.map(({ term }) => term).join());
  expect(logs.slice(1)).toEqual(['1,3,5', '1,3,5', '1,3,5', '1,3,5']);

  await page.getByRole('button', { name: 'More', exact: true }).click();
  const cards = page.locator('.gallery-card');
  const names = await page.evaluate(async () => (await window.quorumscope.gallery()).map(({ name }) => name));
  await expect(cards).toHaveCount(names.length);
  await expect(page.locator('.gallery-picture[data-drawn]')).toHaveCount(names.length);
  expect(await serious(site)).toEqual([]);
  await page.locator('[data-gallery=split-brain]').click();
  await expect.poll(() => new URL(page.url()).search).toBe('?gallery=split-brain');
  await expect
    .poll(async () => (await site.state()).nodes.filter(({ role }) => role === 'leader').length)
    .toBe(2);
  // One that is not there is named, and what was open stays.
  const refused = page.evaluate(() => window.quorumscope.openGallery('figure-9'));
  await expect(refused).rejects.toThrow(/nothing called "figure-9".*split-vote/);
  expect(new URL(page.url()).search).toBe('?gallery=split-brain');
});

test('every rule is listed with a run that breaks it, which opens by its address', async ({ site, page }) => {
  await site.open('?rule=voteTwice');
  const violated = async () => (await site.state()).violations.map(({ property }) => property);
  expect(await violated()).toContain('VoteOnce');
  // Its card goes on from there: the smallest run that breaks it, and the same with the rule kept.
  await page.locator('.verdict-bad').click();
  await page.getByRole('button', { name: 'The same with the rule kept' }).click();
  await expect(page.getByText('the same schedule breaks no promise')).toBeVisible();
  await page.getByRole('button', { name: 'Shrink to the smallest run' }).click();
  const small = page.getByRole('link', { name: 'Open the small run' });
  await expect(page.getByRole('link', { name: 'Open it beside this one' })).toHaveAttribute('href', /#lab=/);
  const smallRun = present(await small.getAttribute('href'), 'a link has an address');
  await page.getByRole('button', { name: 'All rules' }).click();
  await page.getByLabel('Find a rule').fill('half of the');
  await expect(page.locator('[data-rule]')).toHaveCount(2);
  await page.locator('[data-rule=commitByHalf] input').check();
  await expect(page.getByText('2 switches on')).toBeVisible();
  expect(await serious(site)).toEqual([]);
  await page.locator('[data-rule=electedByHalf] a').click();
  await expect.poll(() => new URL(page.url()).search).toBe('?rule=electedByHalf');
  await expect.poll(violated).toContain('QuorumElected');

  // A rule that the small world knows can be searched for: in a new run with nothing but that rule broken.
  await page.getByRole('button', { name: 'All rules' }).click();
  await page.locator('[data-rule=electedByHalf]').getByRole('button').click();
  const search = page.getByRole('dialog', { name: 'Search for a schedule' });
  await expect(search).toContainText('Switched off: electedByHalf');
  await expect(search.getByRole('status')).toContainText('is broken in 2 steps');

  // The small run opens by its link, and breaks what the large one broke.
  await page.goto(new URL(smallRun, page.url()).href);
  await page.reload();
  await page.evaluate(() => window.quorumscope.ready);
  await expect.poll(violated).toContain('VoteOnce');
});

/** Somebody's page, on an origin of its own. */
async function hostPage(frame: string): Promise<Server> {
  const html = `<!doctype html><html lang="en"><title>A course</title><h1>A course</h1>
    <iframe src="${frame}" title="A cluster" style="width:360px;height:480px;border:0"></iframe>
    <script>
      window.heard = [];
      addEventListener('message', ({ data }) => window.heard.push(data));
      window.ask = (id, call, ...args) => {
        document.querySelector('iframe').contentWindow.postMessage({ quorumscope: 1, id, call, args }, '*');
      };
    </script></html>`;
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html),
  );
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

interface Course {
  readonly heard: { readonly id?: unknown; readonly event?: string }[];
  ask(id: unknown, call: string, ...args: unknown[]): void;
}

/** What the host page was answered. */
async function askFrame(page: Page, call: string, ...args: unknown[]): Promise<unknown> {
  return page.evaluate(
    async ({ name, given }) => {
      const course = window as unknown as Course;
      const id = `${name} ${course.heard.length} ${Math.random()}`;
      course.ask(id, name, ...given);
      for (;;) {
        const answer = course.heard.find((each) => each.id === id);
        if (answer !== undefined) return { ...answer, id: undefined };
        await new Promise((resolve) => {
          requestAnimationFrame(resolve);
        });
      }
    },
    { name: call, given: args },
  );
}

test('in a page of another origin a frame shows what was asked for, and does what that page asks', async ({
  site,
  page,
  baseURL,
}) => {
  const home = present(baseURL, 'the site has an address');
  const frameAddress = `${home}?embed=stage,logs,store&amp;theme=dark&amp;lang=zh-CN&amp;nodes=3`;
  const server = await hostPage(frameAddress);
  try {
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/`);
    await expect
      .poll(() => page.evaluate(() => (window as unknown as Course).heard.map(({ event }) => event)))
      .toContain('ready');
    const frame = present(
      page.frames().find((each) => each.url().startsWith(home)),
      'the frame is there',
    );
    expect(frame.url()).toContain('embed=stage,logs,store');
    const inside = page.frameLocator('iframe');
    await expect(inside.locator('.stage')).toBeVisible();
    await expect(inside.locator('.logs')).toBeVisible();
    await expect(inside.getByRole('tab', { name: '存储' })).toBeVisible();
    await expect(inside.locator('.top-bar')).toHaveCount(0);
    await expect(inside.getByRole('link', { name: '在 Quorumscope 中打开' })).toBeVisible();
    // Nothing is wider than the frame.
    expect(await frame.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await frame.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    expect(await serious(site, frame)).toEqual([]);

    expect(await askFrame(page, 'reset', { nodes: 3 })).toMatchObject({ ok: true });
    expect(await askFrame(page, 'runUntil', 'election')).toMatchObject({ ok: true, result: true });
    expect(await askFrame(page, 'kill', 9)).toMatchObject({ ok: false, error: expect.stringMatching(/9/) });
    expect(await askFrame(page, 'setMemoryBudget', 1)).toMatchObject({ ok: false });
    expect(await askFrame(page, 'openGallery', 'two-leaders-one-term')).toMatchObject({ ok: true });
    await expect
      .poll(() => page.evaluate(() => (window as unknown as Course).heard.map(({ event }) => event)))
      .toContain('violation');
    // The same site, so the browser would keep things for it; yet nothing is kept: no lab, no choice of the viewer's, no entry of the history, and the address stays.
    const kept = await frame.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const names: string[] = [];
      for await (const name of (root as unknown as { keys(): AsyncIterable<string> }).keys())
        names.push(name);
      return { names, stored: Object.keys(localStorage), session: Object.keys(sessionStorage) };
    });
    expect(kept).toEqual({ names: [], stored: [], session: [] });
    expect(frame.url()).toContain('nodes=3');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
