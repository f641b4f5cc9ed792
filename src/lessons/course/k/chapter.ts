import type { Lesson } from '../lesson.ts';
import { k1Lesson } from './k1.ts';
import { k2Lesson } from './k2.ts';
import { k3Lesson } from './k3.ts';
import { k4Lesson } from './k4.ts';
import { k5Lesson } from './k5.ts';
import { k6Lesson } from './k6.ts';
import { k7Lesson } from './k7.ts';
import { k8Lesson } from './k8.ts';
import { k9Lesson } from './k9.ts';

export const lessons: readonly Lesson[] = [
  k1Lesson,
  k2Lesson,
  k3Lesson,
  k4Lesson,
  k5Lesson,
  k6Lesson,
  k7Lesson,
  k8Lesson,
  k9Lesson,
];
