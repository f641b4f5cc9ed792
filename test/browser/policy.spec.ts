import { expect, test } from './site.ts';

declare global {
  interface Window {
    violations: string[];
  }
}

/** Dialogs that a key opens, by the name of each. */
const dialogs = { 'Shift+?': 'Keys', e: 'Export' } as const;

// (Every other test holds the policy as well: the browser says in the console what it has refused, and nothing may be said there.)
test('the page loads and runs nothing but its own files, and makes no script from text', async ({
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
  site.complaints.length = 0;
});
