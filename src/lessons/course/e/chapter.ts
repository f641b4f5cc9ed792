import type { Lesson } from '../lesson.ts';
import { e1Lesson } from './e1.ts';
import { e2Lesson } from './e2.ts';
import { e3Lesson } from './e3.ts';
import { e4Lesson } from './e4.ts';
import { e5Lesson } from './e5.ts';
import { e6Lesson } from './e6.ts';
import { e7Lesson } from './e7.ts';

export const lessons: readonly Lesson[] = [
  e1Lesson,
  e2Lesson,
  e3Lesson,
  e4Lesson,
  e5Lesson,
  e6Lesson,
  e7Lesson,
];
