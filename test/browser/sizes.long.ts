import type { Page } from '@playwright/test';
import { expect, test } from './site.ts';
import { windowSizes } from './window-sizes.ts';

/** How far what is open sticks out of the window, and whether it scrolls sideways. */
function sticksOut(page: Page, selector: string): Promise<string[]> {
  return page.evaluate((which) => {
    const said: string[] = [];
    const element = document.querySelector(which);
    if (!element) return [`${which} is not open`];
    const { left, top, right, bottom } = element.getBoundingClientRect();
    if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight)
      said.push(`${which} from ${left},${top} to ${right},${bottom} of ${innerWidth}×${innerHeight}`);
    if (element.scrollWidth > element.clientWidth + 1) said.push(`${which} scrolls sideways`);
    for (const { value, scrollWidth, clientWidth } of element.querySelectorAll<HTMLInputElement>('input'))
      if (scrollWidth > clientWidth) said.push(`${value} does not fit its field`);
    return said;
  }, selector);
}

test('what opens over the page is within the window and whole, on a laptop, at 200 %, and on phones', async ({
  site,
  page,
}) => {
  const leader = await site.openWithLeader();
  for (const [width, height] of windowSizes.filter(
    ([, high]) => high === 650 || high < 600 || high === 740,
  )) {
    await test.step(`${width}×${height}`, async () => {
      await page.setViewportSize({ width, height });
      await page.getByRole('tab', { name: 'Time', exact: true }).click();
      for (const summary of await page.locator('summary').all()) {
        await summary.click();
        await expect.poll(() => sticksOut(page, '.dropdown-panel')).toEqual([]);
        await page.keyboard.press('Escape');
      }
      await page.locator(`g[data-node="${leader}"]`).scrollIntoViewIfNeeded();
      const { x, y } = await site.centreOf(leader);
      await page.mouse.click(x, y);
      await expect.poll(() => sticksOut(page, '.menu')).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await expect.poll(() => sticksOut(page, 'dialog')).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /seed/ }).click();
      await expect.poll(() => sticksOut(page, 'dialog')).toEqual([]);
      await page.keyboard.press('Escape');
    });
  }
});
