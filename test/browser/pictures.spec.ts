import { chooseLayout, looksAsKept, telling } from './pictures.ts';
import { test } from './site.ts';

test('the main screens look as they are kept: explore in both themes, debug, a phone', async ({
  site,
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await telling(site, 5);
  // A stretch of time that goes with the pace takes its length frame by frame.
  await page.getByRole('button', { name: 'Whole run' }).click();
  await looksAsKept(page, 'explore-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await looksAsKept(page, 'explore-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await chooseLayout(page, 'Debug');
  await looksAsKept(page, 'debug-light');
  await page.setViewportSize({ width: 390, height: 844 });
  await looksAsKept(page, 'phone-light');
});
