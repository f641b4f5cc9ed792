import type { Lesson } from '../lesson.ts';
import { p1Lesson } from './p1.ts';
import { p2Lesson } from './p2.ts';
import { p3Lesson } from './p3.ts';
import { p4Lesson } from './p4.ts';
import { p5Lesson } from './p5.ts';
import { p6Lesson } from './p6.ts';
import { p7Lesson } from './p7.ts';
import { p8Lesson } from './p8.ts';
import { p9Lesson } from './p9.ts';
import { p10Lesson } from './p10.ts';
import { p11Lesson } from './p11.ts';
import { p12Lesson } from './p12.ts';

export const lessons: readonly Lesson[] = [
  p1Lesson,
  p2Lesson,
  p3Lesson,
  p4Lesson,
  p5Lesson,
  p6Lesson,
  p7Lesson,
  p8Lesson,
  p9Lesson,
  p10Lesson,
  p11Lesson,
  p12Lesson,
];
