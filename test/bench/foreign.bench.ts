import { chromium, type Page } from '@playwright/test';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { findBrowser } from '../../src/cli/browser.ts';
import { ensureSite, siteFolder } from '../../src/cli/built-site.ts';
import { chromiumFlags } from '../../src/cli/chromium-flags.ts';
import { serveStatic } from '../../src/cli/static-server.ts';
import { measure, traced } from './main-thread.ts';
import { median } from './median.ts';
import { printLine } from './print-line.ts';

// A ShiViz log of 100,000 events of five hosts: from the choice of the file to the first picture of it (the median of five), and
// frames a second while somebody moves along it with the wheel and by the hand, far out and near. `cpu` is the processor time of
// the page's thread a frame, which says what remains where the machine has other work.

const EVENTS = 100_000;
const HOSTS = 5;
const OPENS = 5;
const STEP_MS = 16;

await ensureSite((text) => console.error(text));
const server = await serveStatic(siteFolder, 0);
const browser = await chromium.launch({
  executablePath: await findBrowser((text) => console.error(text)),
  args: [...chromiumFlags],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${server.url}/`);
  await page.evaluate(() => window.quorumscope.ready);
  await page.evaluate(() => window.quorumscope.pause());
  await page.locator('.lab-button').click();
  await page.getByRole('button', { name: 'Open a history …' }).click();
  const buffer = Buffer.from(shivizLog());
  const opens: number[] = [];
  for (let i = 0; i < OPENS; i++) opens.push(await open(page, `run-${i}.log`, buffer));
  printLine('foreign/open', median(opens), 'ms', { opens, events: EVENTS, bytes: buffer.length });
  const trace = await traced(page, () => move(page));
  const { fps, frames, p95, cpu, interval } = measure(trace);
  printLine('foreign/pan', fps, '1/s', { p95, cpu, interval, frames, events: EVENTS });
} finally {
  await browser.close();
  await server.close();
}

/** In ms, from the field's news to the picture. */
async function open(page: Page, name: string, buffer: Buffer): Promise<number> {
  await page.evaluate(() => performance.clearMarks());
  await page.locator('[data-foreign=files]').setInputFiles({ name, mimeType: 'text/plain', buffer });
  await page.waitForFunction(() => performance.getEntriesByName('foreign:drawn').length > 0);
  return page.evaluate(() => performance.measure('open', 'foreign:open', 'foreign:drawn').duration);
}

/** Along the whole log, then nearer and nearer. */
async function move(page: Page): Promise<void> {
  const box = await page.locator('.foreign-axis').boundingBox();
  if (box === null) throw new Error('foreign: there is no axis on the page');
  const [x, y] = [box.x + box.width * 0.6, box.y + box.height * 0.5];
  await page.mouse.move(x, y);
  for (const zooms of [12, 12, 12]) {
    await page.keyboard.down('Control');
    for (let i = 0; i < zooms; i++) await wheel(page, -60);
    await page.keyboard.up('Control');
    for (let i = 0; i < 40; i++) await wheel(page, 60);
    await page.mouse.down();
    for (let i = 1; i <= 40; i++) {
      await page.mouse.move(x - i * 12, y);
      await page.waitForTimeout(STEP_MS);
    }
    await page.mouse.up();
    await page.mouse.move(x, y);
  }
}

async function wheel(page: Page, deltaY: number): Promise<void> {
  await page.mouse.wheel(0, deltaY);
  await page.waitForTimeout(STEP_MS);
}

/** Hosts that tick, send and receive, each event with its vector clock. */
function shivizLog(): string {
  const dice = makeDice(1, 'shiviz');
  const clocks = Array.from({ length: HOSTS }, () => Array.from({ length: HOSTS }, () => 0));
  const underWay: { readonly to: number; readonly from: number; readonly clock: readonly number[] }[] = [];
  const lines: string[] = [];
  for (let event = 0; event < EVENTS; event++) {
    const host = drawInt(dice, 0, HOSTS - 1);
    const clock = clocks[host] ?? [];
    const mine = underWay.findIndex(({ to }) => to === host);
    const [got] = mine === -1 || drawInt(dice, 0, 9) > 5 ? [] : underWay.splice(mine, 1);
    for (const [i, count] of got?.clock.entries() ?? []) clock[i] = Math.max(count, clock[i] ?? 0);
    clock[host] = (clock[host] ?? 0) + 1;
    const to = drawInt(dice, 0, HOSTS - 1);
    if (got !== undefined) lines.push(`received MsgAppResp of n${got.from + 1} at term 2, index ${event}`);
    else if (to === host || underWay.length > 50) lines.push(`tick ${event}`);
    else {
      underWay.push({ to, from: host, clock: [...clock] });
      lines.push(`sends MsgApp to n${to + 1} at term 2, commit ${event}`);
    }
    const entries = clock.flatMap((count, i) => (count === 0 ? [] : [`"n${i + 1}":${count}`]));
    lines.push(`n${host + 1} {${entries.join(', ')}}`);
  }
  return `${lines.join('\n')}\n`;
}
