import { present } from '../../src/base/assert.ts';
import { catalogue, loadLesson } from '../../src/lessons/course/catalogue.ts';
import { CHAPTERS } from '../../src/lessons/course/lesson.ts';
import { expectLooks, goToStep } from './looks.ts';
import { expect, test } from './site.ts';

test.use({ locale: 'en', reducedMotion: 'reduce' });

// Every step of every lesson shows what it points at, in both languages: a box that is not empty, within the window, with nothing over it.
for (const chapter of CHAPTERS)
  test(`what the steps of the lessons of chapter ${chapter} point at is on screen`, async ({
    site,
    page,
  }) => {
    test.setTimeout(300_000);
    await site.open();
    for (const { id } of catalogue.filter((each) => each.chapter === chapter)) {
      const lesson = present(await loadLesson(id), `lesson ${id}`);
      await page.evaluate((name) => window.quorumscope.openLesson(name), id);
      for (const step of lesson.steps) {
        await goToStep(page, lesson, step);
        await expectLooks(page, lesson, step);
        // What a step is there for besides its words.
        if (step.type === 'sideBySide') await expect(page.locator('.lesson .sides')).toBeVisible();
        const language = await page.locator('html').getAttribute('lang');
        await page.keyboard.press('l');
        await expect(page.locator('html')).not.toHaveAttribute('lang', language ?? '');
        await expectLooks(page, lesson, step);
      }
    }
  });
