import type { Page } from '@playwright/test';
import { serious } from './serious.ts';
import { expect, test } from './site.ts';

const sizes = [
  [360, 740],
  [390, 844],
  [1440, 900],
  [1920, 1080],
  [3840, 2160],
] as const;

/** What is wider than its room, and buttons that a finger can hardly hit. */
function troubles(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const said: string[] = [];
    for (const box of document.querySelectorAll('dialog[open], .course-page, .lecture-page, .lecture-foot'))
      if (box.scrollWidth > box.clientWidth + 1)
        said.push(`${box.className} scrolls sideways: ${box.scrollWidth} in ${box.clientWidth}`);
    for (const button of document.querySelectorAll('dialog[open] button, dialog[open] select')) {
      const { width, height, right } = button.getBoundingClientRect();
      if (width === 0) continue;
      if (!button.classList.contains('term-link') && (width < 24 || height < 24))
        said.push(`${button.textContent} is ${width}×${height}`);
      if (right > innerWidth + 1 && button.closest('.course-nav, .table-scroll') === null)
        said.push(`${button.textContent} ends at ${right}`);
    }
    return said;
  });
}

for (const colorScheme of ['light', 'dark'] as const)
  for (const locale of ['en', 'zh-CN'])
    test.describe(`${colorScheme}, ${locale}`, () => {
      test.use({ colorScheme, locale });

      test('every page of the course is whole at every size, and axe finds nothing', async ({
        site,
        page,
      }) => {
        await site.open('?course');
        await page.evaluate(() => window.quorumscope.pause());
        const tabs = page.locator('.course-tab');
        await expect(tabs).toHaveCount(6);
        for (let i = 0; i < 6; i++) {
          for (const [width, height] of sizes) {
            await page.setViewportSize({ width, height });
            await tabs.nth(i).click();
            await expect(tabs.nth(i)).toHaveAttribute('aria-current', 'page');
            expect.soft(await troubles(page), `page ${i} at ${width}×${height}`).toEqual([]);
            if (width === 360 || width === 1920)
              expect.soft(await serious(site), `page ${i} at ${width}×${height}`).toEqual([]);
          }
        }
        expect(site.complaints).toEqual([]);
      });

      test('lecture mode is whole at every size in each phase, and axe finds nothing', async ({
        site,
        page,
      }) => {
        await site.open('?lecture=R5.count');
        const phases = page.locator('.lecture-phase');
        await expect(phases).toHaveCount(5);
        for (const i of [0, 1, 4]) {
          await phases.nth(i).click();
          for (const [width, height] of sizes) {
            await page.setViewportSize({ width, height });
            expect.soft(await troubles(page), `phase ${i} at ${width}×${height}`).toEqual([]);
            if (width === 360 || width === 1920)
              expect.soft(await serious(site), `phase ${i} at ${width}×${height}`).toEqual([]);
          }
        }
        expect(site.complaints).toEqual([]);
      });
    });
