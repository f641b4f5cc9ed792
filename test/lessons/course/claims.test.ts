import { expect, test } from 'vitest';
import { catalogue, loadLesson } from '../../../src/lessons/course/catalogue.ts';
import { claims } from '../../../src/lessons/course/claims/claims.ts';
import { isLessonId } from './lesson-ids.ts';

test('every claim of the introduction leads to lessons of the catalogue, at screens that they have', async () => {
  expect(claims.length).toBeGreaterThanOrEqual(19);
  expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
  const written = new Set(catalogue.map(({ id }) => id));
  for (const { id, shown } of claims) {
    expect(shown.length).toBeGreaterThan(0);
    for (const { lesson, step } of shown) {
      expect(isLessonId(lesson), `${id}: ${lesson}`).toBe(true);
      if (!written.has(lesson)) continue;
      const steps = (await loadLesson(lesson))?.steps.map((each) => each.id);
      expect(steps, `${id}: ${lesson}`).toContain(step);
    }
  }
});
