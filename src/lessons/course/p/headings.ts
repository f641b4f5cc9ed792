import type { Heading } from '../lesson.ts';

export const headings: readonly Heading[] = [];
