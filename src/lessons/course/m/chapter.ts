import type { Lesson } from '../lesson.ts';
import { m10Lesson } from './m10.ts';
import { m1Lesson } from './m1.ts';
import { m2Lesson } from './m2.ts';
import { m3Lesson } from './m3.ts';
import { m4Lesson } from './m4.ts';
import { m5Lesson } from './m5.ts';
import { m6Lesson } from './m6.ts';
import { m7Lesson } from './m7.ts';
import { m8Lesson } from './m8.ts';
import { m9Lesson } from './m9.ts';

export const lessons: readonly Lesson[] = [
  m1Lesson,
  m2Lesson,
  m3Lesson,
  m4Lesson,
  m5Lesson,
  m6Lesson,
  m7Lesson,
  m8Lesson,
  m9Lesson,
  m10Lesson,
];
