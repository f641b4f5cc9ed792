import type { Lesson } from '../lesson.ts';
import { t1Lesson } from './t1.ts';
import { t2Lesson } from './t2.ts';
import { t3Lesson } from './t3.ts';

export const lessons: readonly Lesson[] = [t1Lesson, t2Lesson, t3Lesson];
