import type { Lesson } from '../lesson.ts';
import { e1Lesson } from './e1.ts';

export const lessons: readonly Lesson[] = [e1Lesson];
