import { FIRST_LOAD_LIMIT, firstLoad, gzipped } from '../bench/first-load.ts';
import { expect, test } from './site.ts';

declare global {
  interface Window {
    moved: string[];
  }
}

test('nothing moves once it is drawn, however large the window is, while the rest of the page comes', async ({
  browser,
}) => {
  const sizes = [
    [1440, 900],
    [390, 844],
    [3840, 2160],
  ] as const;
  for (const [width, height] of sizes) {
    const page = await browser.newPage({ viewport: { width, height } });
    await page.addInitScript(() => {
      window.moved = [];
      // What is said of the run changes with the run: the caption, and the lists of the panel that is open.
      const ofTheRun = '.caption-line, .side-panel .tab-scroll, .views .tab-scroll';
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const { sources } = entry as PerformanceEntry & {
            sources: readonly { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
          };
          for (const { node, previousRect: from, currentRect: to } of sources) {
            const element = node instanceof Element ? node : node?.parentElement;
            // What is gone again was an item of such a list.
            if (node === null || element?.closest(ofTheRun)) continue;
            const name = `${element?.tagName ?? '?'}.${element?.getAttribute('class') ?? ''}`;
            window.moved.push(`${name}: ${from.x},${from.y},${from.width} → ${to.x},${to.y},${to.width}`);
          }
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto('./');
    await page.evaluate(() => window.quorumscope.ready);
    // The first of them is looked at until somebody leads.
    if (width === 1440) await expect(page.locator('g[data-role="StateLeader"]')).toBeVisible();
    expect(await page.evaluate(() => window.moved), `${width}×${height}`).toEqual([]);
    await page.close();
  }
});

test('the first picture needs little code', () => {
  const files = firstLoad();
  expect(files.some((file) => /index-.*\.js$/.test(file))).toBe(true);
  expect(gzipped(files)).toBeGreaterThan(50_000);
  expect(gzipped(files)).toBeLessThan(FIRST_LOAD_LIMIT);
});
