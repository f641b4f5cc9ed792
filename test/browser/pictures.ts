import type { Page } from '@playwright/test';
import { expect, type Site } from './site.ts';

/**
 * What pictures of the page are held against: kept pictures beside this file (pictures/), by structure and colour. Fonts are the page's own,
 * and what the system draws by itself (choices, radio buttons, bars to scroll by) is not looked at; a few pixels of antialiasing may be
 * otherwise. A picture that is meant to be another is made with `npx tsx src/cli/test-browser.ts --update-snapshots pictures`.
 */
export async function looksAsKept(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(page).toHaveScreenshot(`${name}.png`, {
    animations: 'disabled',
    caret: 'hide',
    scale: 'css',
    mask: [page.locator('.controls select, [data-panes]:not([data-panes=lecture]) .client-form select')],
    maxDiffPixelRatio: 0.012,
    threshold: 0.25,
  });
}

/** An instant with something of everything: a leader, a killed node, a split, messages under way and doomed, an entry not committed. */
export async function telling(site: Site, nodes: number): Promise<void> {
  await site.openPaused({ nodes, seed: 42 });
  await site.page.evaluate(async (count) => {
    const { quorumscope } = window;
    await quorumscope.runFor(2500);
    for (let i = 1; i <= 4; i++) {
      void quorumscope.put(`k${i}`, `v${i}`).catch(() => undefined);
      await quorumscope.runFor(60);
    }
    await quorumscope.kill(count);
    await quorumscope.runFor(103);
    const leader = (await quorumscope.state()).nodes.find(({ role }) => role === 'leader')?.id ?? 1;
    const others = Array.from({ length: count }, (_, i) => i + 1).filter((id) => id !== leader);
    void quorumscope.put('x', '7').catch(() => undefined);
    await quorumscope.runFor(3);
    await quorumscope.partition([[leader, others[0] ?? 1], others.slice(1)]);
    await quorumscope.runFor(2);
  }, nodes);
}

/** A layout, chosen as the menu does it. */
export async function chooseLayout(page: Page, name: string): Promise<void> {
  await page.getByTitle('Share, save, open, export').click();
  await page.getByRole('radio', { name, exact: true }).click();
  await expect(page.locator('.lab-menu')).toHaveCount(0);
}
