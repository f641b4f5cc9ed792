import { chromium, type Page } from '@playwright/test';
import { findBrowser } from '../../src/cli/browser.ts';
import { ensureSite, siteFolder } from '../../src/cli/built-site.ts';
import { chromiumFlags } from '../../src/cli/chromium-flags.ts';
import { serveStatic } from '../../src/cli/static-server.ts';
import { recordRun } from './long-record.ts';
import { measure, traced } from './main-thread.ts';
import { printLine } from './print-line.ts';

// Main-thread time per animation frame while somebody scrolls through the list of all 100,000 events of a run (long-record.ts): with
// the wheel, slowly and fast, by whole pages with the keys, and by the scroll bar from one end to the other. The value is by the
// clock on the wall, as of `frame`; `cpu` and `interval` as of `diagram`.

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
  await page.getByRole('tab', { name: 'Events', exact: true }).click();
  const list = page.locator('.events-list');
  await list.locator('.event-row .event-words').first().waitFor();
  await page.waitForTimeout(1000);
  const trace = await traced(page, () => scroll(page));
  const { p95, median, cpu, interval, fps, frames } = measure(trace);
  printLine('events/scroll/p95', p95, 'ms', { median, cpu, interval, fps, frames, events });
} finally {
  await browser.close();
  await server.close();
}

async function scroll(page: Page): Promise<void> {
  const list = page.locator('.events-list');
  await list.hover();
  for (const deltaY of [-60, -700, 60, 400, -5000]) {
    for (let i = 0; i < 60; i++) {
      await page.mouse.wheel(0, deltaY);
      await page.waitForTimeout(STEP_MS);
    }
  }
  await list.focus();
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('PageUp');
    await page.waitForTimeout(STEP_MS);
  }
  // As the bar is dragged: everywhere there are rows that have not been asked for.
  for (let i = 0; i <= 60; i++) {
    await list.evaluate((box, part) => (box.scrollTop = part * box.scrollHeight), i / 60);
    await page.waitForTimeout(STEP_MS);
  }
}
