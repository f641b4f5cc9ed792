import type { Lesson } from '../lesson.ts';
import { c1Lesson } from './c1.ts';
import { c2Lesson } from './c2.ts';
import { c3Lesson } from './c3.ts';
import { c4Lesson } from './c4.ts';

export const lessons: readonly Lesson[] = [c1Lesson, c2Lesson, c3Lesson, c4Lesson];
