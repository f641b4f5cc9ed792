import { expect, test } from './site.ts';

test('a lab that takes long to come back can be left for another one, and is listed still', async ({
  site,
  page,
}) => {
  await site.open();
  await page.evaluate(async () => {
    const { quorumscope } = window;
    await quorumscope.pause();
    await quorumscope.step('election');
    await quorumscope.startLoad('load', { clients: 5, perSecond: 100, keys: 30 });
    while ((await quorumscope.state()).events < 300_000) await quorumscope.runFor(20_000);
  });
  const kept = (): Promise<boolean> =>
    page.evaluate(() => sessionStorage.getItem('quorumscope.lab') !== null);
  await expect.poll(kept).toBe(true);
  // However fast the machine is, the button is pressed as soon as it is there: a hand that comes later may find the lab open.
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      const buttons = [...document.querySelectorAll('button')];
      const button = buttons.find(({ textContent }) => textContent === 'Stop (Esc)');
      if (button === undefined) return;
      observer.disconnect();
      button.click();
    });
    observer.observe(document, { childList: true, subtree: true, characterData: true });
  });
  await page.reload();
  await page.evaluate(() => window.quorumscope.ready);
  expect((await site.state()).events).toBeLessThan(10_000);
  await page.locator('summary', { hasText: 'Lab' }).click();
  await page.getByRole('button', { name: 'My labs' }).click();
  // The last half second before the reload, which is many events flat out, need not be in it.
  await expect(page.getByRole('dialog', { name: 'My labs' })).toContainText(/Events\s*[23]\d\d,\d\d\d/);
});
