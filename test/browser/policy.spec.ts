import { expect, test } from './site.ts';

declare global {
  interface Window {
    violations: string[];
  }
}

/** Dialogs that a key opens, by the name of each. */
const dialogs = { 'Shift+?': 'Keys', e: 'Export' } as const;

// (Every other test holds the policy as well: the browser says in the console what it has refused, and nothing may be said there.)
test('the page loads and runs nothing but its own files, makes no script from text, and opens no connection where etcd’s files are read', async ({
  site,
  page,
}) => {
  await page.addInitScript(() => {
    window.violations = [];
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      window.violations.push(`${effectiveDirective} ${blockedURI}`),
    );
  });
  await site.openWithLeader();
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  for (const tab of await page.getByRole('tab').all()) await tab.click();
  for (const key of Object.keys(dialogs)) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: /5 nodes/ }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await page.evaluate(() => window.violations)).toEqual([]);

  // In a task of its own: what a test evaluates is exempt.
  const tried = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        setTimeout(() => {
          const script = document.createElement('script');
          script.textContent = 'window.violations.push("an inline script ran")';
          document.head.append(script);
          document.body.setAttribute('style', 'opacity: 0.5');
          const evaluate = Reflect.get(window, 'eval') as (text: string) => unknown;
          try {
            resolve(`it ran and gave ${String(evaluate('1 + 1'))}`);
          } catch (error) {
            resolve(error instanceof Error ? error.name : String(error));
          }
        });
      }),
  );
  expect(tried).toBe('EvalError');
  await expect
    .poll(() => page.evaluate(() => window.violations))
    .toEqual(['script-src-elem inline', 'style-src-attr inline', 'script-src eval']);

  // Where etcd's files are read it may not even speak with its own site any more, and reads them all the same.
  expect(await page.evaluate(() => fetch('./?before').then(({ ok }) => ok))).toBe(true);
  await page.locator('.lab-button').click();
  await page.getByRole('button', { name: 'etcd files …' }).click();
  await page.locator('[data-example=outage]').click();
  const verdicts = page.locator('.files-card');
  await expect(verdicts).toHaveCount(3);
  await expect(verdicts.nth(1)).toHaveAttribute('data-verdict', 'repairable');
  await page.getByRole('button', { name: 'Check it' }).click();
  const checked = page.locator('[data-files=sealed]');
  await expect(checked).toContainText('the browser refused it');
  await expect(checked).toContainText('nothing to open a connection with');
  site.complaints.length = 0;
});
