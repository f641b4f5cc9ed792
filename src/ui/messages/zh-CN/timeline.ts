import type { Translated } from '../catalogue.ts';
import type { timeline as english } from '../en/timeline.ts';

export const timeline: Translated<typeof english> = {};
