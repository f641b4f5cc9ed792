import type { Lesson } from '../lesson.ts';
import { q1Lesson } from './q1.ts';
import { q2Lesson } from './q2.ts';
import { q3Lesson } from './q3.ts';
import { q4Lesson } from './q4.ts';

export const lessons: readonly Lesson[] = [q1Lesson, q2Lesson, q3Lesson, q4Lesson];
