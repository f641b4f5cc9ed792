import type { ChapterId, Heading, Lesson } from './lesson.ts';
import { headings as c } from './c/headings.ts';
import { headings as e } from './e/headings.ts';
import { headings as k } from './k/headings.ts';
import { headings as m } from './m/headings.ts';
import { headings as p } from './p/headings.ts';
import { headings as q } from './q/headings.ts';
import { headings as r } from './r/headings.ts';
import { headings as s } from './s/headings.ts';
import { headings as t } from './t/headings.ts';

/** Every lesson of the course, in reading order within its chapter. */
export const catalogue: readonly Heading[] = [...e, ...r, ...p, ...s, ...m, ...t, ...q, ...c, ...k];

/** A chapter's lessons are one late part. */
const chapters: Readonly<Partial<Record<ChapterId, () => Promise<{ readonly lessons: readonly Lesson[] }>>>> =
  {
    E: () => import('./e/chapter.ts'),
    R: () => import('./r/chapter.ts'),
    P: () => import('./p/chapter.ts'),
    S: () => import('./s/chapter.ts'),
    M: () => import('./m/chapter.ts'),
    T: () => import('./t/chapter.ts'),
    Q: () => import('./q/chapter.ts'),
    C: () => import('./c/chapter.ts'),
    K: () => import('./k/chapter.ts'),
  };

/** Undefined: there is no lesson of this name. */
export async function loadLesson(id: string): Promise<Lesson | undefined> {
  const heading = catalogue.find((each) => each.id === id);
  const load = heading && chapters[heading.chapter];
  return load && (await load()).lessons.find((each) => each.id === id);
}
