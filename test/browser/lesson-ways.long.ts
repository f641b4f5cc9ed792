import { present } from '../../src/base/assert.ts';
import { loadLesson } from '../../src/lessons/course/catalogue.ts';
import { atScreen, expectLooks, goToStep } from './looks.ts';
import { serious } from './serious.ts';
import { expect, test } from './site.ts';

test('back and forward go through the screens of a lesson; free play from it is a branch, and the lesson is gone back to', async ({
  site,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await site.open('?lesson=E1&step=campaign');
  await atScreen(page, 'campaign');
  // Where somebody stops for a moment is an entry of the browser's history.
  const entry = () => page.evaluate(() => JSON.stringify(history.state));
  await expect.poll(entry).toContain('"screen":"campaign"');
  // With reduced motion the next screen is there at once: nothing plays.
  await page.locator('.lesson-next').click();
  await atScreen(page, 'won');
  await expect.poll(entry).toContain('"screen":"won"');
  expect(await page.evaluate(() => location.search)).toBe('?lesson=E1&step=won');
  await page.evaluate(() => history.back());
  await atScreen(page, 'campaign');
  await page.evaluate(() => history.forward());
  await atScreen(page, 'won');
  const { events } = await site.state();
  await page.evaluate(() => window.quorumscope.kill(1));
  await expect(page.locator('.lesson-standing')).toContainText('You are in free play');
  await page.getByRole('button', { name: 'Let time go', exact: true }).click();
  await expect.poll(async () => (await site.leader())?.id).toBeGreaterThan(1);
  await page.getByRole('button', { name: 'Back to the lesson' }).click();
  await atScreen(page, 'won');
  expect((await site.state()).events).toBe(events);
  expect(await page.evaluate(async () => (await window.quorumscope.branches()).length)).toBe(2);
});

test('every step of the first lesson shows what it points at, in both languages; axe finds nothing on its screens', async ({
  site,
  page,
}) => {
  const lesson = present(await loadLesson('E1'), 'lesson E1');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await site.open('?lesson=E1');
  const items = await page.evaluate(() => window.quorumscope.lessons());
  expect(items[0]).toEqual({ id: 'E1', chapter: 'E', core: true, minutes: 5, questions: 2, goal: true });
  await expect(page.evaluate(() => window.quorumscope.openLesson('Z9'))).rejects.toThrow(/no lesson/);
  for (const language of ['en', 'zh-CN']) {
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    for (const step of lesson.steps) {
      await goToStep(page, lesson, step);
      await expectLooks(page, lesson, step);
      const asks = step.type === 'predict' || step.type === 'observe';
      if (asks && language === 'en') {
        await page.locator('.lesson-choices input').first().check();
        if (step.type === 'observe') await page.locator('.lesson-question [type=submit]').click();
        expect(await serious(site)).toEqual([]);
      }
    }
    if (language === 'en') {
      await page.locator('.lesson-next').click();
      await page.getByRole('button', { name: 'Begin' }).click();
      await expect(page.locator('.lesson')).toHaveAttribute('data-standing', 'trying');
      expect(await serious(site)).toEqual([]);
      await page.getByRole('button', { name: 'Show a way' }).click();
      await expect(page.locator('.lesson')).toContainText('This is one way');
      await page.keyboard.press('l');
    }
  }
});
