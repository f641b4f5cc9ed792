import type { Lesson } from '../lesson.ts';
import { m1Lesson } from './m1.ts';
import { m3Lesson } from './m3.ts';
import { m5Lesson } from './m5.ts';
import { m6Lesson } from './m6.ts';

export const lessons: readonly Lesson[] = [m1Lesson, m3Lesson, m5Lesson, m6Lesson];
