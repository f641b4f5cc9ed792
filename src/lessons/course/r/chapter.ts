import type { Lesson } from '../lesson.ts';
import { r1Lesson } from './r1.ts';
import { r2Lesson } from './r2.ts';
import { r3Lesson } from './r3.ts';
import { r4Lesson } from './r4.ts';
import { r5Lesson } from './r5.ts';
import { r6Lesson } from './r6.ts';
import { r7Lesson } from './r7.ts';
import { r8Lesson } from './r8.ts';
import { r9Lesson } from './r9.ts';

export const lessons: readonly Lesson[] = [
  r1Lesson,
  r2Lesson,
  r3Lesson,
  r4Lesson,
  r5Lesson,
  r6Lesson,
  r7Lesson,
  r8Lesson,
  r9Lesson,
];
