import { present } from '../../src/base/assert.ts';
import { catalogue, loadLesson } from '../../src/lessons/course/catalogue.ts';
import { expectLooks, goToStep } from './looks.ts';
import { expect, test } from './site.ts';

// Every step of every lesson shows what it points at: a box that is not empty, within the window, with nothing over it.
for (const language of ['en', 'zh-CN'] as const) {
  test.describe(language, () => {
    test.use({ locale: language, reducedMotion: 'reduce' });
    for (const { id } of catalogue)
      test(`${id}: what its steps point at is on screen`, async ({ site, page }) => {
        const lesson = present(await loadLesson(id), `lesson ${id}`);
        await site.open(`?lesson=${id}`);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        for (const step of lesson.steps) {
          await goToStep(page, lesson, step);
          await expectLooks(page, lesson, step);
        }
      });
  });
}
