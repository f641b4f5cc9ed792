import { chromium, type Page } from '@playwright/test';
import { findBrowser } from '../../src/cli/browser.ts';
import { ensureSite, siteFolder } from '../../src/cli/built-site.ts';
import { chromiumFlags } from '../../src/cli/chromium-flags.ts';
import { serveStatic } from '../../src/cli/static-server.ts';
import { recordRun } from './long-record.ts';
import { measure, traced } from './main-thread.ts';
import { printLine } from './print-line.ts';

// Main-thread time per animation frame while somebody zooms and pans through a run of 100,000 events
// (long-record.ts). With the wheel from one message to the whole run and back,
// along it with the wheel, and dragged by the hand; then the same with filters on. The value is by the clock on the wall, as of
// `frame`; `cpu` is the processor time of the thread, `interval` from one frame to the next: under 16.7 ms at 60 frames a
// second, where nothing else takes the machine.

const EVENTS = 100_000;
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
  const events = await recordRun(page, EVENTS);
  await page.waitForTimeout(1000);
  const box = await page.locator('.time-box').boundingBox();
  if (box === null) throw new Error('diagram: there is none on the page');
  for (const name of ['diagram/p95', 'diagram/filtered/p95']) {
    if (name !== 'diagram/p95') await filter(page);
    const trace = await traced(page, () => explore(page, box));
    const { p95, median, cpu, interval, fps, frames } = measure(trace);
    printLine(name, p95, 'ms', { median, cpu, interval, fps, frames, events });
  }
} finally {
  await browser.close();
  await server.close();
}

/** Three lanes of five, and the causal cone of the event at the playhead. */
async function filter(page: Page): Promise<void> {
  await page.locator('.time-panel summary').click();
  for (const node of ['n1', 'n2', 'n3'])
    await page.getByRole('checkbox', { name: node, exact: true }).check();
  await page.keyboard.press('Escape');
  await page.locator('.time-box').focus();
  await page.keyboard.press('r');
  await page.locator('p.time-cone').waitFor();
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Out to the whole run and in again with the wheel, along it, and back by the hand. */
async function explore(page: Page, box: Box): Promise<void> {
  const [left, middle, right] = [0.15, 0.5, 0.85].map((part) => box.x + part * box.width);
  const y = box.y + 0.6 * box.height;
  await page.mouse.move(middle ?? 0, y);
  await wheel(page, 60, { deltaY: 40, zoom: true });
  await wheel(page, 40, { deltaY: -40, zoom: false });
  await wheel(page, 60, { deltaY: -40, zoom: true });
  await wheel(page, 40, { deltaY: -60, zoom: false });
  for (let i = 0; i < 4; i++) await drag(page, { from: left ?? 0, to: right ?? 0, y });
  await wheel(page, 30, { deltaY: 40, zoom: true });
  for (let i = 0; i < 4; i++) await drag(page, { from: right ?? 0, to: left ?? 0, y });
}

async function wheel(page: Page, times: number, how: { deltaY: number; zoom: boolean }): Promise<void> {
  if (how.zoom) await page.keyboard.down('Control');
  for (let i = 0; i < times; i++) {
    await page.mouse.wheel(0, how.deltaY);
    await page.waitForTimeout(STEP_MS);
  }
  if (how.zoom) await page.keyboard.up('Control');
}

async function drag(page: Page, { from, to, y }: { from: number; to: number; y: number }): Promise<void> {
  await page.mouse.move(from, y);
  await page.mouse.down();
  for (let i = 1; i <= 20; i++) {
    await page.mouse.move(from + ((to - from) * i) / 20, y);
    await page.waitForTimeout(STEP_MS);
  }
  await page.mouse.up();
}
