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

/** Where pictures of every screen go, for whoever wants to look at them. */
const folder = process.env['SCREENS'];

/** What opens over the page, by its place in the lab's menu (src/ui/file/menu-items.ts). */
const menu = {
  palette: 0,
  share: 1,
  embed: 2,
  foreign: 5,
  labs: 6,
  gallery: 7,
  faults: 8,
  rules: 9,
  tour: 10,
  export: 11,
  author: 13,
  search: 14,
  clientsView: 15,
  compare: 16,
  draw: 17,
  files: 18,
  settings: 19,
};

async function openMenu(page: Page, item: number): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.locator('.lab-button').first().click();
  await page.locator('.lab-menu button').nth(item).click();
}

/** A dialog, or the page itself, is no wider than the window, and so is every button of a dialog. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const said: string[] = [];
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth + 1) said.push(`the page is ${scrollWidth} wide in ${innerWidth}`);
    for (const box of document.querySelectorAll('dialog[open]'))
      if (box.scrollWidth > box.clientWidth + 1) said.push(`${box.className} scrolls sideways`);
    for (const button of document.querySelectorAll('dialog[open] button')) {
      const { width, right } = button.getBoundingClientRect();
      if (width > 0 && right > innerWidth + 1) said.push(`${button.textContent} ends at ${right}`);
    }
    return said;
  });
}

for (const colorScheme of ['light', 'dark'] as const)
  for (const locale of ['en', 'zh-CN']) {
    const name = `${colorScheme}-${locale}`;
    test.describe(`${colorScheme}, ${locale}`, () => {
      test.use({ colorScheme, locale });

      test('whatever opens from the menu, and a lesson’s screens, fit at every size, and axe finds nothing', async ({
        site,
        page,
      }) => {
        const look = async (screen: string): Promise<void> => {
          for (const [width, height] of sizes) {
            await page.setViewportSize({ width, height });
            await page.evaluate(
              () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
            );
            const where = `${screen} at ${width}×${height}`;
            expect.soft(await tooWide(page), where).toEqual([]);
            if (width === 390 || width === 1440) expect.soft(await serious(site), where).toEqual([]);
            if (folder !== undefined)
              await page.screenshot({ path: `${folder}/${screen}-${width}-${name}.png` });
          }
        };
        await site.open();
        await page.evaluate(() => window.quorumscope.pause());
        for (const [screen, item] of Object.entries(menu)) {
          await openMenu(page, item);
          await look(screen);
          await page.keyboard.press('Escape');
          await expect(page.locator('dialog[open]')).toHaveCount(0);
        }
        for (const [lesson, step] of [
          ['P1', 'beside'],
          ['C4', 'h2'],
          ['E1', 'won'],
        ] as const) {
          await page.evaluate(([id, at]) => window.quorumscope.openLesson(id, { step: at }), [
            lesson,
            step,
          ] as const);
          await expect(page.locator('.lesson-nav')).toBeVisible();
          await look(`lesson-${lesson}`);
        }
        expect(site.complaints).toEqual([]);
      });
    });
  }
