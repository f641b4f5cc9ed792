import type { Lesson } from '../lesson.ts';
import { s1Lesson } from './s1.ts';
import { s2Lesson } from './s2.ts';
import { s3Lesson } from './s3.ts';
import { s4Lesson } from './s4.ts';
import { s5Lesson } from './s5.ts';

export const lessons: readonly Lesson[] = [s1Lesson, s2Lesson, s3Lesson, s4Lesson, s5Lesson];
