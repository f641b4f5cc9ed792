import { chooseLayout, looksAsKept, telling } from './pictures.ts';
import { test } from './site.ts';

test('nine nodes look as they are kept, on a laptop, a small phone and a projector', async ({
  site,
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await telling(site, 9);
  await looksAsKept(page, 'nine-light');
  await page.setViewportSize({ width: 360, height: 740 });
  await looksAsKept(page, 'nine-phone');
  await page.setViewportSize({ width: 1920, height: 1080 });
  await chooseLayout(page, 'Lecture');
  await page.emulateMedia({ colorScheme: 'dark' });
  await looksAsKept(page, 'nine-lecture-dark');
  await chooseLayout(page, 'Lesson');
  await looksAsKept(page, 'nine-lesson-dark');
});
