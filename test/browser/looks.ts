import type { Page } from '@playwright/test';
import type { Lesson, LessonStep } from '../../src/lessons/course/lesson.ts';
import { lookName } from '../../src/ui/lesson/look-name.ts';
import { expect } from './site.ts';

/** The lab stands at the instant of this screen. */
export async function atScreen(page: Page, screen: string): Promise<void> {
  await expect(page.locator(`.lesson[data-screen="${screen}"][data-standing="here"]`)).toBeVisible();
}

/** Goes to a step by its number in the row. */
export async function goToStep(page: Page, lesson: Lesson, step: LessonStep): Promise<void> {
  await page.locator('.lesson-dots button').nth(lesson.steps.indexOf(step)).click();
  await atScreen(page, step.id);
}

/** What of a screen's looks is not on screen, or not as it must be: has a box, within the window, with nothing over it. */
export async function lostLooks(page: Page, step: LessonStep): Promise<string[]> {
  const names = (step.look ?? []).map(lookName);
  return page.evaluate(async (wanted) => {
    const settled = document
      .getAnimations()
      .filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    await Promise.all(settled.map(({ finished }) => finished.catch(() => undefined)));
    return wanted.flatMap((name) => {
      const ring = document.querySelector<HTMLElement>(`[data-look="${name}"]`);
      if (ring === null) return [`${name}: no box`];
      const { left, top, right, bottom, width, height } = ring.getBoundingClientRect();
      if (width < 8 || height < 8) return [`${name}: ${width} by ${height}`];
      const isInside = left >= -1 && top >= -1 && right <= innerWidth + 1 && bottom <= innerHeight + 1;
      if (!isInside) return [`${name}: beyond the window: ${left} ${top} ${right} ${bottom}`];
      const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      return ring.parentElement?.contains(over) === true
        ? []
        : [`${name}: covered by ${over?.className ?? ''}`];
    });
  }, names);
}

/** Every look of a step is seen, once the page has drawn it. */
export async function expectLooks(page: Page, lesson: Lesson, step: LessonStep): Promise<void> {
  await expect
    .poll(() => lostLooks(page, step), { message: `${lesson.id} ${step.id}`, timeout: 5000 })
    .toEqual([]);
}
